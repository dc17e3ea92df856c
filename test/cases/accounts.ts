import type { Case } from "./case.ts";

/** The account itself. */
export const accountsCases: readonly Case[] = [
  {
    tool: "get_accounts",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/accounts",
      query: {
        "fields[account]":
          "contact_information,industry,timezone,preferred_currency,public_api_key,locale,test_account",
      },
    },
    official: ({ accounts }) =>
      accounts.getAccounts({
        fieldsAccount: [
          "contact_information",
          "industry",
          "timezone",
          "preferred_currency",
          "public_api_key",
          "locale",
          "test_account",
        ],
      }),
    reads: { data: [{ id: "Nw8oUt", timezone: "America/New_York", preferred_currency: "USD" }] },
  },
  {
    tool: "get_accounts",
    name: "every argument",
    args: { fields: ["timezone", "contact_information.organization_name"] },
    sent: {
      method: "GET",
      path: "/api/accounts",
      query: { "fields[account]": "timezone,contact_information.organization_name" },
    },
    official: ({ accounts }) =>
      accounts.getAccounts({ fieldsAccount: ["timezone", "contact_information.organization_name"] }),
  },
];
