import { expect, it } from "vitest";
import { connectionsOf, startInProcess } from "../in-process.ts";

// Every list that a campaign goes to is named before it is sent: none is one of "and 1 more".

it.each([1, 10, 11, 30])("of %i lists all are named", async (count) => {
  const included = Array.from({ length: count }, (_, at) => `L${at}`);
  const server = startInProcess(
    ({ host, path }) => {
      if (host === "control") return connectionsOf("c1");
      const [, kind, id = ""] = /^\/api\/([\w-]+)\/(\w+)/.exec(path) ?? [];
      if (kind === "lists") return { data: { type: "list", id, attributes: { name: `List ${id}` } } };
      if (kind?.startsWith("campaign-recipient"))
        return { data: { type: kind, id, attributes: { status: "complete" } } };
      if (kind !== "campaigns") return { data: [] };
      return {
        data: { type: "campaign", id, attributes: { name: "C", audiences: { included, excluded: [] } } },
      };
    },
    ["--confirm", "dangerous"],
  );
  const { json } = await server.call("send_campaign", { campaign_id: "C1" });
  const named = included.map((id) => `"List ${id}" ("${id}")`);
  expect([json.preview["campaign, included"]].flat()).toEqual(named);
});

it("more than fit a question are refused, and nothing is sent", async () => {
  const included = Array.from({ length: 120 }, (_, at) => `L${at}`.padEnd(30, "x"));
  const server = startInProcess(
    ({ host, path }) => {
      if (host === "control") return connectionsOf("c1");
      if (path.includes("/campaign-recipient"))
        return { data: { type: "x", id: "x", attributes: { status: "complete" } } };
      if (!path.startsWith("/api/campaigns/")) return { data: [] };
      return {
        data: {
          type: "campaign",
          id: "C1",
          attributes: { name: "C", audiences: { included, excluded: [] } },
        },
      };
    },
    ["--confirm", "dangerous"],
  );
  const { isError, text } = await server.call("send_campaign", { campaign_id: "C1" });
  expect([isError, text]).toEqual([
    true,
    expect.stringContaining("does not fit a question of 4000 characters"),
  ]);
  expect(server.sent.some(({ path }) => path.includes("send-jobs"))).toBe(false);
});
