import { InputError } from "../errors.ts";
import type { Exported } from "../export/asked.ts";
import type { Registry } from "../registry.ts";
import { datedOf, isDate } from "../tally/spans.ts";
import { oneLine } from "../text.ts";
import { topLevel } from "../tool/fields.ts";
import type { Files } from "../tool/files.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { wholeParts } from "../wire/apart.ts";
import type { Shaped } from "../wire/result.ts";
import { keyOf, partOf, readState, removeState } from "./export-state.ts";
import type { CallServices } from "./given.ts";
import { Splitting } from "./ranges.ts";
import { type Lane, Reading, sizeOf } from "./reading.ts";
import type { CallSession } from "./session.ts";
import { Writing } from "./writing.ts";

/** Ranges of a date that are read side by side: Maton takes ten pages a second, and some take more than half of one. */
export const LANES = 8;
/** Finished exports that are remembered: the same call again is told that they are done. */
const MAX_FINISHED = 50;

interface Export {
  key: string;
  caller: string;
  reading: Reading;
  writing: Writing;
  splitting: Splitting | undefined;
  startedAt: number;
  /** Rows that earlier calls wrote. */
  before: number;
  published: boolean;
}

/**
 * Writes whole collections to files, in the process's background: a call answers with what is known when its time is
 * over, and the same call waits on, or goes on where an earlier process stopped.
 */
export class Exporting {
  readonly #services: CallServices;
  readonly #registry: Registry;
  /** By file: no two exports write one. */
  readonly #running = new Map<string, Export>();
  /** Files whose export is about to begin. */
  readonly #starting = new Set<string>();
  /** What was answered of the last ones that were finished, by what they are known by. */
  readonly #finished = new Map<string, Shaped>();

  constructor(registry: Registry, services: CallServices) {
    this.#registry = registry;
    this.#services = services;
  }

