import { ConnectionError, InputError, NetworkError, StoppedError } from "../src/errors.ts";
import {
  ARGUMENT,
  answer,
  type Case,
  LISTER,
  LOOK,
  maton,
  OPEN,
  READ,
  SETTLED,
  SHOWS,
  WRITE,
} from "./advice-case.ts";

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
    "an argument whose values can be listed",
    new InputError("it is wrong", { argument: "list_id or segment_id" }),
    READ,
    { listerOf: (argument) => (argument === "list_id" ? "get_lists" : undefined) },
    ["get_list: it is wrong", "Argument: list_id or segment_id", "get_lists lists valid ones."],
  ],
  [
    "an argument whose lister is named already",
    new InputError("it is wrong", { argument: "list_id", next: "get_lists finds it." }),
    READ,
    LISTER,
    ["get_list: it is wrong", "Argument: list_id", "get_lists finds it."],
  ],
  [
    "an argument that there is not",
    new InputError("list_id is no argument here", { argument: "list_id", unknown: true }),
    READ,
    LISTER,
    ["get_list: list_id is no argument here", "Argument: list_id"],
  ],
  [
    "an unknown id that can be listed",
    answer(404),
    READ,
    { ...ARGUMENT, ...LISTER },
    ["get_list: 404 from Klaviyo: no", "Argument: list_id", "Check list_id. get_lists lists valid ones."],
  ],
  [
    "a wrong id that can be listed",
    answer(400),
    READ,
    { ...ARGUMENT, ...LISTER },
    ["get_list: 400 from Klaviyo: no", "Argument: list_id", "get_lists lists valid ones."],
  ],
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
