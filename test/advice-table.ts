import type { ErrorContext } from "../src/advice.ts";
import {
  BusyError,
  GatewayError,
  type GatewayErrorDetails,
  InputError,
  NetworkError,
  StoppedError,
} from "../src/errors.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { lists } from "../tools/lists.ts";

export const READ = lists.get_list;
export const WRITE = lists.create_list;
/** A change that left, and of which nothing is known. */
export const OPEN = { changed: "unknown" } as const;
const DONE = { changed: "yes" } as const;

export const answer = (status: number, more: Partial<GatewayErrorDetails> = {}) =>
  new GatewayError({ status, source: "klaviyo", detail: "no", ...more });
export const maton = (status: number, more: Partial<GatewayErrorDetails> = {}) =>
  answer(status, { source: "gateway", ...more });

const LISTER = { listerOf: () => "get_lists" };
const ARGUMENT = { argumentOf: () => "list_id" };
export const SETTLED = { settledBy: "get_lists" };
const MADE = { generated: { unique_id: "u-1" } };
const EXPIRED =
  "The connection's sign-in has probably expired: create a new connection, authorise it, use it, then delete the old one. create_connection starts that.";
const STANDS = "The change was made before this failed: do not make it again";
const MAYBE = "Whether the change was made is unknown";
const REPEAT = `${MAYBE}. The same call with unique_id "u-1" is done once at most.`;
export const SHOWS = `${MAYBE}, and it was not repeated. get_lists shows whether it was.`;
export const LOOK = `${MAYBE}, and it was not repeated. Look before repeating it.`;

export type Case = [
  what: string,
  error: unknown,
  tool: OperationTool,
  context: Partial<ErrorContext>,
  reads: string[],
];

