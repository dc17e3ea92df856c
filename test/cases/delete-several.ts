import type { Case, OfficialClient } from "./case.ts";

const SURVEY = "01JC8QXKEQQC8SF33QM61BHDQA";
const KICKOFF = "01GHDEX2339CQDMMDYCNG1DDW0";

const path = (id: string) => `/api/campaigns/${id}`;
// What is deleted is read for the plan.
const sent = (ids: readonly string[]) => [
  ...ids.map((id) => ({ method: "GET", path: path(id) })),
  ...ids.map((id) => ({ method: "DELETE", path: path(id) })),
];
const official =
  (ids: readonly string[]) =>
  async ({ campaigns }: OfficialClient) => {
    for (const id of ids) await campaigns.getCampaign(id);
    for (const id of ids) await campaigns.deleteCampaign(id);
  };

const campaignsCase = (campaign_ids: readonly string[]): Case => ({
  tool: "delete_several",
  name: `${campaign_ids.length} at once`,
  args: { campaign_ids },
  sent: sent(campaign_ids),
  official: official(campaign_ids),
  reads: { data: { deleted: campaign_ids.length } },
});

const get = (path: string, query = {}) => ({ method: "GET", path, query });
const remove = (path: string) => ({ method: "DELETE", path });
const goingOut = (channel: string) =>
  get("/api/campaigns", {
    filter: `equals(messages.channel,"${channel}"),any(status,["Draft","Scheduled"])`,
    "fields[campaign]": "name,status,archived,audiences,send_strategy,scheduled_at,send_time",
    "page[size]": "100",
  });

const counted = (type: string) => ({
  [`additional-fields[${type}]`]: "profile_count",
  "fields[flow]": "name,status,archived,trigger_type,created,updated",
  include: "flow-triggers",
});

export const deleteSeveralCases: readonly Case[] = [
  campaignsCase([SURVEY]),
  campaignsCase([KICKOFF, SURVEY]),
  {
    tool: "delete_several",
    name: "things of six kinds",
    args: {
      flow_ids: ["8fucdi"],
      form_ids: ["RtB7nE"],
      segment_ids: ["UxQKbd"],
      list_ids: ["Wb3XpZ"],
      template_ids: ["ywMf4w"],
      tag_ids: ["f7caafa7-19b6-11f0-8001-7757a163313b"],
    },
    sent: [
      ...["email", "sms", "mobile_push"].map(goingOut),
      get("/api/flows/8fucdi"),
      get("/api/forms/RtB7nE"),
      get("/api/segments/UxQKbd", counted("segment")),
      get("/api/lists/Wb3XpZ", counted("list")),
      get("/api/templates/ywMf4w", { "fields[template]": "name" }),
      get("/api/tags/f7caafa7-19b6-11f0-8001-7757a163313b"),
      remove("/api/flows/8fucdi"),
      remove("/api/forms/RtB7nE"),
      remove("/api/segments/UxQKbd"),
      remove("/api/lists/Wb3XpZ"),
      remove("/api/templates/ywMf4w"),
      remove("/api/tags/f7caafa7-19b6-11f0-8001-7757a163313b"),
    ],
    reads: { data: { deleted: 6 } },
  },
];
