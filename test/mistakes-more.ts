import type { Mistake } from "./mistakes-table.ts";

/** What is told by more than an argument's shape: by what is there, what was done, and what the settings allow. */
export const MORE_MISTAKES: readonly Mistake[] = [
  {
    what: "a coupon's wrong id, where its codes are read",
    tool: "get_coupon_codes_for_coupon",
    args: { coupon_id: "NOPE" },
    leads: ["Check coupon_id. get_coupons lists valid ones"],
    costs: 1,
  },
  {
    what: "status off of a flow",
    tool: "get_flows",
    args: { filter: 'equals(status,"off")' },
    leads: ['"off" is none of live, draft, manual'],
  },
  {
    what: "yes as a confirmation",
    flags: [],
    tool: "delete_list",
    args: { list_id: "Y6nRLr", confirmation: "yes" },
    tells: ['"status":"needs_confirmation"', '"confirmation":"', "Nothing was sent: that confirmation"],
  },
  {
    what: "a campaign sent again",
    flags: [],
    tool: "send_campaign",
    args: { campaign_id: "01HSKDKVV482T54DG6TQSADBRG" },
    leads: ["the campaign is Sent: it cannot be sent any more", "Nobody was asked, and nothing was sent"],
    costs: 1,
  },
  {
    what: "a profile merged into itself",
    flags: [],
    tool: "merge_profiles",
    args: {
      destination_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
      source_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
    },
    leads: ["destination_profile_id and source_profile_id are the same", "get_profiles lists valid ones"],
  },
  {
    what: "a tool that the settings hide",
    flags: ["--toolsets", "profiles"],
    tool: "get_lists",
    args: {},
    leads: ["there is no tool get_lists here", "the settings of this server hide it (--toolsets, --tools)"],
  },
  {
    what: "a change where nothing may be changed",
    flags: ["--read-only"],
    tool: "create_list",
    args: { name: "l" },
    leads: ["there is no tool create_list here", "the settings of this server hide it (--read-only)"],
  },
];
