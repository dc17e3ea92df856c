import { section } from "../src/tool/declare.ts";
import { words } from "./words.ts";

export const accounts = section("accounts", {
  get_accounts: words({
    title: "Read the account",
    does: "The connected Klaviyo account: its organisation, timezone, currency and default sender.",
  }),
});
