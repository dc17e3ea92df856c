import type { Case } from "./case.ts";

const BODY = { data: { type: "list", attributes: { name: "By hand" } } };

/** Whatever else the gateway reaches: no operation of the vendor's client to hold it against. */
export const anyPathCases: readonly Case[] = [
  {
    tool: "klaviyo_request",
    name: "the smallest valid call",
    args: { method: "GET", path: "/api/lists/Y6nRLr" },
    sent: { method: "GET", path: "/api/lists/Y6nRLr" },
    reads: { data: { id: "Y6nRLr", name: "Newsletter Subscribers" } },
  },
  {
    tool: "klaviyo_request",
    name: "with the gateway's prefix, and a query of its own",
    args: {
      method: "GET",
      path: "/klaviyo/api/profiles",
      query: { "page[size]": 1, filter: 'equals(email,"a+b@c.d")' },
    },
    sent: {
      method: "GET",
      path: "/api/profiles",
      query: { "page[size]": "1", filter: 'equals(email,"a+b@c.d")' },
    },
  },
  {
    tool: "klaviyo_request",
    name: "every argument",
    args: { method: "POST", path: "/api/lists", query: {}, body: BODY },
    sent: { method: "POST", path: "/api/lists", body: BODY },
    reads: { data: { name: "By hand" } },
  },
];
