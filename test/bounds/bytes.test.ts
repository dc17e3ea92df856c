import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { GatewayError, InputError, NetworkError } from "../../src/errors.ts";
import { GatewayClient } from "../../src/gateway/client.ts";
import type { GatewayRequest } from "../../src/wire/request.ts";

// What goes to the gateway and comes from it, on the wire: each limit at n and at n + 1.

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let handle: Handler = () => undefined;
let received = 0;
const http = createServer((request, response) => {
  received += 1;
  handle(request, response);
});
let client: GatewayClient;
beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  client = new GatewayClient({
    gatewayUrl: url,
    controlUrl: url,
    key: "k",
    revision: "2026-07-15",
    timeoutMs: 30_000,
    userAgent: "t",
    env: {},
  });
});
afterEach(() => {
  vi.useRealTimers();
  received = 0;
});
afterAll(() => {
  client.close();
  http.closeAllConnections();
  http.close();
});

const GET: GatewayRequest = { host: "gateway", method: "GET", path: "/api/lists", query: [] };
const send = (request = GET, timeoutMs = 30_000) =>
  client.send(request, { signal: new AbortController().signal, timeoutMs });
/** Answers everything with this body. */
const answerWith = (status: number, body: string, headers: Record<string, string> = {}) => {
  handle = (request, response) => {
    request.resume().on("end", () => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    });
  };
};
const failure = async (request?: GatewayRequest): Promise<unknown> =>
  send(request).then(
    () => expect.fail("it was answered"),
    (error: unknown) => error,
  );
const letters = (count: number) => "x".repeat(count);

describe("the body of a request", () => {
  const ofBytes = (count: number): GatewayRequest => ({
    ...GET,
    method: "POST",
    // Two bytes for é, and the quotes.
    body: `é${letters(count - 4)}`,
  });

  it("is sent with 5,000,000 bytes, and not with one more", async () => {
    let bytes = 0;
    handle = (request, response) => {
      request.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on("end", () => response.writeHead(202).end());
    };
    expect((await send(ofBytes(5_000_000))).status).toBe(202);
    expect([bytes, received]).toEqual([5_000_000, 1]);
    const refused = await failure(ofBytes(5_000_001));
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toBe(
      "the request has 5000001 bytes, and Klaviyo takes at most 5000000",
    );
    expect(received).toBe(1);
  });
});

describe("the body of an answer", () => {
  const MOST = 20 * 1024 * 1024;
  it("is read with 20 MiB, and not with one byte more", async () => {
    answerWith(200, `${letters(MOST - 2).replace(/^x/, '"')}x"`);
    expect((await send()).bytes).toBe(MOST);
    answerWith(200, `${letters(MOST - 1).replace(/^x/, '"')}x"`);
    const refused = await failure();
    expect(refused).toBeInstanceOf(NetworkError);
    expect(refused).toMatchObject({ message: `an answer of more than ${MOST} bytes`, sent: true });
  });

  it.each([
    [299, undefined],
    [300, 300],
  ])("with status %i is an error: %s", async (status, error) => {
    answerWith(status, "{}");
    const outcome = await send().catch((thrown: unknown) => thrown);
    expect(outcome instanceof GatewayError ? outcome.status : undefined).toBe(error);
  });

  it.each([
    [120, letters(120)],
    [121, letters(120)],
  ])("that is no JSON is told by its first 120 letters: %i", async (count, told) => {
    answerWith(502, letters(count), { "content-type": "text/html" });
    expect(await failure()).toMatchObject({ detail: JSON.stringify(told) });
  });

  it.each([
    [399, "x"],
    [400, ""],
  ])("is looked at for 400 bytes, blank ones among them: %i", async (blank, told) => {
    answerWith(502, `${" ".repeat(blank)}x`, { "content-type": "text/html" });
    expect(await failure()).toMatchObject({ detail: JSON.stringify(told) });
  });

  it.each([20, 21])("in an encoding of %i letters names twenty of them", async (count) => {
    answerWith(200, "{}", { "content-encoding": letters(count) });
    expect(await failure()).toMatchObject({
      message: `an answer in an encoding that was not asked for (${letters(20)})`,
    });
  });
});

describe("the errors of an answer", () => {
  const errors = (count: number) => {
    const all = Array.from({ length: count }, (_, at) => ({
      detail: `e${at}`,
      source: { pointer: `/data/${at}` },
    }));
    answerWith(400, JSON.stringify({ errors: all }));
    return failure();
  };

  it.each([1, 2, 4])("of %i are all there, the first before the others", async (count) => {
    const { detail, pointer, others } = (await errors(count)) as GatewayError;
    expect([detail, pointer]).toEqual(["e0", "/data/0"]);
    expect(others.map((one) => [one.detail, one.pointer])).toEqual(
      Array.from({ length: count - 1 }, (_, at) => [`e${at + 1}`, `/data/${at + 1}`]),
    );
  });
});

describe("the seconds of Retry-After", () => {
  it.each([
    ["0", 0],
    ["1", 1],
    ["-1", undefined],
    ["soon", undefined],
  ])("%s are %s", async (header, seconds) => {
    answerWith(429, "{}", { "retry-after": header });
    expect(((await failure()) as GatewayError).retryAfter).toBe(seconds);
  });
});

it("an answer may take as long as it may, and not a millisecond longer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  answerWith(200, "{}");
  await send(GET, 500);
  expect(vi.getTimerCount()).toBe(0);
  const arrived = new Promise<ServerResponse>((resolve) => {
    handle = (_, response) => resolve(response);
  });
  let outcome: unknown;
  const call = send(GET, 500).catch((error: unknown) => {
    outcome = error;
  });
  await arrived;
  await vi.advanceTimersByTimeAsync(499);
  expect(outcome).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  await call;
  expect(outcome).toMatchObject({ name: "NetworkError", message: "none within 500 ms", sent: true });
  expect(vi.getTimerCount()).toBe(0);
});
