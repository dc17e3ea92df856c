import { afterAll, beforeAll, expect, it } from "vitest";
import type { Fault } from "../sandbox/index.ts";
import { type Started, startClient } from "./client.ts";

// Whose answer it is decides what to do: the same status of Maton and of Klaviyo means two things.

let server: Started;
beforeAll(async () => {
  server = await startClient();
});
afterAll(() => server.close());

const klaviyo = (status: number, code: string, detail: string, more: Record<string, unknown> = {}) =>
  ({
    status,
    body: JSON.stringify({ errors: [{ id: "1", status, code, title: "T", detail, source: {}, ...more }] }),
    contentType: "application/vnd.api+json",
  }) satisfies Fault;

const TABLE: [what: string, fault: Fault, tool: string, args: Record<string, unknown>, reads: string[]][] = [
  [
    "a sign-in that Klaviyo does not take",
    klaviyo(401, "not_authenticated", "Missing or invalid private key."),
    "get_lists",
    {},
    ["401 from Klaviyo: Missing or invalid private key.", "sign-in", "create_connection"],
  ],
  [
    "a connection that cannot be resolved",
    { status: 412, body: '{"detail":"no such connection"}', contentType: "application/json" },
    "get_lists",
    {},
    ["412 from Maton: no such connection", "list_connections"],
  ],
  [
    "a request that Maton does not take",
    {
      status: 422,
      body: '{"detail":[{"loc":["query","app"],"msg":"field required"}]}',
      contentType: "application/json",
    },
    "get_lists",
    {},
    ["422 from Maton: field required at query.app"],
  ],
  [
    "a limit that is told without a content-type",
    {
      ...klaviyo(429, "throttled", "Expected available in 300 seconds."),
      headers: { "retry-after": "300" },
      contentType: "",
    },
    "get_lists",
    {},
    ["429 from Klaviyo: Expected available in 300 seconds.", "Wait 300 s"],
  ],
];

it.each(TABLE)("%s is told by its body", async (_, fault, tool, args, reads) => {
  server.sandbox.clearFaults();
  server.sandbox.addFault({ ...fault, match: { path: "/klaviyo/" }, times: 9 });
  const { text, isError } = await server.call(tool, args);
  expect(isError).toBe(true);
  for (const part of reads) expect(text).toContain(part);
  if (text.includes("from Klaviyo")) expect(text).not.toContain("MATON_API_KEY");
});
