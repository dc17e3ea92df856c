import { abTestCases } from "./ab-test.ts";
import { accountChangesCases } from "./account-changes.ts";
import { accountOverviewCases } from "./account-overview.ts";
import { accountsCases } from "./accounts.ts";
import { bulkEventsCases } from "./bulk-events.ts";
import { campaignDraftsCases } from "./campaign-drafts.ts";
import { campaignFollowingCases } from "./campaign-following.ts";
import { campaignMessagesCases } from "./campaign-messages.ts";
import { campaignSendCases } from "./campaign-send.ts";
import { campaignsCases } from "./campaigns.ts";
import { campaignsApartCases } from "./campaigns-apart.ts";
import type { Case } from "./case.ts";
import { catalogItemsCases } from "./catalog-items.ts";
import { catalogsCases } from "./catalogs.ts";
import { checkAccountCases } from "./check-account.ts";
import { consentCases } from "./consent.ts";
import { copyToAccountCases } from "./copy-to-account.ts";
import { couponJobsCases } from "./coupon-jobs.ts";
import { couponsCases } from "./coupons.ts";
import { customerCases } from "./customer.ts";
import { deleteSeveralCases } from "./delete-several.ts";
import { eventsCases } from "./events.ts";
import { flowDefinitionsCases } from "./flow-definitions.ts";
import { flowMessageCases } from "./flow-message.ts";
import { flowsCases } from "./flows.ts";
import { guideCases } from "./guide.ts";
import { indirectCases } from "./indirect.ts";
import { listsCases } from "./lists.ts";
import { metricsCases } from "./metrics.ts";
import { previewCampaignCases } from "./preview-campaign.ts";
import { profileChangesCases } from "./profile-changes.ts";
import { profilesCases } from "./profiles.ts";
import { profilesBulkCases } from "./profiles-bulk.ts";
import { reportingCases } from "./reporting.ts";
import { segmentChangesCases } from "./segment-changes.ts";
import { segmentsCases } from "./segments.ts";
import { tagsCases } from "./tags.ts";
import { templateMessagesCases } from "./template-messages.ts";
import { templatesCases } from "./templates.ts";
import { webhooksCases } from "./webhooks.ts";

/** Tools that take more than one account: the sandbox of most tests has one, and each of these has a test of its own. */
export const ofSeveralAccounts: ReadonlySet<string> = new Set(copyToAccountCases.map(({ tool }) => tool));

export const allCases: readonly Case[] = [
  ...campaignDraftsCases,
  ...campaignMessagesCases,
  ...campaignSendCases,
  ...campaignsCases,
  ...campaignsApartCases,
  ...abTestCases,
  ...campaignFollowingCases,
  ...catalogItemsCases,
  ...catalogsCases,
  ...consentCases,
  ...copyToAccountCases,
  ...couponJobsCases,
  ...couponsCases,
  ...flowDefinitionsCases,
  ...flowMessageCases,
  ...flowsCases,
  ...guideCases,
  ...listsCases,
  ...previewCampaignCases,
  ...profileChangesCases,
  ...profilesCases,
  ...profilesBulkCases,
  ...reportingCases,
  ...segmentChangesCases,
  ...segmentsCases,
  ...webhooksCases,
  ...accountsCases,
  ...accountChangesCases,
  ...accountOverviewCases,
  ...customerCases,
  ...deleteSeveralCases,
  ...indirectCases,
  ...bulkEventsCases,
  ...eventsCases,
  ...metricsCases,
  ...tagsCases,
  ...templateMessagesCases,
  ...templatesCases,
  // Behind those that count on the account's being read.
  ...checkAccountCases,
];
