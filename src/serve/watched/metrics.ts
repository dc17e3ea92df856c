import { STATUS_CODES } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AuditEvent } from "../../audit.ts";
import type { Watch } from "../../watch.ts";

/** Seconds that end a bucket: a call answers within 45, a request within as many. */
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45];
const WAIT_SECONDS = [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 20, 45];
/** Cloudflare's own, which Node does not know. */
const OWN_STATUS = /^52\d$/;

export interface Metrics {
  watch: Watch;
  /** Everything that is counted, in the text format of Prometheus. */
  text(): Promise<string>;
  contentType: string;
}

/**
 * Counts in memory what a watch is told. Labels are names of tools and operations, statuses of HTTP and words of this
 * project, so that their number is bounded whatever anybody sends.
 */
export function countedMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "klaviyo_mcp_info",
    help: "1, with the version of the server.",
    labelNames: ["version"],
    registers,
  }).set({ version }, 1);
  const calls = new Counter({
    name: "klaviyo_mcp_calls_total",
    help: "Calls by tool and by how they ended: ok, what a person must do or did, or the kind of error.",
    labelNames: ["tool", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "klaviyo_mcp_call_seconds",
    help: "How long calls took, the time of a person's answer included.",
    buckets: CALL_SECONDS,
    registers,
  });
  const unknown = new Counter({
    name: "klaviyo_mcp_unknown_outcomes_total",
    help: "Changes of which nobody knows whether they were made, by tool.",
    labelNames: ["tool"],
    registers,
  });
  const requests = new Counter({
    name: "klaviyo_mcp_gateway_requests_total",
    help: 'Requests to the gateway by operation and status; "none" where no answer came.',
    labelNames: ["operation", "status"],
    registers,
  });
  const waits = new Histogram({
    name: "klaviyo_mcp_limit_wait_seconds",
    help: "How long requests waited for their turn within the rate limits.",
    buckets: WAIT_SECONDS,
    registers,
  });
  const late = new Counter({
    name: "klaviyo_mcp_limit_late_total",
    help: "Requests that were not sent, since their turn would have come too late for the call.",
    registers,
  });
  const questions = new Counter({
    name: "klaviyo_mcp_questions_total",
    help: "What became of changes that ask: asked, agreed, declined, drifted and more.",
    labelNames: ["event"],
    registers,
  });
  const left = new Map<string, { operation: string; left(): number | undefined }>();
  new Gauge({
    name: "klaviyo_mcp_requests_left_today",
    help: "Requests left of an operation that Klaviyo caps a day, of the account that has fewest; none before its first.",
    labelNames: ["operation"],
    registers,
    collect() {
      for (const [operation, fewest] of fewestOf(left.values())) this.set({ operation }, fewest);
    },
  });
  const sessions = new Gauge({ name: "klaviyo_mcp_sessions", help: "Sessions of clients.", registers });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    watch: {
      began: () => {
        sessions.inc();
        return () => sessions.dec();
      },
      called: (tool, outcome, ms) => {
        calls.inc({ tool, outcome });
        seconds.observe(ms / 1000);
      },
      unknown: (tool) => unknown.inc({ tool }),
      sent: (operation, status) => requests.inc({ operation, status: statusWord(status) }),
      waited: (ms, turn) => (turn === "come" ? waits.observe(ms / 1000) : late.inc()),
      asked: (event) => {
        const word = wordOf(event);
        if (word) questions.inc({ event: word });
      },
      capped: (operation, account, leftOf) =>
        left.set(`${operation} ${account}`, { operation, left: leftOf }),
    },
  };
}

/** A gateway may answer with any number. */
function statusWord(status: number | undefined): string {
  if (status === undefined) return "none";
  return STATUS_CODES[status] !== undefined || OWN_STATUS.test(String(status)) ? String(status) : "other";
}

function fewestOf(
  counted: Iterable<{ operation: string; left(): number | undefined }>,
): ReadonlyMap<string, number> {
  const fewest = new Map<string, number>();
  for (const { operation, left } of counted) {
    const now = left();
    if (now !== undefined) fewest.set(operation, Math.min(now, fewest.get(operation) ?? now));
  }
  return fewest;
}

const ANSWERS = {
  yes: "agreed",
  "yes for half an hour": "agreed",
  no: "declined",
  unheard: "unheard",
  "token shown": "token_shown",
  "button shown": "button_shown",
} as const;
const REFUSALS = {
  drifted: "drifted",
  "said no a minute ago": "declined_again",
  "nobody to ask": "nobody_to_ask",
} as const;

/** The label of what happened at the gate; undefined of what asked nobody. */
function wordOf(event: AuditEvent): string | undefined {
  if (event.event === "question") return "asked";
  if (event.event === "answer") return ANSWERS[event.answer];
  if (event.event === "refused") return REFUSALS[event.why];
  if (event.event === "withdrawn") return "withdrawn";
  return event.event === "change" && event.by === "token" ? "token_agreed" : undefined;
}
