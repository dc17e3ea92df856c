import { describe, expect, it } from "vitest";
import { Bearer, isBearer, waitAfter } from "../src/serve/bearer.ts";
import { Sessions } from "../src/serve/sessions.ts";

// Who has a place among the sessions and who is let in, on a clock of the test's own.

const EACH = 3;
const MOST = 5;
const IDLE = 1000;

function start() {
  let now = 0;
  const ended: string[] = [];
  const sessions = new Sessions<string>(
    { each: EACH, most: MOST, idleMs: IDLE },
    (one) => ended.push(one),
    () => now,
  );
  const add = (id: string, owner = "me") => {
    now += 1;
    sessions.add(id, { owner, among: owner }, id);
  };
  return { sessions, ended, add, sleep: (ms: number) => (now += ms) };
}

describe("sessions", () => {
  it("are at most so many: who was away for longest makes room", () => {
    const { sessions, ended, add } = start();
    for (const id of ["a", "b", "c"]) add(id);
    expect(sessions.makeRoom("me")).toBe(true);
    expect(ended).toEqual(["a"]);
    add("d");
    expect(sessions.find("b", "me")).toBe("b");
    add("e");
    expect(ended).toEqual(["a", "c"]);
    expect(sessions.size).toBe(EACH);
  });

  it("in which a call is running stay, and when all are at work there is no room", () => {
    const { sessions, ended, add } = start();
    for (const id of ["a", "b", "c"]) add(id);
    const done = ["a", "b", "c"].map((id) => sessions.hold(id));
    expect(sessions.makeRoom("me")).toBe(false);
    done[1]?.();
    expect(sessions.makeRoom("me")).toBe(true);
    expect(ended).toEqual(["b"]);
  });

  it("are at rest when no call is running, and are not waited for longer than said", async () => {
    const { sessions, add, sleep } = start();
    add("a");
    await sessions.atRest(10);
    const done = sessions.hold("a");
    const over: string[] = [];
    const resting = sessions.atRest(10).then(() => over.push("rest"));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(over).toEqual([]);
    sleep(11);
    await resting;
    const again = sessions.atRest(10);
    done();
    await again;
    expect(over).toEqual(["rest"]);
  });

  it("with two calls stay until both have ended", () => {
    const { sessions, ended, add } = start();
    add("a");
    const [one, two] = [sessions.hold("a"), sessions.hold("a")];
    one();
    for (const id of ["b", "c", "d"]) add(id);
    expect(ended).toEqual(["b"]);
    two();
    add("e");
    expect(ended).toEqual(["b", "c"]);
    add("f");
    expect(ended).toEqual(["b", "c", "a"]);
  });

  it("that nobody uses are over after a while, and not before", () => {
    const { sessions, ended, add, sleep } = start();
    add("a");
    add("b");
    const done = sessions.hold("b");
    sleep(IDLE - 1);
    sessions.makeRoom("me");
    expect(ended).toEqual([]);
    sleep(2);
    sessions.makeRoom("me");
    expect(ended).toEqual(["a"]);
    done();
    sleep(IDLE);
    sessions.makeRoom("me");
    expect(ended).toEqual(["a"]);
    sleep(1);
    sessions.makeRoom("me");
    expect(ended).toEqual(["a", "b"]);
  });

  it("belong to who began them", () => {
    const { sessions, add } = start();
    add("a", "me");
    expect(sessions.find("a", "me")).toBe("a");
    expect(sessions.find("a", "you")).toBeUndefined();
  });

  it("make room for those of their own owner alone, also where all places are taken", () => {
    const { sessions, ended, add } = start();
    for (const id of ["a", "b", "c"]) add(id, "you");
    add("d");
    expect(sessions.makeRoom("me")).toBe(true);
    add("e");
    expect(sessions.makeRoom("me")).toBe(true);
    expect(ended).toEqual(["d"]);
    expect(sessions.makeRoom("third")).toBe(true);
    add("f");
    expect(sessions.makeRoom("third")).toBe(false);
    expect(ended).toEqual(["d"]);
    expect(sessions.find("a", "you")).toBe("a");
  });

  it("of an owner who may call no more end, those in which a call is running too", () => {
    const { sessions, ended, add } = start();
    add("a", "you");
    add("b");
    add("c", "you");
    sessions.hold("c");
    sessions.endOf("you");
    expect(ended).toEqual(["a", "c"]);
    expect(sessions.find("b", "me")).toBe("b");
  });

  it("that are gone can be held and ended without harm", () => {
    const { sessions, ended, add } = start();
    add("a");
    const done = sessions.hold("a");
    sessions.endAll();
    sessions.end("a");
    done();
    sessions.hold("a")();
    expect(ended).toEqual(["a"]);
  });
});

describe("a bearer", () => {
  const begin = (token: string | undefined) => {
    const lines: unknown[] = [];
    let now = 0;
    const bearer = new Bearer(
      (authorization) => token === undefined || isBearer(authorization, token),
      (level, message, fields) => lines.push([level, message, fields]),
      () => now,
    );
    return { bearer, lines, sleep: (ms: number) => (now += ms) };
  };

  it("that is right is let in at once, whatever came before; where there is none to have, everybody is", () => {
    const { bearer } = begin("t");
    for (let wrong = 0; wrong < 60; wrong += 1) bearer.meet("Bearer x", "a");
    expect(bearer.meet("Bearer t", "a")).toBe("in");
    expect(begin(undefined).bearer.meet(undefined, "a")).toBe("in");
  });

  it("that is missing is no guess: it is answered at once, and not logged", () => {
    const { bearer, lines } = begin("t");
    expect(bearer.meet(undefined, "a")).toBe("out");
    expect(lines).toEqual([]);
  });

  it("that is wrong waits the longer the more of them came, and is logged without the guess", () => {
    const { bearer, lines, sleep } = begin("t");
    const waits = Array.from({ length: 8 }, () => bearer.meet("Bearer guess", "192.0.2.7"));
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000].map((waitMs) => ({ waitMs })));
    expect(lines).toEqual(
      [1, 2, 4, 8].map((wrong_in_a_row) => [
        "warning",
        "wrong bearer",
        { from: "192.0.2.7", wrong_in_a_row },
      ]),
    );
    sleep(60_000);
    expect(bearer.meet("Bearer guess", "a")).toEqual({ waitMs: 5000 });
    sleep(60_001);
    expect(bearer.meet("Bearer guess", "a")).toEqual({ waitMs: 100 });
  });

  it("beyond those that wait is cut off until one of them was answered", () => {
    const { bearer } = begin("t");
    for (let wrong = 0; wrong < 50; wrong += 1) expect(bearer.meet("Bearer x", "a")).not.toBe("cut");
    expect(bearer.meet("Bearer x", "a")).toBe("cut");
    bearer.waited();
    expect(bearer.meet("Bearer x", "a")).toEqual({ waitMs: waitAfter(99) });
  });
});
