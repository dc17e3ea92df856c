import type { Tool } from "../src/tool/tool.ts";
import { accounts } from "./accounts.ts";
import { campaignMessages } from "./campaign-messages.ts";
import { campaignSend } from "./campaign-send.ts";
import { campaigns } from "./campaigns.ts";
import { catalogs } from "./catalogs.ts";
import { connections } from "./connections.ts";
import { coupons } from "./coupons.ts";
import { events } from "./events.ts";
import { files } from "./files.ts";
import { flows } from "./flows.ts";
import { guide } from "./guide.ts";
import { operations } from "./indirect.ts";
import { accountChanges } from "./jobs/account-changes.ts";
import { accountOverview } from "./jobs/account-overview.ts";
import { checkAccount } from "./jobs/check-account.ts";
import { clientReport } from "./jobs/client-report.ts";
import { connecting } from "./jobs/connect.ts";
import { copyToAccount } from "./jobs/copy-to-account.ts";
import { createAbTest } from "./jobs/create-ab-test.ts";
import { customer } from "./jobs/customer.ts";
import { deleteSeveral } from "./jobs/delete-several.ts";
import { editFlowMessage } from "./jobs/edit-flow-message.ts";
import { estimate } from "./jobs/estimate.ts";
import { flowMessages } from "./jobs/flow-messages.ts";
import { previewCampaign } from "./jobs/preview-campaign.ts";
import { templateMessages } from "./jobs/template-messages.ts";
import { lists } from "./lists.ts";
import { metrics } from "./metrics.ts";
import { profiles } from "./profiles.ts";
import { profilesBulk } from "./profiles-bulk.ts";
import { reporting } from "./reporting.ts";
import { segments } from "./segments.ts";
import { tags } from "./tags.ts";
import { templates } from "./templates.ts";
import { undo } from "./undo.ts";
import { webhooks } from "./webhooks.ts";

/** The tools in words, a section a file, in the order in which tools/list shows them; each is made when it is looked at. */
export const sections: readonly Readonly<Record<string, Tool>>[] = [
  connecting,
  connections,
  profiles,
  customer,
  profilesBulk,
  lists,
  segments,
  campaigns,
  campaignMessages,
  campaignSend,
  createAbTest,
  previewCampaign,
  deleteSeveral,
  estimate,
  flows,
  flowMessages,
  editFlowMessage,
  events,
  metrics,
  templates,
  templateMessages,
  catalogs,
  tags,
  coupons,
  reporting,
  webhooks,
  accounts,
  accountOverview,
  accountChanges,
  copyToAccount,
  checkAccount,
  operations,
  undo,
  files,
  clientReport,
  guide,
];