/** A case for each row of ADVICE: what went wrong, and the whole text that a model reads. */
export const CASES: Case[] = [
  [
    "an error with advice of its own",
    new InputError("it is wrong", { argument: "list_id", next: "Do this." }),
    READ,
    LISTER,
    ["get_list: it is wrong", "Argument: list_id", "Do this."],
  ],
  [
    "an argument whose values can be listed",
    new InputError("it is wrong", { argument: "list_id or segment_id" }),
    READ,
    { listerOf: (argument) => (argument === "list_id" ? "get_lists" : undefined) },
    ["get_list: it is wrong", "Argument: list_id or segment_id", "get_lists lists valid ones."],
  ],
  [
    "a read after a change, and a tool that shows how it stands",
    answer(503),
    WRITE,
    { ...DONE, ...SETTLED },
    ["create_list: 503 from Klaviyo: no", `${STANDS}. get_lists shows how it stands.`],
  ],
  [
    "a read after a change",
    new BusyError(9),
    WRITE,
    DONE,
    ["create_list: busy, retry after 9 s", `${STANDS}, look how it stands.`],
  ],
  [
    "no turn in time",
    new BusyError(9),
    WRITE,
    {},
    ["create_list: busy, retry after 9 s", "The rate limits have no turn sooner; this request was not sent."],
  ],
  [
    "a network that is not there",
    new NetworkError("ECONNREFUSED", false),
    WRITE,
    {},
    [
      "create_list: no answer from the gateway (ECONNREFUSED)",
      "Nothing was sent. Check the network and the gateway's address.",
    ],
  ],
  [
    "no connection",
    maton(400),
    READ,
    {},
    [
      "get_list: 400 from Maton: no",
      "No Klaviyo account is connected to this key. create_connection gives a url: open it, sign in, then call again. list_connections shows what is connected.",
    ],
  ],
  [
    "a sign-in that Klaviyo does not take",
    answer(401),
    READ,
    {},
    ["get_list: 401 from Klaviyo: no", EXPIRED],
  ],
  [
    "a wrong key",
    maton(401),
    READ,
    {},
    [
      "get_list: 401 from Maton: no",
      "MATON_API_KEY is missing or wrong: copy it from maton.ai/settings. list_connections tests it.",
    ],
  ],
  [
    "a missing scope",
    answer(403),
    READ,
    {},
    [
      "get_list: 403 from Klaviyo: no",
      "This operation needs the scope lists:read: grant it by signing in anew. create_connection starts that.",
    ],
  ],
  [
    "a missing permission of an operation without scopes",
    answer(403),
    { ...READ, request: { ...READ.request, scopes: [] } },
    {},
    [
      "get_list: 403 from Klaviyo: no",
      "A scope or a plan is missing: grant it by signing in anew. create_connection starts that.",
    ],
  ],
  [
    "an unknown connection",
    maton(404),
    READ,
    ARGUMENT,
    [
      "get_list: 404 from Maton: no",
      "Argument: connection_id",
      "No such connection. list_connections shows the ids.",
    ],
  ],
  [
    "an unknown id of which the tool knows more",
    answer(404),
    { ...READ, missing: "Lists are never here. get_segments has those." },
    { ...ARGUMENT, ...LISTER },
    [
      "get_list: 404 from Klaviyo: no",
      "Argument: list_id",
      "Check list_id. Lists are never here. get_segments has those.",
    ],
  ],
  [
    "an unknown id that can be listed",
    answer(404),
    READ,
    { ...ARGUMENT, ...LISTER },
    ["get_list: 404 from Klaviyo: no", "Argument: list_id", "Check list_id. get_lists lists valid ones."],
  ],
  [
    "an unknown id that cannot be listed",
    answer(404),
    READ,
    ARGUMENT,
    ["get_list: 404 from Klaviyo: no", "Argument: list_id", "Check list_id."],
  ],
  [
    "an unknown path",
    answer(404),
    READ,
    {},
    ["get_list: 404 from Klaviyo: no", "Check the path and the ids in it."],
  ],
  [
    "a wrong method",
    answer(405),
    READ,
    {},
    ["get_list: 405 from Klaviyo: no", "Klaviyo has this path for other methods only."],
  ],
  [
    "a duplicate",
    answer(409, { meta: { duplicate_profile_id: '01"A' } }),
    WRITE,
    {},
    [
      "create_list: 409 from Klaviyo: no",
      'The existing profile is "01\\"A". update_profile changes it. create_or_update_profile does either.',
    ],
  ],
  [
    "a retired revision",
    answer(410),
    READ,
    {},
    ["get_list: 410 from Klaviyo: no", "The API revision is retired: set KLAVIYO_REVISION to a current one."],
  ],
  [
    "a connection that cannot be resolved",
    maton(412),
    READ,
    {},
    [
      "get_list: 412 from Maton: no",
      "The connection cannot be resolved. list_connections shows which are ACTIVE.",
    ],
  ],
  [
    "Maton's limit",
    maton(429, { retryAfter: 7 }),
    READ,
    {},
    [
      "get_list: 429 from Maton: no",
      "Wait 7 s, then call again: Maton's limit of 10 requests a second was reached, nothing was done.",
    ],
  ],
  [
    "Klaviyo's limit",
    answer(429),
    READ,
    {},
    [
      "get_list: 429 from Klaviyo: no",
      "Wait a minute, then call again: Klaviyo's limit of this operation was reached, nothing was done.",
    ],
  ],
  ["an expired sign-in and a read", maton(500), READ, {}, ["get_list: 500 from Maton: no", EXPIRED]],
  [
    "an expired sign-in and a write that can be repeated",
    maton(500),
    WRITE,
    { ...OPEN, ...MADE, ...SETTLED },
    ["create_list: 500 from Maton: no", `${REPEAT} ${EXPIRED}`],
  ],
  [
    "an expired sign-in and a write that a read shows",
    maton(500),
    WRITE,
    { ...OPEN, ...SETTLED },
    ["create_list: 500 from Maton: no", `${SHOWS} ${EXPIRED}`],
  ],
  [
    "an expired sign-in and a write that nothing shows",
    maton(500),
    WRITE,
    OPEN,
    ["create_list: 500 from Maton: no", `${LOOK} ${EXPIRED}`],
  ],
  [
    "a failed write that can be repeated",
    answer(502, { source: "unknown" }),
    WRITE,
    { ...OPEN, ...MADE, ...SETTLED },
    ["create_list: 502 from the gateway: no", REPEAT],
  ],
  [
    "a write without an answer, that a read shows",
    new NetworkError("cut off", true),
    WRITE,
    { ...OPEN, ...SETTLED },
    ["create_list: no answer from the gateway (cut off)", SHOWS],
  ],
  [
    "a write whose answer could not be read, and that nothing shows",
    answer(200),
    WRITE,
    OPEN,
    ["create_list: 200 from Klaviyo: no", LOOK],
  ],
  [
    "a failed read",
    answer(503),
    READ,
    {},
    ["get_list: 503 from Klaviyo: no", "Nothing was changed. Call again later."],
  ],
  [
    "a cancelled read",
    new StoppedError("cancelled"),
    READ,
    {},
    ["get_list: cancelled by the client", "Nothing was changed. Call again."],
  ],
  [
    "a defect in a read",
    new TypeError("x is undefined"),
    READ,
    {},
    ["get_list: failed inside the server", "This is a defect of klaviyo-mcp; its log on stderr has more."],
  ],
];