  /** Answers when the file is written, or with how far it is. Throws InputError for a file that cannot be. */
  async run(session: CallSession, tool: OperationTool, input: Input, exported: Exported): Promise<Shaped> {
    const { files } = this.#services;
    if (!files) throw noFolder();
    session.operation = tool;
    const { file, columns } = exported;
    const { caller } = session.client;
    const key = keyOf(session.connection.id ?? null, tool.name, input, columns ?? null, file);
    const finished = this.#finished.get(`${caller.session} ${key}`);
    if (finished && (await files.has(file))) return finished;
    const known = this.#running.get(file);
    if (this.#starting.has(file) || (known && (known.key !== key || known.caller !== caller.session))) {
      throw new InputError(`${file} is being written by another call`, {
        argument: "file",
        next: "Choose another name, or make the call that began it again to wait for it.",
      });
    }
    const one = known ?? (await this.#begin(files, key, session, tool, input, exported));
    const { reading } = one;
    try {
      reading.size ??= await sizeOf(session, this.#registry, tool, input);
      await reading.wait(session, () => Number.POSITIVE_INFINITY);
    } catch (error) {
      // Who cancels wants no more of it now; what is written stays, and the same call goes on.
      await this.#leave(file, one);
      throw error;
    } finally {
      reading.charge(session);
    }
    const over = reading.idle && (reading.done || reading.enough);
    if (over) await this.#publish(files, file, one);
    else if (reading.idle) await this.#leave(file, one);
    const answer = answerOf(file, one, this.#services.now());
    if (over) this.#finish(`${caller.session} ${key}`, answer);
    return answer;
  }

  /** Lets go of a session's exports; it is over. What is read so far is written, and the same call goes on later. */
  end(caller: string): void {
    for (const [file, one] of this.#running) {
      if (one.caller === caller) this.#leave(file, one).catch(() => undefined);
    }
  }

  /** Writes what is read so far of all exports, and ends them. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#running].map(([file, one]) => this.#leave(file, one)));
  }

  #finish(key: string, answer: Shaped): void {
    this.#finished.set(key, answer);
    const [oldest] = this.#finished.keys();
    if (this.#finished.size > MAX_FINISHED && oldest !== undefined) this.#finished.delete(oldest);
  }

  async #begin(
    files: Files,
    key: string,
    session: CallSession,
    tool: OperationTool,
    input: Input,
    exported: Exported,
  ): Promise<Export> {
    const { file } = exported;
    this.#starting.add(file);
    try {
      if (await files.has(file)) {
        throw new InputError(`there is a file ${file} already, and none is written over`, {
          argument: "file",
          next: "Choose another name.",
        });
      }
      const { date, now, mask } = this.#services;
      const seal = mask?.sealing(session.connection.id);
      const state = await readState(files, file, { of: key, now: date(), seal });
      const whole = wholeParts(tool, input);
      const dated = whole.length > 1 ? undefined : datedFor(tool, input);
      const asked = dated ? { ...input, ...dated.input } : input;
      const inputs = dated ? [asked] : whole;
      const first = inputs.map((one): Lane => ({ input: one, cursor: undefined, done: false }));
      const lanes: Lane[] = state ? structuredClone([...state.lanes]) : first;
      const opening = { of: key, state, lanes, date, seal };
      const writing = await Writing.open(files, exported, tool, opening);
      const splitting = dated && new Splitting(dated.dated, LANES, date);
      const plan = { tool, input: asked, lanes, splitting, background: true } as const;
      const left = () => (input.limit ?? Number.POSITIVE_INFINITY) - writing.rows;
      const reading = new Reading(session, this.#services, plan, (items, document) =>
        writing.take(items.slice(0, left()), document),
      );
      reading.read = writing.rows;
      const caller = session.client.caller.session;
      const one = {
        key,
        caller,
        reading,
        writing,
        splitting,
        startedAt: now(),
        before: writing.rows,
        published: false,
      };
      this.#running.set(file, one);
      return one;
    } finally {
      this.#starting.delete(file);
    }
  }

  /** Ends the reading and keeps where it was. */
  async #leave(file: string, one: Export): Promise<void> {
    if (this.#running.get(file) === one) this.#running.delete(file);
    one.reading.until = 0;
    one.reading.session.stop("stopping");
    await one.reading.running?.catch(() => undefined);
    if (!one.published) await one.writing.close();
  }

  async #publish(files: Files, file: string, one: Export): Promise<void> {
    if (one.published) return;
    one.published = true;
    this.#running.delete(file);
    await one.writing.close();
    await files.publish(partOf(file), file);
    await removeState(files, file);
  }
}

/** The date by which the collection is read in ranges, in its order: one that its items show. */
function datedFor(tool: OperationTool, input: Input) {
  const { query } = tool.request;
  const { filter: fields = {} } = query;
  if (input.limit !== undefined || input.sort !== undefined || tool.result.kind !== "collection")
    return undefined;
  const shown = topLevel(tool.result.resource);
  const sorts = (field: string) => query.sort?.includes(field) === true && shown.includes(field);
  const standard = Object.keys(fields).find((name) => isDate(name, fields) && sorts(name));
  const dated = datedOf(query, typeof input.filter === "string" ? input.filter : undefined, standard);
  if (!dated || !sorts(dated.field)) return undefined;
  const named = input.fields && { fields: [...new Set([...input.fields, dated.field])] };
  return { dated, input: { sort: dated.field, ...named } };
}

function answerOf(file: string, one: Export, now: number): Shaped {
  const { reading, writing, splitting, startedAt, before, published } = one;
  const { size, failure, lanes, input } = reading;
  const { rows } = writing;
  if (published) {
    const columns = writing.columns && { columns: writing.columns.length };
    const more = reading.done ? "" : ` The limit of ${input.limit} ended it.`;
    return {
      data: { file, status: "done", rows, bytes: writing.bytes, ...columns },
      hint: `The file is in the folder of --files; its rows stand as they were read.${more}`,
    };
  }
  const pace = (rows - before) / Math.max(1, (now - startedAt) / 1000);
  const pages = splitting?.pagesLeft(lanes);
  const perPage = reading.pages > 0 ? (rows - before) / reading.pages : 0;
  const wanted = size && Math.min(size, input.limit ?? size);
  const left = wanted === undefined ? pages && pages * perPage : Math.max(0, wanted - rows);
  const stopped = failure instanceof Error;
  const why = stopped
    ? `Reading stopped: ${oneLine(failure.message, 200)}. The same call goes on from there.`
    : "It goes on in the background. The same call again waits for it; after a restart of the server it goes on from here.";
  return {
    data: {
      file,
      status: stopped ? "stopped" : "running",
      rows,
      ...(size !== undefined && { size }),
      rows_per_second: Math.round(pace),
      ...(left !== undefined && pace > 0 && { seconds_left: Math.ceil(left / pace) }),
    },
    hint: why,
  };
}

/** The refusal of whatever needs a folder where no person allowed one. */
export function noFolder(): InputError {
  return new InputError("this server may touch no file", {
    argument: "file",
    next: "A person allows a folder with --files DIR or KLAVIYO_MCP_FILES.",
  });
}
