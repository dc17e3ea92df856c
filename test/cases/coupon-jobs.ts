import type { Case } from "./case.ts";

const SUMMER = "SUMMER_SALE_2026";
const YEAR_END = "2026-12-31T23:59:59.000Z";
// The sandbox's job from before: the codes of WELCOME10.
const JOB = "01K9F3M7QW8ZC5E2RB6XN4HVYD";

/** Codes in bulk: bulk_create_coupon_codes, get_bulk_create_coupon_codes_job. */
export const couponJobsCases: readonly Case[] = [
  {
    tool: "bulk_create_coupon_codes",
    name: "the smallest valid call",
    args: { coupon_id: SUMMER, codes: ["TRAIL20"] },
    sent: {
      method: "POST",
      path: "/api/coupon-code-bulk-create-jobs",
      body: {
        data: {
          type: "coupon-code-bulk-create-job",
          attributes: {
            "coupon-codes": {
              data: [
                {
                  type: "coupon-code",
                  attributes: { unique_code: "TRAIL20" },
                  relationships: { coupon: { data: { type: "coupon", id: "SUMMER_SALE_2026" } } },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ coupons }) =>
      coupons.bulkCreateCouponCodes({
        data: {
          type: "coupon-code-bulk-create-job",
          attributes: { couponCodes: { data: [code("TRAIL20")] } },
        },
      }),
    reads: { data: { status: "processing", total_count: 1 } },
  },
  {
    tool: "bulk_create_coupon_codes",
    name: "every argument",
    args: { coupon_id: SUMMER, codes: ["TRAIL20", "TRAIL21"], expires_at: YEAR_END },
    sent: {
      method: "POST",
      path: "/api/coupon-code-bulk-create-jobs",
      body: {
        data: {
          type: "coupon-code-bulk-create-job",
          attributes: {
            "coupon-codes": {
              data: [
                {
                  type: "coupon-code",
                  attributes: { unique_code: "TRAIL20", expires_at: "2026-12-31T23:59:59.000Z" },
                  relationships: { coupon: { data: { type: "coupon", id: "SUMMER_SALE_2026" } } },
                },
                {
                  type: "coupon-code",
                  attributes: { unique_code: "TRAIL21", expires_at: "2026-12-31T23:59:59.000Z" },
                  relationships: { coupon: { data: { type: "coupon", id: "SUMMER_SALE_2026" } } },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ coupons }) =>
      coupons.bulkCreateCouponCodes({
        data: {
          type: "coupon-code-bulk-create-job",
          attributes: {
            couponCodes: { data: [code("TRAIL20", new Date(YEAR_END)), code("TRAIL21", new Date(YEAR_END))] },
          },
        },
      }),
    reads: { data: { status: "processing", total_count: 2 } },
  },
  {
    tool: "get_bulk_create_coupon_codes_job",
    name: "the smallest valid call",
    args: { job_id: JOB },
    sent: { method: "GET", path: `/api/coupon-code-bulk-create-jobs/${JOB}` },
    official: ({ coupons }) => coupons.getBulkCreateCouponCodesJob(JOB),
    reads: { data: { id: JOB, status: "complete", total_count: 80, failed_count: 0 } },
  },
  {
    tool: "get_bulk_create_coupon_codes_job",
    name: "every argument",
    args: {
      job_id: JOB,
      fields: ["status", "failed_count", "errors", "coupon-code:unique_code"],
      include: ["coupon-codes"],
    },
    sent: {
      method: "GET",
      path: `/api/coupon-code-bulk-create-jobs/${JOB}`,
      query: {
        include: "coupon-codes",
        "fields[coupon-code-bulk-create-job]": "status,failed_count,errors",
        "fields[coupon-code]": "unique_code",
      },
    },
    official: ({ coupons }) =>
      coupons.getBulkCreateCouponCodesJob(JOB, {
        include: ["coupon-codes"],
        fieldsCouponCodeBulkCreateJob: ["status", "failed_count", "errors"],
        fieldsCouponCode: ["unique_code"],
      }),
    reads: { data: { status: "complete" } },
  },
];

/** One code as the vendor's client takes it. */
function code(uniqueCode: string, expiresAt?: Date) {
  return {
    type: "coupon-code" as const,
    attributes: { uniqueCode, ...(expiresAt && { expiresAt }) },
    relationships: { coupon: { data: { type: "coupon" as const, id: SUMMER } } },
  };
}
