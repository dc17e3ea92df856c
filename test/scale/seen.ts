// What the gateway of test:scale has and tells.

/** One request as it came: milliseconds of this process' clock, the connection, and the operation. */
export type Arrival = readonly [at: number, connection: string, operation: string];

/** What came since the last look. */
export interface Seen {
  arrivals: Arrival[];
  /** How often each change was made: connection, operation, coupon and what it was changed to. */
  changes: [change: string, times: number][];
}

/** Thirty accounts, each of one caller. */
export const CONNECTIONS = Array.from({ length: 30 }, (_, at) => ({
  id: `7d2ac611-58e3-4b90-a1c4-0000000000${String(at).padStart(2, "0")}`,
  name: `account-${String(at).padStart(2, "0")}`,
}));
