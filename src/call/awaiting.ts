import { nextCursor, primaryData } from "../jsonapi/document.ts";
import type { Located } from "../operations/reachable.ts";
import type { Registry } from "../registry.ts";
import { isObject, oneLine, textOf } from "../text.ts";
import { waitsFor } from "../tool/arguments.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { argumentAt } from "../wire/argument-at.ts";
import type { Shaped } from "../wire/result.ts";
import type { CallSession } from "./session.ts";

/** Between two looks at a job: short at first, since small ones take a second. */
const LOOKS_MS = [400, 800, 1500, 2500];
/** What is left of a call for reading what came of the job. */
const RESERVE_MS = 6000;
const GOING = new Set(["queued", "processing"]);
/** Rows of which it is told what each became; of more only those that failed are told. */
const MOST_ROWS = 10;
/** Rows that failed of which each is told. */
const MOST_FAILED = 60;
/** Pages of what failed that are read. */
const MOST_PAGES = 5;
const WHY_CHARS = 200;

/** What became of the rows of a job, as far as Klaviyo tells. */
interface Verdict {
  failed: { row?: string; why: string }[];
  made: Record<string, unknown>[] | undefined;
}

/**
 * The result of a call that began a job in the background, once that is done: what became of each row, or how far it is
 * when the call's time is over. The job is begun whatever befalls this: what cannot be read costs its verdict alone.
 */
export async function followed(
  session: CallSession,
  registry: Registry,
  tool: OperationTool,
  input: Input,
  begun: Shaped,
): Promise<Shaped> {
  const id = isObject(begun.data) ? begun.data.id : undefined;
  if (input.wait === false || !waitsFor(tool) || typeof id !== "string") return begun;
  const at = `${tool.request.path}/${encodeURIComponent(id)}`;
  const look = registry.locate("GET", at);
  if (!look) return begun;
  try {
    const job = await untilDone(session, look);
    const { status } = job ?? {};
    if (!job || typeof status !== "string") return begun;
    const counts = Object.fromEntries(
      ["total_count", "completed_count", "failed_count"].flatMap((name) =>
        typeof job[name] === "number" ? [[name, job[name]]] : [],
      ),
    );
    const data = { id, status, ...counts };
    if (GOING.has(status)) return { ...begun, data };
    const { failed, made } = await verdictOf(session, registry, tool, input, { at, look, job });
    const told = Math.max(failed.length, Number(counts.failed_count ?? 0));
    return {
      ...begun,
      data: {
        ...data,
        ...(made && made.length > 0 && { made }),
        ...(failed.length > 0 && { failed: failed.slice(0, MOST_FAILED) }),
      },
      hint: endOf(status, told, Math.min(failed.length, MOST_FAILED)),
    };
  } catch {
    return begun;
  } finally {
    session.operation = tool;
  }
}

/** The job as it was when it was done, or when no time is left. */
async function untilDone(session: CallSession, { tool, ids }: Located) {
  session.client.progress(1, undefined, "the job is begun");
  for (let looks = 0; ; looks += 1) {
    await session.wait(LOOKS_MS[Math.min(looks, LOOKS_MS.length - 1)] ?? 0);
    const { document } = await session.sendOperation(tool, ids);
    const { attributes } = primaryData(document)[0] ?? {};
    const job = isObject(attributes) ? attributes : undefined;
    const status = textOf(job?.status);
    session.client.progress(looks + 2, undefined, `the job is ${status}`);
    const next = LOOKS_MS.at(-1) ?? 0;
    if (!GOING.has(status) || session.remaining() < RESERVE_MS + next) return job;
  }
}

async function verdictOf(
  session: CallSession,
  registry: Registry,
  tool: OperationTool,
  input: Input,
  { at, look, job }: { at: string; look: Located; job: Record<string, unknown> },
): Promise<Verdict> {
  const list = listOf(tool, input);
  const inside = Array.isArray(job.errors) ? job.errors.filter(isObject) : [];
  const beside = registry.locate("GET", `${at}/import-errors`);
  const errors = inside.length > 0 || !beside || !job.failed_count ? inside : await all(session, beside);
  const failed = errors.map((error) => {
    const { pointer } = isObject(error.source) ? error.source : {};
    const sent = typeof pointer === "string" ? argumentAt(tool, { pointer }, input) : undefined;
    const row = sent === undefined ? undefined : (session.skipping?.inCall(sent) ?? sent);
    return {
      ...(row !== undefined && { row }),
      why: oneLine(textOf(error.detail ?? error.title), WHY_CHARS),
    };
  });
  // A row that is a code or an id says what came of it.
  const few = list && list.items.length <= MOST_ROWS && list.items.every(isObject);
  const made =
    few && job.completed_count !== 0 ? await madeBy(session, registry, { at, look, list }) : undefined;
  return { failed, made };
}

