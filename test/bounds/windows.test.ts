import { describe, expect, it } from "vitest";
import { SlidingLog } from "../../src/gateway/sliding-log.ts";

// A window that a 429 closed: until when, and whether one request tries before the others.

describe("a closed window", () => {
  const MOST = 5000;
  /** When the first goes, and when the one after it may. */
  const turns = (wait: number) => {
    const log = new SlidingLog(3, 1025);
    log.close(0, wait, MOST);
    const first = log.firstFit(0);
    log.add(first, first);
    return [first, log.firstFit(first)];
  };

  it.each([
    [1000, [1025, 1025]],
    [MOST - 26, [MOST - 1, MOST - 1]],
    [MOST - 25, [MOST, MOST]],
    [MOST, [MOST, MOST]],
    [MOST + 1, [MOST, MOST + 1000]],
  ])("for %i ms opens, and lets the next go: %j", (wait, expected) => {
    expect(turns(wait)).toEqual(expected);
  });
});
