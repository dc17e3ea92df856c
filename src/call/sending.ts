import { InputError, StoppedError } from "../errors.ts";
import { rowsTold } from "../import/bad-rows.ts";
import type { BadRow } from "../import/rows.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import type { Located } from "../operations/reachable.ts";
import { isObject, oneLine, textOf } from "../text.ts";
import type { WorkflowContext } from "../tool/tool.ts";
import { argumentAt } from "../wire/argument-at.ts";
import { type Checked, errorLines } from "./checking.ts";
import { errorsOf, type ImportState, readImport, removeImport, writeImport } from "./import-state.ts";
import type { ImportJob } from "./importing.ts";

/** A part is not sent with less left of a call, nor is a job looked at. */
const RESERVE_MS = 8000;
const LOOK_MS = 1500;
const GOING = new Set(["queued", "processing"]);
/** Rows that failed of which a model is told why. */
const MOST_TOLD = 60;
const WHY_CHARS = 160;
/** Pages of errors that are read of one job. */
const MOST_PAGES = 100;

/** Sends what an earlier call did not, part after part, and waits for the jobs that they become. */
export async function sendParts(
  job: ImportJob,
  file: Checked,
  context: WorkflowContext,
): Promise<Record<string, unknown>> {
  const { tool, rows, files, keyFor, session } = job;
  const of = keyFor(file.hash);
  const connection = session.connection.id ?? null;
  const before = await readImport(files, file.file, of);
  if (before && before.connection !== connection) {
    throw new InputError("a part of these rows was sent to another account", {
      argument: "file",
      next: "Nothing was sent. Give the connection_id of that one, or a copy of the file under another name.",
    });
  }
  const state: ImportState = before ?? { of, connection, parts: [], sending: false, whole: false };
  for (const part of file.parts.slice(state.parts.length)) {
    if (context.remaining() < RESERVE_MS) return soFar(file, state, "The call's time is over.");
    const { length } = state.parts;
    await writeImport(files, file.file, { ...state, sending: true });
    try {
      const input = { ...file.input, [rows.argument]: part.map(({ item }) => item) };
      const document = await context.call(tool, input);
      const { id } = primaryData(document)[0] ?? {};
      state.parts.push({ rows: part.length, job: typeof id === "string" ? id : null });
    } catch (error) {
      if (length === 0) {
        await removeImport(files, file.file);
        throw error;
      }
      await writeImport(files, file.file, { ...state, sending: error instanceof StoppedError });
      return soFar(
        file,
        state,
        `Part ${length + 1} failed: ${oneLine(String((error as Error).message), 200)}.`,
      );
    }
    state.whole = state.parts.length === file.parts.length;
    await writeImport(files, file.file, state);
    context.progress(state.parts.length, file.parts.length, "part sent");
  }
  return waitFor(job, file, state, context);
}

function soFar({ file, parts, good }: Checked, state: ImportState, why: string): Record<string, unknown> {
  const sent = state.parts.reduce((sum, part) => sum + part.rows, 0);
  return {
    data: {
      file,
      status: "stopped",
      parts: parts.length,
      parts_sent: state.parts.length,
      rows: good.length,
      rows_sent: sent,
    },
    hint: `${why} What was sent stays; the same call again asks, and goes on after it.`,
  };
}

