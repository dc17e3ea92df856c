import { ARGUMENT, answer, type Case, EXPIRED, IMPORT, maton, READ, WRITE } from "./advice-case.ts";

/** What was refused: a case for each row, in the order of ADVICE. */
export const REFUSED: Case[] = [
  [
    "no connection",
    maton(400, { detail: "Missing connection for app klaviyo" }),
    READ,
    {},
    [
      "get_list: 400 from Maton: Missing connection for app klaviyo",
      "No Klaviyo account is connected to this key. create_connection gives a url: open it, sign in, then call again. list_connections shows what is connected.",
    ],
  ],
  [
    "a request that Maton does not take",
    maton(400),
    READ,
    {},
    [
      "get_list: 400 from Maton: no",
      "Maton refused the request itself, and Klaviyo never saw it: mend what it names.",
    ],
  ],
  [
    "a cursor that is none",
    answer(400, { detail: "Invalid cursor provided.", pointer: "/data/" }),
    READ,
    {},
    [
      "get_list: 400 from Klaviyo: Invalid cursor provided.",
      "Argument: page_cursor",
      "The cursor is none, or is one no more: begin again without page_cursor.",
    ],
  ],
  [
    "a change of many of which one is wrong",
    answer(400),
    IMPORT,
    { argumentOf: () => "profiles[7].email" },
    [
      "bulk_import_profiles: 400 from Klaviyo: no",
      "Argument: profiles[7].email",
      "Nothing was imported: mend what is named, then send all of it again.",
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
    "a page of Cloudflare's",
    answer(403, { source: "cloudflare" }),
    READ,
    {},
    [
      "get_list: 403 from Cloudflare: no",
      "Cloudflare, which stands before Klaviyo, let the request not pass: no scope is missing. Wait a minute, then call again; if it stays so, it mistrusts the network that the request comes from.",
    ],
  ],
  [
    "a key that may not",
    maton(403),
    READ,
    {},
    [
      "get_list: 403 from Maton: no",
      "MATON_API_KEY is right, but may not do this: maton.ai/settings shows what it may.",
    ],
  ],
  [
    "a plan that is too small",
    answer(403, { detail: "This needs Advanced KDP." }),
    READ,
    {},
    [
      "get_list: 403 from Klaviyo: This needs Advanced KDP.",
      "The plan of this Klaviyo account does not have it: signing in anew gives no more, its owner would have to book it.",
    ],
  ],
  [
    "a missing scope",
    answer(403),
    READ,
    {},
    [
      "get_list: 403 from Klaviyo: no",
      "This operation needs the scope lists:read: grant it by signing in anew. create_connection starts that. Where it is granted, the account's plan lacks this.",
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
    maton(404, { detail: "Connection `x` not found" }),
    READ,
    ARGUMENT,
    [
      "get_list: 404 from Maton: Connection `x` not found",
      "Argument: connection_id",
      "No such connection. list_connections shows the ids.",
    ],
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
      'Profile "01\\"A" holds one of the identifiers: leave that one out. merge_profiles makes the two one.',
    ],
  ],
  [
    "a retired revision",
    answer(410, { detail: "This revision is retired." }),
    READ,
    {},
    [
      "get_list: 410 from Klaviyo: This revision is retired.",
      "The API revision is retired: set KLAVIYO_REVISION to a current one.",
    ],
  ],
  [
    "a retired path",
    answer(410, { detail: "This API has been retired." }),
    READ,
    {},
    [
      "get_list: 410 from Klaviyo: This API has been retired.",
      "Klaviyo has retired this path, and no other revision brings it back. search_operations finds what does its job.",
    ],
  ],
  [
    "what is gone, be it a revision or a path",
    answer(410),
    READ,
    {},
    [
      "get_list: 410 from Klaviyo: no",
      "The API revision or this path is retired: set KLAVIYO_REVISION to a current one. search_operations finds what does the job of a path.",
    ],
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
];
