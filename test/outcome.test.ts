import { expect, it } from "vitest";
import { type Answered, bothChanged, type Changed, changedBy, OUTCOMES } from "../src/call/outcome.ts";
import {
  BusyError,
  ConnectionError,
  GatewayError,
  InputError,
  NetworkError,
  StoppedError,
} from "../src/errors.ts";

const answer = (status: number) => new GatewayError({ status, source: "unknown", detail: "no" });

/** Every end that a request can have: whether it had left by then, and what came. */
const ENDS: [what: string, error: unknown, sent: boolean, answered: Answered][] = [
  ["a success", undefined, true, "done"],
  ["an argument that cannot be right", new InputError("no"), false, "nothing"],
  ["no telling which connection", new ConnectionError("no", "choose"), false, "nothing"],
  ["no turn within the limits", new BusyError(9), false, "nothing"],
  ["a gateway that is not there", new NetworkError("ECONNREFUSED", false), false, "nothing"],
  ["a stop before it left", new StoppedError("stopping"), false, "nothing"],
  ["no time left", new StoppedError("deadline"), false, "nothing"],
  ["a stop on its way", new StoppedError("cancelled", true), true, "nothing"],
  ["a connection that broke", new NetworkError("ECONNRESET", true), true, "nothing"],
  ["a defect", new TypeError("x"), true, "nothing"],
  ...[400, 401, 403, 404, 405, 407, 409, 410, 418, 429, 499].map(
    (status): [string, unknown, boolean, Answered] => [`a ${status}`, answer(status), true, "refused"],
  ),
  ...[200, 201, 302, 399, 408, 500, 502, 503, 504, 524, 599].map(
    (status): [string, unknown, boolean, Answered] => [`a ${status}`, answer(status), true, "unclear"],
  ),
];

const CHANGED: Record<Answered, Changed> = {
  nothing: "unknown",
  done: "yes",
  refused: "no",
  unclear: "unknown",
};

it.each(ENDS)("%s: a read changed nothing, a change what the table says", (_, error, sent, answered) => {
  expect(changedBy(true, error)).toBe("no");
  expect(changedBy(false, error)).toBe(sent ? CHANGED[answered] : "no");
});

it("each row is reached by an end of its own", () => {
  const reached = OUTCOMES.filter((row) =>
    ENDS.some(
      ([, , sent, answered]) => (row.sent ?? sent) === sent && (row.answered ?? answered) === answered,
    ),
  );
  expect(reached).toEqual([...OUTCOMES]);
});

it.each<[Changed, Changed, Changed]>([
  ["no", "no", "no"],
  ["no", "yes", "yes"],
  ["yes", "no", "yes"],
  ["yes", "unknown", "unknown"],
  ["unknown", "yes", "unknown"],
])("%s and %s are %s together", (a, b, both) => {
  expect(bothChanged(a, b)).toBe(both);
});
