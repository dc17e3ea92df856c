import { readFileSync } from "node:fs";
import http from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { AuditEvent } from "../src/audit.ts";
import { turned } from "../src/call/watched.ts";
import { BusyError, GatewayError, NetworkError } from "../src/errors.ts";
import type { Send } from "../src/gateway/client.ts";
import { DRAIN_MS } from "../src/serve/drain.ts";
import { keyProbe } from "../src/serve/watched/key.ts";
import { countedMetrics } from "../src/serve/watched/metrics.ts";
import { startWatched } from "../src/serve/watched/watched.ts";
import { startWatching, type Watching } from "../src/serve/watched/watching.ts";
import { ENDINGS } from "../src/watch.ts";

// Whether a server can answer calls, as who asks for it hears it: on a clock and a gateway of the test's own.

const answer = { status: 200, headers: {}, document: {}, bytes: 2 };
const refusal = (status: number) => new GatewayError({ status, source: "gateway", detail: "no" });

describe("the key", () => {
  it.each<[what: string, thrown: unknown, found: { well: boolean; says: string }]>([
    ["is taken", undefined, { well: true, says: "taken" }],
    ["is refused with 401", refusal(401), { well: false, says: "refused" }],
    ["is refused with 403", refusal(403), { well: false, says: "refused" }],
    ["is not spoken of where the gateway fails", refusal(502), { well: true, says: "unreachable" }],
    [
      "is not spoken of where nothing answers",
      new NetworkError("ECONNREFUSED", false),
      { well: true, says: "unreachable" },
    ],
  ])("%s", async (_, thrown, found) => {
    const send: Send = async () => {
      if (thrown) throw thrown;
      return answer;
    };
    expect(
      await keyProbe(
        async () => send,
        countedMetrics("1").watch,
        () => 0,
      )(),
    ).toEqual(found);
  });

  it("is looked at once a minute, however often somebody asks", async () => {
    let [now, sent] = [0, 0];
    const send: Send = async () => {
      sent += 1;
      return answer;
    };
    const metrics = countedMetrics("1");
    const look = keyProbe(
      async () => send,
      metrics.watch,
      () => now,
    );
    await Promise.all([look(), look()]);
    now = 60_000;
    await look();
    expect(sent).toBe(1);
    now = 60_001;
    await look();
    expect(sent).toBe(2);
    expect(await metrics.text()).toContain('requests_total{operation="list_connections",status="200"} 2\n');
  });
});

let watching: Watching | undefined;
afterEach(async () => {
  await watching?.close();
  watching = undefined;
});
const start = async (probes: Record<string, { well: boolean; says: string }>, host = "127.0.0.1") => {
  const looks = Object.entries(probes).map(([name, found]) => [name, async () => found] as const);
  watching = await startWatching({ host, port: 0, version: "1", probes: () => Object.fromEntries(looks) });
};

const ask = (path: string, { method = "GET", headers = {} }: http.RequestOptions = {}) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const request = http.request(`${watching?.url}${path}`, { method, headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    request.on("error", reject).end();
  });

describe("/readyz", () => {
  const well = { key: { well: true, says: "taken" } };

  it("is 200 where everything is well, and says what", async () => {
    await start({ ...well, redis: { well: true, says: "there" } });
    expect(await ask("/readyz")).toEqual({
      status: 200,
      body: '{"ready":true,"key":"taken","redis":"there"}',
    });
  });

  it("is 503 where one thing is not, and /healthz is 200 all the same", async () => {
    await start({ ...well, redis: { well: false, says: "away" } });
    expect(await ask("/readyz")).toEqual({
      status: 503,
      body: '{"ready":false,"key":"taken","redis":"away"}',
    });
    expect(await ask("/healthz")).toEqual({ status: 200, body: '{"ok":true}' });
  });

  it("is 503 from when the server stops", async () => {
    await start(well);
    watching?.stopping();
    expect(await ask("/readyz")).toEqual({
      status: 503,
      body: '{"ready":false,"stopping":true,"key":"taken"}',
    });
    expect((await ask("/healthz")).status).toBe(200);
  });

  it.each([
    ["there", 200, true],
    ["partly away", 200, true],
    ["away", 503, false],
    ["refused", 503, false],
  ] as const)("has Redis in it where there is one: %s", async (state, status, isReady) => {
    const config = {
      metricsHost: "127.0.0.1",
      key: undefined,
      sandbox: true,
      team: undefined,
      callerKeys: false,
    };
    watching = await startWatched(config, 0, {
      version: "1",
      send: () => Promise.reject(new Error("nobody asks")),
      redis: Promise.resolve({ state }),
      log: () => undefined,
    });
    const found = await ask("/readyz");
    expect([found.status, JSON.parse(found.body)]).toEqual([status, { ready: isReady, redis: state }]);
  });

  it("is 500 where it cannot be known", async () => {
    watching = await startWatching({
      host: "127.0.0.1",
      port: 0,
      version: "1",
      probes: () => ({ key: () => Promise.reject(new Error("no")) }),
    });
    expect((await ask("/readyz")).status).toBe(500);
  });
});

