import { expect } from "vitest";
import type { Case } from "./case.ts";

export const accountOverviewCases: readonly Case[] = ["what is there", "once more"].map((name) => ({
  tool: "get_account_overview",
  name,
  args: {},
  sent: [],
  varies: true,
  reads: {
    data: {
      name: "Northwind Outfitters",
      sender: "Northwind Outfitters <hello@northwind-outfitters.example.com>",
      timezone: "America/New_York",
      live_flows: expect.arrayContaining([
        expect.objectContaining({ name: "Welcome Series", trigger_type: "Added to List" }),
      ]),
      connection: { works: expect.stringContaining("campaigns, catalogs") },
    },
  },
}));
