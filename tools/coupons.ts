import { z } from "zod";
import { section } from "../src/tool/declare.ts";
import { atLeastOne } from "../src/tool/rules.ts";
import type { Input, Json } from "../src/tool/tool.ts";
import { datetime, id, ids, text } from "./params.ts";
import { words } from "./words.ts";

/** Klaviyo wants the coupon and the expiry on each code; a model says them once. */
function codesJob(input: Input): Json {
  const { coupon_id, codes, expires_at } = input as {
    coupon_id: string;
    codes: string[];
    expires_at?: string;
  };
  const data = codes.map((unique_code) => ({
    type: "coupon-code",
    attributes: { unique_code, ...(expires_at && { expires_at }) },
    relationships: { coupon: { data: { type: "coupon", id: coupon_id } } },
  }));
  return { data: { type: "coupon-code-bulk-create-job", attributes: { "coupon-codes": { data } } } };
}

/** `/data/attributes/coupon-codes/data/3/attributes/unique_code` → `codes[3]`. */
function codeAt(pointer: string): string | undefined {
  const inside = /\/coupon-codes(?:\/data(?:\/(\d+)(.*))?)?$/.exec(pointer);
  if (!inside) return undefined;
  const [, index, rest = ""] = inside;
  if (rest.startsWith("/relationships")) return "coupon_id";
  if (rest.includes("/expires_at")) return "expires_at";
  return index ? `codes[${index}]` : "codes";
}

export const coupons = section("coupons", {
  get_coupons: words({
    title: "List coupons",
    does: "The coupons that messages can hand out codes of.",
  }),

  create_coupon: words({
    title: "Create a coupon",
    does: "Creates a coupon without codes, named by external_id, e.g. SUMMER_SALE_2026. bulk_create_coupon_codes adds codes.",
    inputSchema: {
      external_id: z.string().regex(/^[0-9A-Za-z_]+$/, "holds only letters, digits and _"),
      description: text,
    },
    body: { type: "coupon", attributes: ["external_id", "description"] },
  }),

  get_coupon_codes: words({
    title: "List coupon codes",
    does: "The codes of a coupon, of a customer or both, with status and expiry.",
    inputSchema: { coupon_id: text, profile_id: text },
    rules: [atLeastOne("coupon_id", "profile_id")],
    query: {
      clauses: {
        coupon_id: { operator: "equals", field: "coupon.id" },
        profile_id: { operator: "equals", field: "profile.id" },
      },
    },
  }),

  create_coupon_code: words({
    title: "Create a coupon code",
    does: "Adds one code to a coupon; it expires after a year unless expires_at says else.",
  }),

  bulk_create_coupon_codes: words({
    title: "Create coupon codes",
    does: "Adds up to 1,000 codes to a coupon, in the background; they expire after a year unless expires_at says else.",
    inputSchema: { coupon_id: id, codes: ids(1000), expires_at: datetime.optional() },
    judged: { counts: "codes" },
    settledBy: "get_coupon_codes",
    body: { build: codesJob, argumentAt: codeAt },
    hint: 'get_bulk_create_coupon_codes_job with job_id "{id}" shows its progress and the codes that failed.',
  }),

  get_bulk_create_coupon_codes_job: words({
    title: "Read a coupon code job",
    does: "Progress of a bulk creation of coupon codes; failed_count above 0: errors says why.",
    hint: "A complete job can hide failures, which failed_count and errors show; get_coupon_codes lists a coupon's codes.",
  }),
});
