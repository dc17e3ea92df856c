import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// What was made or changed since a moment, over all kinds that Klaviyo dates.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearFaults();
});

const since = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const changes = async (moment: string) => (await server.call("get_account_changes", { since: moment })).json;

it("shows what a list was made and a template changed, newest first, each with what happened", async () => {
  const before = since(0.001);
  const { json: list } = await server.call("create_list", { name: "Fresh" });
  const { json: found } = await server.call("get_templates", { limit: 1 });
  await server.call("update_template", { template_id: found.data[0].id, name: "Renamed" });
  const { data } = await changes(before);
  expect(data).toHaveLength(2);
  expect(data).toContainEqual({
    kind: "list",
    id: list.data.id,
    name: "Fresh",
    created: expect.stringContaining("T"),
  });
  expect(data).toContainEqual({
    kind: "template",
    id: found.data[0].id,
    name: "Renamed",
    changed: expect.stringContaining("T"),
  });
});

it("has every kind, newest first", async () => {
  const { data, unknown } = await changes(since(900));
  const times = data.map(({ created, changed }: Record<string, string>) =>
    Date.parse(created ?? changed ?? ""),
  );
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(new Set(data.map(({ kind }: { kind: string }) => kind))).toEqual(
    new Set([
      "campaign",
      "flow",
      "list",
      "segment",
      "template",
      "form",
      "universal content",
      "web feed",
      "image",
    ]),
  );
  expect(unknown).toContain("who changed something");
});

it("says which kind could not be read, beside the rest", async () => {
  server.sandbox.addFault({
    status: 403,
    body: '{"errors":[{"detail":"no scope for it"}]}',
    contentType: "application/json",
    match: { path: "/api/forms" },
    times: 9,
  });
  const { data, omitted } = await changes(since(900));
  expect(omitted).toBe("Not read: forms (403 no scope for it).");
  expect(data.length).toBeGreaterThan(20);
});

it("asks for a moment", async () => {
  server.sandbox.clearRequests();
  const { isError, text } = await server.call("get_account_changes", { since: "last week" });
  expect(isError).toBe(true);
  expect(text).toContain("Argument: since");
  expect(server.sandbox.requests).toEqual([]);
});
