import type { Rate } from "./vocabulary.ts";

// Klaviyo's published tiers: requests in 1 s and in 1 min, per account and operation.
export const XS: Rate = { burst: 1, steady: 15 };
export const S: Rate = { burst: 3, steady: 60 };
export const M: Rate = { burst: 10, steady: 150 };
export const L: Rate = { burst: 75, steady: 750 };
export const XL: Rate = { burst: 350, steady: 3500 };
