import type { Operation } from "../klaviyo/operation.ts";
import { accountOperations } from "./account.ts";
import { campaignOperations } from "./campaigns.ts";
import { eventOperations } from "./events.ts";
import { flowOperations } from "./flows.ts";
import { groupOperations } from "./groups.ts";
import { profileOperations } from "./profiles.ts";
import { shopOperations } from "./shop.ts";
import { templateOperations } from "./templates.ts";

/** The operations that have behaviour of their own; every other is served as operations/stored.ts says. */
export const operations: readonly Operation[] = [
  ...profileOperations,
  ...groupOperations,
  ...campaignOperations,
  ...flowOperations,
  ...eventOperations,
  ...templateOperations,
  ...shopOperations,
  ...accountOperations,
];
