import { ConnectionError, NetworkError, StoppedError } from "../src/errors.ts";
import { answer, type Case, LOOK, maton, OPEN, READ, SETTLED, SHOWS, WRITE } from "./advice-table.ts";

/** What shares a row with another, or needs none. */
export const MORE: Case[] = [
  ...(
    [
      [maton(429, { retryAfter: 120 }), "120 s", "Maton's limit of 10 requests a second"],
      [maton(429, { retryAfter: 1e9 }), "120 s", "Maton's limit of 10 requests a second"],
      [answer(429, { retryAfter: 86_400 }), "86400 s", "Klaviyo's limit of this operation"],
      [answer(429, { retryAfter: 1e9 }), "86400 s", "Klaviyo's limit of this operation"],
    ] as const
  ).map(
    ([error, wait, whose]): Case => [
      `a 429 of ${error.source} that asks for ${error.retryAfter} s`,
      error,
      READ,
      {},
      [
        `get_list: 429 from ${error.source === "gateway" ? "Maton" : "Klaviyo"}: no`,
        `Wait ${wait}, then call again: ${whose} was reached, nothing was done.`,
      ],
    ],
  ),
  [
    "a read without an answer",
    new NetworkError("cut off", true),
    READ,
    {},
    ["get_list: no answer from the gateway (cut off)", "Nothing was changed. Call again."],
  ],
  [
    "a write that was stopped before it was sent",
    new StoppedError("stopping"),
    WRITE,
    SETTLED,
    ["create_list: the server is stopping", "Nothing was changed. Call again."],
  ],
  [
    "a write that timed out where the server waits for its request",
    answer(408),
    WRITE,
    { ...OPEN, ...SETTLED },
    ["create_list: 408 from Klaviyo: no", SHOWS],
  ],
  [
    "a list of connections that failed before a write",
    maton(503),
    WRITE,
    SETTLED,
    ["create_list: 503 from Maton: no", "Nothing was changed. Call again later."],
  ],
  [
    "no telling which connection",
    new ConnectionError("none was chosen", "Choose one."),
    WRITE,
    {},
    ["create_list: none was chosen", "Choose one."],
  ],
  [
    "a write that ran out of time",
    new StoppedError("deadline", true),
    WRITE,
    { ...OPEN, ...SETTLED },
    ["create_list: ran out of time", SHOWS],
  ],
  ["a defect in a write", "thrown", WRITE, OPEN, ["create_list: failed inside the server", LOOK]],
  [
    "a wrong value, where the answer says it",
    answer(400, { pointer: "/data/attributes/name" }),
    WRITE,
    { argumentOf: () => "name" },
    ["create_list: 400 from Klaviyo: no", "Argument: name"],
  ],
  [
    "a wrong value that is no argument of ours",
    answer(400, { pointer: "/data/attributes/x" }),
    WRITE,
    {},
    ["create_list: 400 from Klaviyo: no", "Argument: /data/attributes/x"],
  ],
  ["a conflict that is no duplicate", answer(409), WRITE, {}, ["create_list: 409 from Klaviyo: no"]],
  ["a read whose answer could not be read", answer(302), READ, {}, ["get_list: 302 from Klaviyo: no"]],
  ["a status that nobody knows", answer(418), READ, {}, ["get_list: 418 from Klaviyo: no"]],
];
