import type { PreviewRead } from "../ask/preview.ts";
import type { Target } from "../ask/targets.ts";
import { GatewayError, StoppedError } from "../errors.ts";
import { isObject } from "../text.ts";
import { nameIn } from "../tool/called.ts";
import { selectionOf } from "../tool/shown.ts";
import type { DirectTool, Input, OperationTool, Planned, Tool } from "../tool/tool.ts";
import { type Shaped, shapeResult } from "../wire/result.ts";
import type { CallServices } from "./given.ts";
import { contextOf, type Surroundings } from "./operate.ts";
import { fetchPages } from "./pages.ts";
import { readerOf } from "./read.ts";
import type { CallSession } from "./session.ts";
import { plannedUpload } from "./uploading.ts";

/** A count that took a job to make is good for a question for so long; before a change leaves it is made anew. */
const COUNT_MS = 10 * 60_000;
/** Names are read as long as the call has this much time left; things without a name are shown by id. */
const NAMES_MS = 12_000;

/** Reads what a change would touch, and the names of what it names. */
export class Previewing {
  readonly #surroundings: Surroundings;
  readonly #services: CallServices;
  readonly #counts = new Map<string, { result: Shaped; until: number }>();

  constructor(surroundings: Surroundings, services: CallServices) {
    this.#surroundings = surroundings;
    this.#services = services;
  }

  /** Reads for one call; with `anew` no count is used that was made before. */
  reader(session: CallSession, anew: boolean): PreviewRead {
    const { registry } = this.#surroundings;
    let reads = 0;
    return async (name, input) => {
      reads += 1;
      session.client.progress(reads, undefined, `preview: ${name}`);
      const tool = registry.known(name);
      try {
        return await this.#read(session, tool, input, anew);
      } catch (error) {
        if (error instanceof StoppedError) throw error;
        return error instanceof GatewayError && error.status === 404 ? "missing" : undefined;
      }
    };
  }

  async #read(
    session: CallSession,
    tool: Tool | undefined,
    input: Input,
    anew: boolean,
  ): Promise<Shaped | undefined> {
    if (tool?.kind === "operation") return readWhole(session, tool, input);
    if (tool?.kind !== "workflow") return undefined;
    const key = JSON.stringify([session.connection.id, tool.name, input]);
    const now = this.#services.now();
    const known = this.#counts.get(key);
    if (known && known.until > now && !anew) return known.result;
    const run = await tool.run(contextOf(session, this.#services.operations, this.#surroundings), input);
    const result = isObject(run.data)
      ? { ...run, data: { ...run.data, counted_at: new Date().toISOString() } }
      : run;
    for (const [old, { until }] of this.#counts) if (until <= now) this.#counts.delete(old);
    this.#counts.set(key, { result, until: now + COUNT_MS });
    return result;
  }

  /** What a call would do as the account and the folder are now; undefined where its arguments say all. */
  async planned(session: CallSession, tool: DirectTool, input: Input): Promise<Planned | undefined> {
    if (tool.kind !== "workflow") return plannedUpload(tool, input, this.#services.files);
    return tool.plan?.(contextOf(session, this.#services.operations, this.#surroundings), input);
  }

  /** The name of a thing as Klaviyo has it; undefined where it has none, or no time is left to read it. */
  async nameOf(session: CallSession, { types, id }: Target): Promise<string | undefined> {
    for (const type of types) {
      const known = session.checked.get(`${type} ${id}`);
      // What the call has just read is believed once: after a person's answer it is read anew.
      if (session.checked.delete(`${type} ${id}`)) {
        if (known !== undefined) return known;
        continue;
      }
      const read = readerOf(this.#surroundings.registry, type, id);
      if (!read || session.remaining() < NAMES_MS) continue;
      const found = await readWhole(session, read.tool, read.ids).catch((error: unknown) => {
        if (error instanceof StoppedError) throw error;
        return undefined;
      });
      const name = nameIn(found?.data);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

async function readWhole(session: CallSession, tool: OperationTool, input: Input): Promise<Shaped> {
  const whole: Input = { ...input, detail: "full" };
  const shown = selectionOf(tool, whole);
  const fetched = await fetchPages(session, tool, whole, shown, Number.POSITIVE_INFINITY);
  return shapeResult(tool, fetched, whole, Number.POSITIVE_INFINITY, shown);
}
