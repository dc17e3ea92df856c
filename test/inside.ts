import { vi } from "vitest";
import { CallSession } from "../src/call/session.ts";
import type { Bucket } from "../src/gateway/buckets.ts";
import { Pace } from "../src/gateway/pace.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { type InProcess, startInProcess } from "./in-process.ts";

const { remaining } = CallSession.prototype;
/** Milliseconds that the call would have waited. */
let waited = 0;

/** A request that left, and what it was charged to. */
export type Left = GatewayRequest & { buckets: readonly Bucket[] };

export interface Inside {
  call: InProcess["call"];
  /** What left since it was last emptied. */
  left: Left[];
  /** What comes back; throws a GatewayError for what fails. */
  answer(request: GatewayRequest): unknown;
}

/**
 * A server in this process whose account is chosen, for laws over hundreds of operations. No request waits for its
 * turn: what it would have waited for is told; and no call waits, though its time passes. Restore the mocks afterwards.
 */
export function startInside(flags: readonly string[], env: Record<string, string> = {}): Inside {
  let charged: readonly Bucket[] = [];
  vi.spyOn(Pace.prototype, "take").mockImplementation(async (buckets) => {
    charged = buckets;
    return "come";
  });
  vi.spyOn(Pace.prototype, "learn").mockReturnValue();
  vi.spyOn(CallSession.prototype, "wait").mockImplementation(async (ms) => {
    waited += ms;
  });
  vi.spyOn(CallSession.prototype, "remaining").mockImplementation(function (this: CallSession) {
    return remaining.call(this) - waited;
  });
  const answering = (request: GatewayRequest) => {
    inside.left.push({ ...request, buckets: charged });
    return inside.answer(request);
  };
  const own = ["--connection", "c", "--pace", "on", ...flags];
  const server = startInProcess(answering, own, undefined, undefined, env);
  const call: Inside["call"] = (...of) => {
    waited = 0;
    return server.call(...of);
  };
  const inside: Inside = { call, left: [], answer: () => ({ data: [], links: {} }) };
  return inside;
}
