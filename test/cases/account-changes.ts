import { expect } from "vitest";
import type { Case } from "./case.ts";

/** The lists that are read, the fields that date what is in them, and what else of them is looked at. */
const READS: [path: string, type: string, updated: string, more: string][] = [
  ["flows", "flow", "updated", "created,status"],
  ["lists", "list", "updated", "created"],
  ["segments", "segment", "updated", "created"],
  ["templates", "template", "updated", "created"],
  ["forms", "form", "updated_at", "created_at,status"],
  ["template-universal-content", "template-universal-content", "updated", "created"],
  ["web-feeds", "web-feed", "updated", "created"],
  ["images", "image", "updated_at", ""],
];
const SIZES: Record<string, string> = {
  lists: "10",
  segments: "10",
  templates: "10",
  "web-feeds": "20",
  flows: "50",
};

const sentSince = (since: string) => [
  ...["email", "sms", "mobile_push"].map((channel) => ({
    method: "GET",
    path: "/api/campaigns",
    query: {
      "fields[campaign]": "name,updated_at,created_at,status",
      filter: `equals(messages.channel,"${channel}"),greater-than(updated_at,${since})`,
      "page[size]": "100",
    },
  })),
  ...READS.map(([path, type, updated, more]) => ({
    method: "GET",
    path: `/api/${path}`,
    query: {
      [`fields[${type}]`]: ["name", updated, more].filter(Boolean).join(","),
      filter: `greater-than(${updated},${since})`,
      "page[size]": SIZES[path] ?? "100",
    },
  })),
];

export const accountChangesCases: readonly Case[] = ["2026-11-01T00:00:00Z", "2026-11-20T00:00:00-05:00"].map(
  (since) => ({
    tool: "get_account_changes",
    name: since,
    args: { since },
    sent: sentSince(since),
    reads: { unknown: expect.stringContaining("what was deleted") },
  }),
);