/** Waits for the jobs of all parts as long as the call may take; answers with what became of the rows. */
export async function waitFor(
  job: ImportJob,
  file: Checked,
  state: ImportState,
  context: WorkflowContext,
): Promise<Record<string, unknown>> {
  const { files, registry, tool } = job;
  const all = {
    file: file.file,
    rows: file.good.length,
    parts: file.parts.length,
    left_out: file.bad.length,
  };
  const looks = state.parts.map(({ job: id }) =>
    id === null ? undefined : registry.locate("GET", `${tool.request.path}/${encodeURIComponent(id)}`),
  );
  if (looks.some((look) => look === undefined)) {
    await removeImport(files, file.file);
    return {
      data: { ...all, status: "accepted", ...beside(file) },
      hint: "Klaviyo took every row and works on them in the background; it tells of no job to look at.",
    };
  }
  const jobs: (Record<string, unknown> | undefined)[] = [];
  for (const [at, look] of looks.entries()) {
    for (;;) {
      const { attributes } = primaryData(look && (await context.call(look.tool, look.ids)))[0] ?? {};
      jobs[at] = isObject(attributes) ? attributes : {};
      if (!GOING.has(textOf(jobs[at]?.status)) || context.remaining() < RESERVE_MS) break;
      context.progress(at, looks.length, `part ${at + 1} is ${textOf(jobs[at]?.status)}`);
      await context.wait(LOOK_MS);
    }
    if (context.remaining() < RESERVE_MS) break;
  }
  const sum = (name: string) => jobs.reduce((total, one) => total + Number(one?.[name] ?? 0), 0);
  const counts = { completed: sum("completed_count"), failed: sum("failed_count") };
  const done = jobs.length === looks.length && jobs.every((one) => !GOING.has(textOf(one?.status)));
  if (!done) {
    return {
      data: { ...all, status: "processing", ...counts },
      hint: "All parts are sent. The same call again waits for them, asks nobody, and tells what failed.",
    };
  }
  const failed = await failures(job, file, looks as Located[], jobs, context);
  if (failed.length > 0)
    await files.write(errorsOf(file.file), errorLines(file.table, [...file.bad, ...failed]));
  await removeImport(files, file.file);
  const status = jobs.every((one) => one?.status === "complete") ? "complete" : "cancelled in part";
  return {
    data: {
      ...all,
      status,
      ...counts,
      ...(failed.length > 0 && { failures: rowsTold(failed, MOST_TOLD) }),
      ...(failed.length > 0 ? { errors: errorsOf(file.file) } : beside(file)),
    },
    hint:
      counts.failed + file.bad.length === 0
        ? "Done: every row was taken."
        : `Done. ${errorsOf(file.file)} beside the file has the rows that were not taken, each with its reason.`,
  };
}

const beside = ({ file, bad }: Checked) => (bad.length > 0 ? { errors: errorsOf(file) } : {});

/** What failed in Klaviyo, by the line of the file. */
async function failures(
  { tool, rows, registry }: ImportJob,
  file: Checked,
  looks: readonly Located[],
  jobs: readonly (Record<string, unknown> | undefined)[],
  context: WorkflowContext,
): Promise<BadRow[]> {
  const found: BadRow[] = [];
  for (const [at, one] of jobs.entries()) {
    const inside = Array.isArray(one?.errors) ? one.errors.filter(isObject) : [];
    const path = `${tool.request.path}/${encodeURIComponent(Object.values(looks[at]?.ids ?? {}).map(String)[0] ?? "")}`;
    const read = registry.locate("GET", `${path}/import-errors`);
    const errors = inside.length > 0 || !one?.failed_count || !read ? inside : await allErrors(read, context);
    for (const error of errors) {
      const { pointer } = isObject(error.source) ? error.source : {};
      const argument = typeof pointer === "string" ? argumentAt(tool, { pointer }) : undefined;
      const index = Number(
        new RegExp(`^${rows.argument}\\[(\\d+)\\]`).exec(argument ?? "")?.[1] ?? Number.NaN,
      );
      const row = file.parts[at]?.[index];
      found.push({ line: row?.line ?? 0, why: oneLine(textOf(error.detail ?? error.title), WHY_CHARS) });
    }
  }
  return found;
}

async function allErrors(
  { tool, ids }: Located,
  context: WorkflowContext,
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && (pages === 0 || cursor !== undefined); pages += 1) {
    const size = tool.request.query.page?.size;
    const asked = {
      ...ids,
      detail: "full" as const,
      ...(size && { page_size: size }),
      ...(cursor && { page_cursor: cursor }),
    };
    const document = await context.call(tool, asked);
    found.push(...primaryData(document).map(({ attributes }) => (isObject(attributes) ? attributes : {})));
    cursor = nextCursor(document);
  }
  return found;
}
