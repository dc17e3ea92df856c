import { describe, expect, it } from "vitest";
import { Grants } from "../../src/call/grants.ts";
import { CallSession } from "../../src/call/session.ts";
import { BusyError } from "../../src/errors.ts";
import type { Send } from "../../src/gateway/client.ts";
import type { Pacing } from "../../src/gateway/pace.ts";
import type { OperationBook } from "../../src/tool/tool.ts";
import { bucket, failureOf, M, startPace, useTestClock, XS } from "../pace-clock.ts";

// Who shares a key gets a fair share of its rate, however much somebody else asks for.

useTestClock();

describe("turns of several callers", () => {
  it("alternate, although one of them came first with all of theirs", async () => {
    const { take, finish, order } = startPace();
    const annas = Array.from({ length: 6 }, () => take("anna", [XS], { who: "anna" }));
    const bens = Array.from({ length: 2 }, () => take("ben", [XS], { who: "ben" }));
    await finish(...annas, ...bens);
    // One of Anna's went at once, and one was the first that waited.
    expect(order()).toEqual(["anna", "anna", "ben", "anna", "ben", "anna", "anna", "anna"]);
  });

  it("go round among three, each in their own order", async () => {
    const { take, finish, order } = startPace();
    const calls = ["a1", "a2", "a3", "a4", "b1", "b2", "c1"].map((label) =>
      take(label, [XS], { who: label[0] }),
    );
    await finish(...calls);
    expect(order()).toEqual(["a1", "a2", "b1", "c1", "a3", "b2", "a4"]);
  });

  it("of one alone are in order of arrival", async () => {
    const { take, finish, order } = startPace();
    await finish(...["1", "2", "3", "4"].map((label) => take(label, [XS], { who: "anna" })));
    expect(order()).toEqual(["1", "2", "3", "4"]);
  });

  it("use as much of the rate as those of one", async () => {
    const alone = startPace();
    await alone.finish(alone.takeMany(40, [M], { who: "anna" }));
    const both = startPace();
    await both.finish(both.takeMany(25, [M], { who: "anna" }), both.takeMany(15, [M], { who: "ben" }));
    expect(both.times()).toEqual(alone.times());
  });

  it("that do not come in time are of those who ask for most", async () => {
    const { take, finish, order } = startPace();
    const within = 3500;
    const annas = Array.from({ length: 4 }, (_, at) => take(`anna ${at}`, [XS], { who: "anna", within }));
    const last = failureOf(annas[3] as Promise<void>);
    const bens = take("ben", [XS], { who: "ben", within });
    expect(await last).toBeInstanceOf(BusyError);
    await finish(...annas.slice(0, 3), bens);
    expect(order()).toEqual(["anna 0", "anna 1", "ben", "anna 2"]);
  });

  it("for another window do not wait for each other", async () => {
    const { take, finish, log } = startPace();
    const slow = Array.from({ length: 5 }, () => take("anna", [XS], { who: "anna" }));
    const quick = take("ben", [bucket("b:m", 10, 150)], { who: "ben" });
    await finish(...slow, quick);
    expect(log.find(({ label }) => label === "ben")?.at).toBe(0);
  });
});

it("a call asks for its turn by its caller's name", async () => {
  const asked: unknown[] = [];
  const pace: Pacing = {
    take: async (_, { who }) => {
      asked.push(who);
      return "come";
    },
    learn: () => undefined,
    unanswered: () => undefined,
    leftToday: () => undefined,
  };
  const clock = { now: () => 0, date: () => 0 };
  const send: Send = async () => ({ status: 200, headers: {}, document: {}, bytes: 2 });
  const operations = {} as OperationBook;
  const services = {
    ...clock,
    send,
    pace,
    timeoutMs: 1000,
    grants: new Grants(clock.now, clock.date),
    operations,
  };
  const { signal } = new AbortController();
  for (const name of ["anna", undefined]) {
    const caller = { session: "s", client: "t 1", name };
    const session = new CallSession({ signal, caller, progress: () => undefined }, services);
    await session.send({ host: "gateway", method: "GET", path: "/api/lists", query: [] }, true, {
      operation: "get_lists",
    });
    session.finish();
  }
  expect(asked).toEqual(["anna", undefined]);
});
