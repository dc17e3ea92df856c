import { expect, it } from "vitest";
import { connectionsOf, startInProcess } from "../in-process.ts";

// How many of the lists that a campaign goes to are named before it is sent.

it.each([
  [10, []],
  [11, ["and 1 more"]],
  [12, ["and 2 more"]],
])("of %i lists ten are named: %j", async (count, rest) => {
  const included = Array.from({ length: count }, (_, at) => `L${at}`);
  const server = startInProcess(
    ({ host, path }) => {
      if (host === "control") return connectionsOf("c1");
      const [, kind, id = ""] = /^\/api\/(\w+)\/(\w+)/.exec(path) ?? [];
      if (kind === "lists") return { data: { type: "list", id, attributes: { name: `List ${id}` } } };
      if (kind !== "campaigns") return { data: [] };
      return {
        data: { type: "campaign", id, attributes: { name: "C", audiences: { included, excluded: [] } } },
      };
    },
    ["--confirm", "dangerous"],
  );
  const { json } = await server.call("send_campaign", { campaign_id: "C1" });
  const named = included.slice(0, 10).map((id) => `List ${id} (${id})`);
  expect(json.preview.campaign.included).toEqual([...named, ...rest]);
  expect(server.sent.filter(({ path }) => path.startsWith("/api/lists/"))).toHaveLength(10);
});
