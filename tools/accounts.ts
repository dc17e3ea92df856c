import { defineTool } from "../src/tool.ts";
import * as resource from "./definitions/resources.ts";
import { XS } from "./params.ts";

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