describe("the address", () => {
  it("has three paths, to be read alone, with or without a question mark", async () => {
    await start({});
    expect((await ask("/metrics?x=1")).body).toContain("# TYPE klaviyo_mcp_calls_total counter");
    expect((await ask("/metrics", { method: "HEAD" })).status).toBe(200);
    expect((await ask("/metrics", { method: "POST" })).status).toBe(405);
    expect((await ask("/")).status).toBe(404);
  });

  it("on this machine answers to this machine's names alone", async () => {
    await start({});
    const { port } = new URL(watching?.url ?? "");
    expect((await ask("/metrics", { headers: { host: "evil.example" } })).status).toBe(403);
    expect((await ask("/metrics", { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it("that others reach answers to any name", async () => {
    await start({}, "0.0.0.0");
    expect((await ask("/metrics", { headers: { host: "replica-1:9464" } })).status).toBe(200);
  });
});

it("the counts of waits tell what had its turn from what was not sent", async () => {
  const metrics = countedMetrics("1");
  let now = 0;
  const clock = () => now;
  const turn = async () => {
    now = 300;
  };
  const since = turned(Promise.resolve().then(turn), metrics.watch, clock);
  await since;
  const busy = new BusyError(50);
  await expect(turned(Promise.reject(busy), metrics.watch, clock)).rejects.toBe(busy);
  const defect = new TypeError("x");
  await expect(turned(Promise.reject(defect), metrics.watch, clock)).rejects.toBe(defect);
  const text = await metrics.text();
  expect(text).toContain("\nklaviyo_mcp_limit_wait_seconds_sum 0.3\n");
  expect(text).toContain("\nklaviyo_mcp_limit_wait_seconds_count 1\n");
  expect(text).toContain("\nklaviyo_mcp_limit_late_total 1\n");
});

it("of accounts with a cap a day the one that has fewest left is told", async () => {
  const { watch, text } = countedMetrics("1");
  watch.capped("query_campaign_values", "a", () => 200);
  watch.capped("query_campaign_values", "b", () => 7);
  watch.capped("query_flow_values", "a", () => undefined);
  const left = (await text()).match(/^klaviyo_mcp_requests_left_today\{.*$/gm);
  expect(left).toEqual(['klaviyo_mcp_requests_left_today{operation="query_campaign_values"} 7']);
});

describe("the page on it", () => {
  const page = readFileSync("docs/watching.md", "utf8");

  it("names every metric with its labels, and no other", async () => {
    const { watch, text } = countedMetrics("1");
    watch.called("t", "ok", 1);
    watch.unknown("t");
    watch.sent("o", 200);
    watch.asked({ event: "question" });
    watch.capped("o", "a", () => 1);
    const said = await text();
    const names = [...said.matchAll(/^# TYPE (klaviyo_mcp_\w+)/gm)].map(([, name = ""]) => {
      const [, labels = ""] = new RegExp(`^${name}\\{([^}]*)`, "m").exec(said) ?? [];
      return [name, [...labels.matchAll(/(\w+)=/g)].map(([, label]) => `\`${label}\``).join(", ")];
    });
    const rows = [...page.matchAll(/^\| (klaviyo_mcp_\w+) \| (.*?) ?\|/gm)].map(([, name, labels]) => [
      name,
      labels,
    ]);
    expect(rows.sort()).toEqual(names.sort());
  });

  const EVENTS: AuditEvent[] = [
    { event: "question" },
    ...(["yes", "yes for half an hour", "no", "unheard", "token shown", "button shown"] as const).map(
      (answer) => ({ event: "answer", answer }) as const,
    ),
    ...(["drifted", "said no a minute ago", "nobody to ask"] as const).map(
      (why) => ({ event: "refused", why }) as const,
    ),
    { event: "change", by: "token" },
    { event: "change", by: "person" },
    { event: "change", by: "budget" },
    { event: "outcome", by: "token", changed: "yes", ms: 1 },
    { event: "withdrawn" },
  ];

  it("says how long a change may take that is on its way", () => {
    const { stdio, http } = DRAIN_MS;
    expect(page).toContain(
      `Over stdio that has ${stdio / 1000} s, over HTTP ${http / 1000} s: give it 30 before`,
    );
    expect(http).toBeLessThanOrEqual(25_000);
  });

  it("names every outcome and every event", async () => {
    const { watch, text } = countedMetrics("1");
    for (const event of EVENTS) watch.asked(event);
    const events = [...(await text()).matchAll(/^klaviyo_mcp_questions_total\{event="(\w+)"/gm)].map(
      ([, event]) => event,
    );
    const words = (start: string) => {
      const paragraph = page.split("\n").find((line) => line.startsWith(start)) ?? "";
      return [...paragraph.matchAll(/`(\w+)`/g)].map(([, word]) => word).sort();
    };
    expect(words("An outcome is")).toEqual([...ENDINGS].sort());
    expect(words("An event is")).toEqual(events.sort());
  });
});
