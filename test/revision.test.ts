import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GatewayClient } from "../src/gateway/client.ts";
import { toolOf } from "../src/operations/declare.ts";
import { buildRequest } from "../src/wire/request.ts";
import { operationsWithBeta } from "../tools/operations/index.ts";

// An operation is sent with the revision that its facts are of; KLAVIYO_REVISION replaces the usual one alone.

const seen: unknown[] = [];
let server: http.Server;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    seen.push(request.headers.revision);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it.each([
  ["get_lists", "2027-01-15"],
  ["get_campaign_2026_10", "2026-10-15"],
  ["update_campaign_message_schedule", "2026-10-15"],
  ["get_translations_beta", "2026-07-15.pre"],
])("%s is sent with %s where the settings say 2027-01-15", async (name, revision) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new GatewayClient({
    gatewayUrl: url,
    controlUrl: url,
    key: "k",
    revision: "2027-01-15",
    timeoutMs: 1000,
    userAgent: "test",
    env: {},
  });
  const rows = operationsWithBeta();
  const row = rows.find(name);
  if (!row) throw new Error(`no row ${name}`);
  const request = buildRequest(toolOf(row, rows), { campaign_id: "x", campaign_message_schedule_id: "x" });
  await client.send(request, { signal: new AbortController().signal, timeoutMs: 1000 });
  client.close();
  expect(seen.pop()).toBe(revision);
});
