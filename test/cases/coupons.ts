import type { Case } from "./case.ts";

const SUMMER = "SUMMER_SALE_2026";
const YEAR_END = "2026-12-31T23:59:59.000Z";

/** Coupons and single codes: get_coupons, create_coupon, get_coupon_codes, create_coupon_code. */
export const couponsCases: readonly Case[] = [
  {
    tool: "get_coupons",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/coupons",
      query: { "fields[coupon]": "external_id,description", "page[size]": "20" },
    },
    official: ({ coupons }) =>
      coupons.getCoupons({ fieldsCoupon: ["external_id", "description"], pageSize: 20 }),
    reads: { data: [{ id: SUMMER, external_id: SUMMER }, { id: "WELCOME10" }, {}, {}] },
  },
  {
    tool: "get_coupons",
    name: "every argument",
    args: { fields: ["external_id", "monitor_configuration"], page_size: 2 },
    sent: {
      method: "GET",
      path: "/api/coupons",
      query: { "fields[coupon]": "external_id,monitor_configuration", "page[size]": "2" },
    },
    official: ({ coupons }) =>
      coupons.getCoupons({ fieldsCoupon: ["external_id", "monitor_configuration"], pageSize: 2 }),
    reads: { data: [{ monitor_configuration: { low_balance_threshold: "100" } }, {}] },
  },
  {
    tool: "create_coupon",
    name: "the smallest valid call",
    args: { external_id: "Black_Friday_26" },
    sent: {
      method: "POST",
      path: "/api/coupons",
      body: { data: { type: "coupon", attributes: { external_id: "Black_Friday_26" } } },
    },
    official: ({ coupons }) =>
      coupons.createCoupon({ data: { type: "coupon", attributes: { externalId: "Black_Friday_26" } } }),
    reads: { data: { id: "Black_Friday_26" } },
  },
  {
    tool: "create_coupon",
    name: "every argument",
    args: { external_id: "Black_Friday_26", description: "30% off, “one” use a customer" },
    sent: {
      method: "POST",
      path: "/api/coupons",
      body: {
        data: {
          type: "coupon",
          attributes: { external_id: "Black_Friday_26", description: "30% off, “one” use a customer" },
        },
      },
    },
    official: ({ coupons }) =>
      coupons.createCoupon({
        data: {
          type: "coupon",
          attributes: { externalId: "Black_Friday_26", description: "30% off, “one” use a customer" },
        },
      }),
    reads: { data: { id: "Black_Friday_26", description: "30% off, “one” use a customer" } },
  },
  {
    tool: "get_coupon_codes",
    name: "the smallest valid call",
    args: { coupon_id: SUMMER },
    sent: {
      method: "GET",
      path: "/api/coupon-codes",
      query: {
        filter: 'equals(coupon.id,"SUMMER_SALE_2026")',
        "fields[coupon-code]": "unique_code,status,expires_at",
        "page[size]": "20",
      },
    },
    official: ({ coupons }) =>
      coupons.getCouponCodes('equals(coupon.id,"SUMMER_SALE_2026")', {
        fieldsCouponCode: ["unique_code", "status", "expires_at"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_coupon_codes",
    name: "the first page of one",
    args: { coupon_id: SUMMER, page_size: 1 },
    sent: {
      method: "GET",
      path: "/api/coupon-codes",
      query: {
        filter: 'equals(coupon.id,"SUMMER_SALE_2026")',
        "fields[coupon-code]": "unique_code,status,expires_at",
        "page[size]": "1",
      },
    },
    official: ({ coupons }) =>
      coupons.getCouponCodes('equals(coupon.id,"SUMMER_SALE_2026")', {
        fieldsCouponCode: ["unique_code", "status", "expires_at"],
        pageSize: 1,
      }),
    reads: { data: [{ id: "SUMMER_SALE_2026-CYMGTIE6AB", unique_code: "CYMGTIE6AB", status: "UNASSIGNED" }] },
  },
  {
    tool: "get_coupon_codes",
    name: "of a customer",
    args: { profile_id: "01H3EPNPHNJ3MJ9EFXDGSSQHDH" },
    sent: {
      method: "GET",
      path: "/api/coupon-codes",
      query: {
        filter: 'equals(profile.id,"01H3EPNPHNJ3MJ9EFXDGSSQHDH")',
        "fields[coupon-code]": "unique_code,status,expires_at",
        "page[size]": "20",
      },
    },
    official: ({ coupons }) =>
      coupons.getCouponCodes('equals(profile.id,"01H3EPNPHNJ3MJ9EFXDGSSQHDH")', {
        fieldsCouponCode: ["unique_code", "status", "expires_at"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_coupon_codes",
    name: "every argument",
    args: {
      coupon_id: SUMMER,
      profile_id: "01H3EPNPHNJ3MJ9EFXDGSSQHDH",
      filter: 'equals(status,"ASSIGNED_TO_PROFILE"),greater-or-equal(expires_at,2026-12-01T00:00:00Z)',
      fields: ["unique_code", "coupon:description"],
      include: ["coupon"],
      page_size: 100,
    },
    sent: {
      method: "GET",
      path: "/api/coupon-codes",
      query: {
        filter:
          'equals(coupon.id,"SUMMER_SALE_2026"),equals(profile.id,"01H3EPNPHNJ3MJ9EFXDGSSQHDH"),equals(status,"ASSIGNED_TO_PROFILE"),greater-or-equal(expires_at,2026-12-01T00:00:00Z)',
        include: "coupon",
        "fields[coupon-code]": "unique_code",
        "fields[coupon]": "description",
        "page[size]": "100",
      },
    },
    official: ({ coupons }) =>
      coupons.getCouponCodes(
        'equals(coupon.id,"SUMMER_SALE_2026"),equals(profile.id,"01H3EPNPHNJ3MJ9EFXDGSSQHDH"),equals(status,"ASSIGNED_TO_PROFILE"),greater-or-equal(expires_at,2026-12-01T00:00:00Z)',
        {
          include: ["coupon"],
          fieldsCouponCode: ["unique_code"],
          fieldsCoupon: ["description"],
          pageSize: 100,
        },
      ),
    reads: {
      data: [{ id: "SUMMER_SALE_2026-WVONVKNYDF", unique_code: "WVONVKNYDF" }],
      included: [{ type: "coupon", id: SUMMER }],
    },
  },
  {
    tool: "create_coupon_code",
    name: "the smallest valid call",
    args: { coupon_id: SUMMER, unique_code: "TRAIL-20 off!" },
    sent: {
      method: "POST",
      path: "/api/coupon-codes",
      body: {
        data: {
          type: "coupon-code",
          attributes: { unique_code: "TRAIL-20 off!" },
          relationships: { coupon: { data: { type: "coupon", id: "SUMMER_SALE_2026" } } },
        },
      },
    },
    official: ({ coupons }) =>
      coupons.createCouponCode({
        data: {
          type: "coupon-code",
          attributes: { uniqueCode: "TRAIL-20 off!" },
          relationships: { coupon: { data: { type: "coupon", id: SUMMER } } },
        },
      }),
    reads: { data: { unique_code: "TRAIL-20 off!", status: "UNASSIGNED" } },
  },
  {
    tool: "create_coupon_code",
    name: "every argument",
    args: { coupon_id: SUMMER, unique_code: "TRAIL20", expires_at: YEAR_END },
    sent: {
      method: "POST",
      path: "/api/coupon-codes",
      body: {
        data: {
          type: "coupon-code",
          attributes: { unique_code: "TRAIL20", expires_at: "2026-12-31T23:59:59.000Z" },
          relationships: { coupon: { data: { type: "coupon", id: "SUMMER_SALE_2026" } } },
        },
      },
    },
    official: ({ coupons }) =>
      coupons.createCouponCode({
        data: {
          type: "coupon-code",
          attributes: { uniqueCode: "TRAIL20", expiresAt: new Date(YEAR_END) },
          relationships: { coupon: { data: { type: "coupon", id: SUMMER } } },
        },
      }),
    reads: { data: { unique_code: "TRAIL20" } },
  },
];
