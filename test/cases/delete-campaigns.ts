import type { Case, OfficialClient } from "./case.ts";

const SURVEY = "01JC8QXKEQQC8SF33QM61BHDQA";
const KICKOFF = "01GHDEX2339CQDMMDYCNG1DDW0";

const path = (id: string) => `/api/campaigns/${id}`;
// What is deleted is read for the plan, and once more before it goes.
const sent = (ids: readonly string[]) => [
  ...[...ids, ...ids].map((id) => ({ method: "GET", path: path(id) })),
  ...ids.map((id) => ({ method: "DELETE", path: path(id) })),
];
const official =
  (ids: readonly string[]) =>
  async ({ campaigns }: OfficialClient) => {
    for (const id of [...ids, ...ids]) await campaigns.getCampaign(id);
    for (const id of ids) await campaigns.deleteCampaign(id);
  };

export const deleteCampaignsCases: readonly Case[] = [[SURVEY], [KICKOFF, SURVEY]].map((campaign_ids) => ({
  tool: "delete_campaigns",
  name: `${campaign_ids.length} at once`,
  args: { campaign_ids },
  sent: sent(campaign_ids),
  official: official(campaign_ids),
  reads: { data: { deleted: campaign_ids.length } },
}));