/**
 * What the job made, each with the row that it was made of where its id or address tells; left out is an id that the row
 * itself says, such as a code.
 */
async function madeBy(
  session: CallSession,
  registry: Registry,
  { at, look, list }: { at: string; look: Located; list: { name: string; items: readonly unknown[] } },
): Promise<Verdict["made"]> {
  const words = list.items.map((item) => tellingOf(item));
  const beside = registry.locate("GET", `${at}/${list.name}`);
  const relation = Object.keys(look.tool.request.query.include ?? {}).find((name) => name !== "lists");
  let resources: Record<string, unknown>[] = [];
  if (beside) {
    const asked = { ...beside.ids, page_size: MOST_ROWS, fields: ["email", "phone_number", "external_id"] };
    const page = { size: MOST_ROWS };
    resources = primaryData((await session.sendOperation(beside.tool, asked, { page })).document);
  } else if (relation) {
    const { document } = await session.sendOperation(look.tool, { ...look.ids, include: [relation] });
    const { relationships } = primaryData(document)[0] ?? {};
    const related = isObject(relationships) ? relationships[relation] : undefined;
    resources = isObject(related) && Array.isArray(related.data) ? related.data.filter(isObject) : [];
  } else return undefined;
  return resources.flatMap(({ id, attributes }) => {
    const own = textOf(id).toLowerCase();
    if (words.some((telling) => telling.some((word) => isSaidBy(own, word)))) return [];
    const texts = tellingOf(attributes);
    const row = words.findIndex((telling) => telling.some((word) => texts.includes(word)));
    const sent = `${list.name}[${row}]`;
    return [{ ...(row >= 0 && { row: session.skipping?.inCall(sent) ?? sent }), id }];
  });
}

/** Whether an id is this word, or ends with it: `$custom:::$default:::SKU-1`, `SALE-CODE1`. */
function isSaidBy(text: string, word: string): boolean {
  return text === word || text.endsWith(`:${word}`) || text.endsWith(`-${word}`);
}

/** The names and addresses that a row has, as they compare. */
function tellingOf(item: unknown): string[] {
  if (typeof item === "string") return [item.toLowerCase()];
  if (!isObject(item)) return [];
  const { id, profile_id, email, phone_number, external_id, unique_code } = item;
  const values = [id, profile_id, email, phone_number, external_id, unique_code];
  return values.filter((one): one is string => typeof one === "string").map((one) => one.toLowerCase());
}

/** The argument that holds the rows: what is counted of the call. */
function listOf({ judgement }: OperationTool, input: Input) {
  const name = judgement.counts?.split(".")[0];
  const items = name === undefined ? undefined : input[name];
  return name !== undefined && Array.isArray(items) ? { name, items } : undefined;
}

async function all(session: CallSession, { tool, ids }: Located): Promise<Record<string, unknown>[]> {
  const size = tool.request.query.page?.size;
  const found: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = { ...(size && { size }), ...(cursor && { cursor }) };
    const { document } = await session.sendOperation(tool, ids, { page });
    found.push(...primaryData(document).map(({ attributes }) => (isObject(attributes) ? attributes : {})));
    cursor = nextCursor(document);
    if (cursor === undefined) break;
  }
  return found;
}

function endOf(status: string, failed: number, told: number): string {
  if (status !== "complete") return `The job is ${status}: what it did before that stays.`;
  if (failed === 0) return "Done: every row was taken.";
  const more = failed > told ? ` The first ${told} of ${failed} are told.` : "";
  return `Done, but for ${failed} ${failed === 1 ? "row" : "rows"}: the others were taken. Mend those and send them alone.${more}`;
}
