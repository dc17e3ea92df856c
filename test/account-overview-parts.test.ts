import { expect, it } from "vitest";
import { StoppedError } from "../src/errors.ts";
import type { Input, OperationTool, WorkflowContext, WorkflowTool } from "../src/tool/tool.ts";
import { accountOverview } from "../tools/jobs/account-overview.ts";
import { probes } from "../tools/operations/probes.ts";

// The parts of an overview, on a clock and of lists of the test's own.

const NOW = Date.UTC(2026, 10, 27, 12);
const DAY = 86_400_000;
const at = (ms: number) => new Date(NOW + ms).toISOString();

type Rows = Record<string, unknown>[];
interface Stub {
  list?(tool: OperationTool, input: Input): { items: Rows; whole: boolean };
  context?: Partial<WorkflowContext>;
}

/** Runs the job over a stub of the account, and gives how far it said to be. */
async function run({ list = () => ({ items: [], whole: true }), context = {} }: Stub) {
  const progress: [number, number | undefined, string][] = [];
  const stub = {
    list: async (tool: OperationTool, input: Input) => list(tool, input),
    call: async () => ({ data: { attributes: { profile_count: 1 } } }),
    result: async () => ({ data: [] }),
    granted: async () => ({ is: "works", scopes: [], at: NOW }),
    kept: async (_: string, __: number, read: () => Promise<unknown>) => ({ value: await read(), at: NOW }),
    leftToday: () => undefined,
    date: () => NOW,
    remaining: () => 40_000,
    progress: (...step: [number, number | undefined, string]) => progress.push(step),
    ...context,
  } as unknown as WorkflowContext;
  const tool = accountOverview.get_account_overview as WorkflowTool;
  const answer = (await tool.run(stub, {})) as { data: Record<string, never>; omitted?: string };
  return { ...answer, progress };
}

const campaigns = (rows: Rows, whole = true) => ({
  list: ({ name }: OperationTool, { filter }: Input) => {
    const isEmail = String(filter).includes('"email"');
    if (name !== "get_campaigns" || !isEmail) return { items: [], whole: true };
    const waits = String(filter).includes("Scheduled");
    return { items: waits ? rows.filter(({ status }) => status === "Scheduled") : rows.slice(0, 4), whole };
  },
});

it("has the campaigns of seven days to the second, and no draft", async () => {
  const rows = [
    { id: "soon", send_time: at(7 * DAY) },
    { id: "late", send_time: at(7 * DAY + 1) },
    { id: "then", send_time: at(-7 * DAY) },
    { id: "draft", send_time: null },
  ];
  const { data, omitted } = await run(campaigns(rows));
  expect(data.next_7_days).toMatchObject([{ id: "soon", channel: "email" }]);
  expect(data.last_7_days).toMatchObject([{ id: "then" }]);
  expect(omitted).toBe(undefined);
});

it("reads what is scheduled on its own where not all campaigns were read, and says what was not", async () => {
  const old = (id: string) => ({ id, send_time: at(-90 * DAY) });
  const waiting = { id: "waits", status: "Scheduled", send_time: at(DAY) };
  const known = { id: "known", status: "Scheduled", send_time: at(2 * DAY) };
  const rows = [known, old("b"), old("c"), old("d"), waiting];
  const { data, omitted } = await run(campaigns(rows, false));
  expect(data.next_7_days).toMatchObject([{ id: "waits" }, { id: "known" }]);
  expect(data.next_7_days).toHaveLength(2);
  expect(omitted).toBe("email campaigns older than the last 4 created, unless scheduled.");
});

it("says how many reports the day has left, where that is counted", async () => {
  const asked: string[] = [];
  const leftToday = ({ name }: OperationTool) => {
    asked.push(name);
    return 7;
  };
  expect((await run({ context: { leftToday } })).data.quota).toEqual({ segment_reports_left_today: 7 });
  expect(asked).toEqual(["query_segment_values"]);
});

it("counts no more lists when the call has little time left", async () => {
  const list = ({ name }: OperationTool) => ({
    items: name === "get_lists" ? ["a", "b", "c"].map((id) => ({ id, name: id })) : [],
    whole: true,
  });
  const { data, omitted } = await run({ list, context: { remaining: () => 20_000 } });
  expect(data.lists).toEqual([
    { id: "a", name: "a", people: 1 },
    { id: "b", name: "b" },
    { id: "c", name: "c" },
  ]);
  expect(omitted).toBe("2 of the lists were not counted: get_list counts one.");
});

it("shows the largest segments, and says how many there are", async () => {
  const data = Array.from({ length: 13 }, (_, n) => ({
    segment_id: `${n}`,
    segment_name: "s",
    total_members: n,
  }));
  const answer = await run({ context: { result: async () => ({ data, next_cursor: "more" }) } });
  expect(answer.data.segments).toHaveLength(12);
  expect(answer.data.segments?.[0]).toMatchObject({ people: 12 });
  expect(answer.omitted).toBe("12 of more than 13 segments are here.");
});

it("tells every step of as many as it said", async () => {
  const { progress } = await run({});
  const steps = probes().length + 6;
  expect(progress.map(([done]) => done)).toEqual(Array.from({ length: steps }, (_, step) => step + 1));
  expect(new Set(progress.map(([, total]) => total))).toEqual(new Set([steps]));
});

it("tells what it has when its time is over, and nothing when it is cancelled", async () => {
  const stopped = (reason: "deadline" | "cancelled") => ({
    context: { result: () => Promise.reject(new StoppedError(reason)) },
  });
  expect((await run(stopped("deadline"))).omitted).toBe("Not read: segments (ran out of time).");
  await expect(run(stopped("cancelled"))).rejects.toThrow("cancelled by the client");
  const granted = () => Promise.reject(new StoppedError("cancelled"));
  await expect(run({ context: { granted } })).rejects.toThrow("cancelled by the client");
});

it("takes a defect for what it is", async () => {
  const result = () => Promise.reject(new TypeError("defect"));
  await expect(run({ context: { result } })).rejects.toThrow("defect");
});
