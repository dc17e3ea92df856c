import { describe, expect, it } from "vitest";
import { Connections } from "../src/gateway/connections.ts";
import { readConnection } from "../src/tool/connection.ts";

// Which connection a call goes through, on a clock of the test's own.

const SECOND = 1000;
const ID = "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601";

function start(pinned?: string) {
  let now = 0;
  let ids = ["old"];
  const names = new Map<string, string>();
  let asked = 0;
  const connections = new Connections(pinned, () => now);
  const fetchActive = async () => {
    asked += 1;
    return { connections: ids.map((connection_id) => ({ connection_id, status: "ACTIVE", app: "klaviyo" })) };
  };
  const choose = (reads: boolean, requested?: string) =>
    connections.choose(requested, reads, { fetchActive, nameOf: async (id) => names.get(id) });
  return {
    connections,
    choose,
    fetchActive,
    asked: () => asked,
    sleep: (ms: number) => {
      now += ms;
    },
    connect: (id: string, name?: string) => {
      ids = [...ids, id];
      if (name) names.set(id, name);
    },
  };
}

describe("the list of connections", () => {
  it.each([
    ["a write", false, 10 * SECOND],
    ["a read", true, 60 * SECOND],
  ])("is at most so old before %s", async (_, reads, most) => {
    const { choose, asked, sleep } = start();
    await choose(reads);
    sleep(most);
    await choose(reads);
    expect(asked()).toBe(1);
    sleep(1);
    await choose(reads);
    expect(asked()).toBe(2);
  });

  it("that a read may still believe does not decide where a write lands", async () => {
    const { choose, connect, sleep } = start();
    await choose(true);
    connect("new");
    sleep(11 * SECOND);
    expect(await choose(true)).toEqual({ id: "old", several: false });
    await expect(choose(false)).rejects.toThrow("2 Klaviyo accounts are connected and none was chosen");
  });

  it("is read anew once it was forgotten, also when it was on its way by then", async () => {
    const { connections, choose, connect, asked } = start();
    const first = choose(true);
    connections.forget();
    await first;
    connect("new");
    await expect(choose(false)).rejects.toThrow("none was chosen");
    expect(asked()).toBe(2);
  });

  it("is not asked for where one is pinned or named", async () => {
    const pinned = start("pin");
    expect(await pinned.choose(false)).toEqual({ id: "pin", several: false });
    const named = start();
    expect(await named.choose(false, ID)).toEqual({ id: ID, several: true });
    expect([pinned.asked(), named.asked()]).toEqual([0, 0]);
  });
});

describe("an id that is none", () => {
  it.each([" ", "\t", "a\r\nx-evil: 1", "..", "x".repeat(2049)])("%j is refused", async (id) => {
    const { choose, asked } = start();
    await expect(choose(true, id)).rejects.toThrow(/^connection_id /);
    expect(asked()).toBe(0);
  });

  it("that is empty is none at all", async () => {
    const { choose, asked } = start();
    expect(await choose(false, "")).toEqual({ id: "old", several: false });
    expect(asked()).toBe(1);
  });
});

describe("the name of an account", () => {
  it("stands for its connection, in any case of the letters, before a read and before a write", async () => {
    const { choose, connect } = start();
    connect("c2", "Café Süd");
    for (const reads of [true, false])
      expect(await choose(reads, " café süd ")).toEqual({ id: "c2", several: true });
  });

  it("is not read where an id is meant", async () => {
    const { choose, connect } = start();
    connect("c2", "old");
    expect(await choose(false, "old")).toEqual({ id: "old", several: true });
  });

  it("that nobody has is told from an id that Maton may know", async () => {
    const { choose, connect } = start();
    connect("c2", "Acme Inc");
    expect(await choose(true, "nope")).toEqual({ id: "nope", several: true });
    await expect(choose(true, "Acme Ltd")).rejects.toMatchObject({
      argument: "connection_id",
      next: "No account is called so. There are old, c2 (Acme Inc).",
    });
  });

  it("that two have is refused with their ids", async () => {
    const { choose, connect } = start();
    connect("c2", "Shop");
    connect("c3", "shop");
    await expect(choose(false, "Shop")).rejects.toMatchObject({
      next: "Give the id of the one that is meant: c2, c3.",
    });
  });

  it("stands for the pinned connection, and for no other beside it", async () => {
    const { choose, connect } = start("c2");
    connect("c2", "Acme Inc");
    connect("c3", "Other Inc");
    expect(await choose(false, "Acme Inc")).toEqual({ id: "c2", several: false });
    await expect(choose(false, "Other Inc")).rejects.toThrow("not the one this server is pinned to");
  });

  it("is told of twenty at most", async () => {
    const { choose, connect } = start();
    for (let n = 1; n <= 20; n += 1) connect(`c${n}`, `Shop ${n}`);
    await expect(choose(false)).rejects.toMatchObject({
      next: expect.stringMatching(/c19 \(Shop 19\), 1 more, which list_connections shows\.$/),
    });
  });
});

describe("where a person signs in", () => {
  const PAGE = "https://connect.maton.ai/?session_token=t";
  const read = (more: object) =>
    readConnection({
      connection: { connection_id: "c", status: "PENDING", url: PAGE, app: "klaviyo", ...more },
    });

  it("is shown while that is due", () => {
    expect(read({})?.url).toBe(PAGE);
    expect(read({ url: "http://127.0.0.1:9/connect" })?.url).toBe("http://127.0.0.1:9/connect");
  });

  it.each([
    [{ status: "ACTIVE" }],
    [{ status: "FAILED" }],
    [{ status: undefined }],
    [{ url: "http://connect.maton.ai/?session_token=t" }],
    [{ url: "javascript:alert(1)" }],
    [{ url: "data:text/html,x" }],
    [{ url: "https://maton.ai@evil.example/" }],
    [{ url: "no url" }],
    [{ url: 7 }],
  ])("is not for %j", (more) => {
    expect(read(more)?.id).toBe("c");
    expect(read(more)).not.toHaveProperty("url");
  });

  it("is not shown of another app", () => {
    expect(read({ app: "gmail" })).toBeUndefined();
  });
});
