import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linesOf, newFolder } from "./export-gateway.ts";
import { startInProcess } from "./in-process.ts";

// The list of all channels keeps to its room, goes on where it was cut, and takes any answer.

const CHANNELS = ["email", "sms", "mobile_push"];
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

/** An account with campaigns of these channels, each created an hour before the next; `room` characters a result. */
function accountOf(channels: readonly string[], room: number, flags: string[] = []) {
  const account = {
    left: channels.map((channel, at) => ({ channel, id: `C${String(at).padStart(3, "0")}` })),
  };
  const inside = startInProcess(
    ({ path, query }) => {
      if (!path.endsWith("/campaigns")) return { data: [] };
      const asked = Object.fromEntries(query);
      const own = account.left.filter(({ channel }) => asked.filter?.includes(`"${channel}"`)).toReversed();
      const from = Number(asked["page[cursor]"] ?? 0);
      const to = from + Number(asked["page[size]"]);
      const data = own.slice(from, to).map(({ id }) => ({
        type: "campaign",
        id,
        attributes: {
          name: "n".repeat(200),
          status: "Draft",
          created_at: new Date(Date.UTC(2026, 0, 1, Number(id.slice(1)))).toISOString(),
        },
      }));
      const next = to < own.length ? `https://a.klaviyo.com/api/campaigns?page%5Bcursor%5D=${to}` : null;
      return { data, links: { next } };
    },
    ["--max-result-chars", String(room), ...flags],
  );
  return { account, inside };
}

describe("a list that is cut", () => {
  const CHANNEL_OF = Array.from(
    { length: 150 },
    (_, at) => CHANNELS[(at * at) % 3 === 0 ? 0 : 1 + (at % 2)] ?? "",
  );
  const NEWEST_FIRST = CHANNEL_OF.map((_, at) => `C${String(at).padStart(3, "0")}`).toReversed();

  it.each([
    [4000, {}],
    [4000, { limit: 60 }],
    [4000, { page_size: 3 }],
    [30_000, { page_size: 100 }],
    [30_000, { limit: 7 }],
    [4000, { sort: "-send_time", limit: 100 }],
  ])("gives every item once in %i characters, by following next_cursor: %j", async (room, args) => {
    const { inside } = accountOf(CHANNEL_OF, room);
    const got: string[] = [];
    let page_cursor: string | undefined;
    do {
      const { json, text, isError } = await inside.call("get_campaigns", {
        ...args,
        ...(page_cursor && { page_cursor }),
      });
      expect(isError, text).toBeFalsy();
      expect(text.length).toBeLessThanOrEqual(room);
      expect(json.data.length).toBeGreaterThan(0);
      got.push(...ids(json.data));
      page_cursor = json.next_cursor;
    } while (page_cursor && got.length < 200);
    if ("sort" in args) expect(got.toSorted()).toEqual(NEWEST_FIRST.toSorted());
    else expect(got).toEqual(NEWEST_FIRST);
  });

  it("goes on after the item shown last where one came before it, or says that it is gone", async () => {
    const { account, inside } = accountOf(CHANNEL_OF, 30_000);
    const first = (await inside.call("get_campaigns", { page_size: 5 })).json;
    const again = { page_size: 5, page_cursor: first.next_cursor };
    const all = account.left;
    account.left = [...all, { channel: "sms", id: "C400" }];
    expect(ids((await inside.call("get_campaigns", again)).json.data)).toEqual(NEWEST_FIRST.slice(5, 10));
    account.left = all.filter(({ id }) => id !== NEWEST_FIRST[4]);
    const { json } = await inside.call("get_campaigns", again);
    expect(json.hint).toContain("no longer there");
  });
});

describe("answers of any kind", () => {
  it.each([
    null,
    { data: null },
    { data: [{}] },
    { data: [{ type: "campaign", id: "A", attributes: null }] },
    "text",
    [],
  ])("are taken, or said to be none: %j", async (answer) => {
    const inside = startInProcess(() => answer);
    for (const sort of ["-send_time", "name"]) {
      const { text } = await inside.call("get_campaigns", { sort });
      expect(text).not.toContain("failed inside the server");
    }
  });
});

describe("an export", () => {
  it("has the campaigns of all channels, each once", async () => {
    const folder = newFolder();
    try {
      const channels = Array.from({ length: 250 }, (_, at) => CHANNELS[at % 2] ?? "");
      const { inside } = accountOf(channels, 30_000, ["--files", folder]);
      const asked = { name: "get_campaigns", file: "campaigns.csv", columns: ["id", "name"] };
      const { json } = await inside.call("export_collection", asked);
      expect(json.data).toMatchObject({ status: "done", rows: 250 });
      const rows = linesOf(folder, "campaigns.csv")
        .slice(1)
        .map((line) => line.slice(0, 4));
      expect(rows.toSorted()).toEqual(channels.map((_, at) => `C${String(at).padStart(3, "0")}`));
      const refused = await inside.call("export_collection", {
        ...asked,
        file: "b.csv",
        arguments: { limit: 5 },
      });
      expect(refused.text).toContain("Give channel");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
