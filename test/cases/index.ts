import { campaignDraftsCases } from "./campaign-drafts.ts";
import { campaignMessagesCases } from "./campaign-messages.ts";
import { campaignSendCases } from "./campaign-send.ts";
import { campaignsCases } from "./campaigns.ts";
import type { Case } from "./case.ts";
import { flowDefinitionsCases } from "./flow-definitions.ts";
import { flowsCases } from "./flows.ts";
import { reportingCases } from "./reporting.ts";

export const allCases: readonly Case[] = [
  ...campaignDraftsCases,
  ...campaignMessagesCases,
  ...campaignSendCases,
  ...campaignsCases,
  ...flowDefinitionsCases,
  ...flowsCases,
  ...reportingCases,
];
