import { defineTool } from "../src/tool/tool.ts";
import { XS } from "./params.ts";
import * as resource from "./resources.ts";

export const getAccounts = defineTool({
  name: "get_accounts",
  title: "Read the account",
  toolset: "accounts",
  description: "The connected Klaviyo account: its organisation, timezone, currency and default sender.",
  inputSchema: {},
  impact: "read",
  request: { method: "GET", path: "/api/accounts", scopes: "accounts:read", rate: XS },
  result: { kind: "collection", resource: resource.account },
});

export const accounts = [getAccounts];
