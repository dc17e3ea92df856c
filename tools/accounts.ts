import { operation, section } from "../src/tool/tool.ts";
import { XS } from "./params.ts";
import * as resource from "./resources.ts";

export const accounts = section("accounts", {
  get_accounts: operation({
    title: "Read the account",
    description: "The connected Klaviyo account: its organisation, timezone, currency and default sender.",
    inputSchema: {},
    impact: "read",
    request: { method: "GET", path: "/api/accounts", scopes: "accounts:read", rate: XS },
    result: { kind: "collection", resource: resource.account },
  }),
});
