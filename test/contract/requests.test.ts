import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allTools } from "../../tools/index.ts";
import type { OfficialClient, Sent } from "../cases/case.ts";
import { allCases } from "../cases/index.ts";
import { officialClient } from "./official.ts";

// The vendor's client judges what our tools send: test/calls.test.ts shows that a tool sends `sent`, and this that the
// official method sends the same. Known differences are rows with their reason.

interface Recorded extends Required<Pick<Sent, "method" | "path" | "query">> {
  body: unknown;
  headers: http.IncomingHttpHeaders;
}

/** Where we differ on purpose. */
const DIFFERENCES = [
  {
    what: "content-type",
    official: "application/json",
    ours: "application/vnd.api+json",
    reason: "the specification declares JSON:API's media type for every body, and has a 415",
  },
] as const;

/** Operations that the vendor's client has none of: Maton's, and workflows, which are compared call by call. */
const NOT_KLAVIYO = ["connections", "operations", "guide"];

let recorded: Recorded[] = [];
let server: http.Server;
let client: OfficialClient;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://127.0.0.1");
      const text = Buffer.concat(chunks).toString("utf8");
      recorded.push({
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: text ? JSON.parse(text) : undefined,
        headers: request.headers,
      });
      response.writeHead(200, { "content-type": "application/vnd.api+json" }).end('{"data":[],"links":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = officialClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  recorded = [];
});

const judged = allCases.filter((one) => one.official);

describe.each(judged.map((one) => [`${one.tool}: ${one.name}`, one] as const))("%s", (_, one) => {
  it("sends what the vendor's client sends", async () => {
    // What it makes of our recording server's answer is of no interest here.
    await one.official?.(client).catch(() => undefined);
    const expected = [one.sent].flat().map(({ method, path, query = {}, body }) => ({
      method,
      // Encoded alike: both decode to the same path.
      path: decodeURIComponent(path),
      query,
      body,
    }));
    const official = recorded.map(({ method, path, query, body }) => ({
      method,
      path: decodeURIComponent(path),
      query,
      body,
    }));
    expect(official).toEqual(expected);
    for (const { headers, body } of recorded) {
      expect(headers.revision).toBe("2026-07-15");
      expect(headers.accept).toBe("application/vnd.api+json");
      if (body !== undefined) expect(headers["content-type"]).toBe(DIFFERENCES[0].official);
    }
  });
});

describe("the cases", () => {
  const tools = allTools.filter(({ toolset }) => !NOT_KLAVIYO.includes(toolset));
  it.each(tools.map(({ name }) => name))("hold %s against the vendor's client at least twice", (name) => {
    expect(judged.filter((one) => one.tool === name).length).toBeGreaterThanOrEqual(2);
  });
});
