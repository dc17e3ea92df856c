import { z } from "zod";
import { InputError } from "../errors.ts";
import { type Rows, rowsOf } from "../import/rows.ts";
import type { Registry } from "../registry.ts";
import { withSchema } from "../tool/declare.ts";
import { type Effect, effectsOf, type Judgement } from "../tool/effects.ts";
import type { Files } from "../tool/files.ts";
import type { DirectTool, Input, OperationTool, Planned, WorkflowTool } from "../tool/tool.ts";
import { type Checked, checked, type FileInput, linesOf } from "./checking.ts";
import { keyOf } from "./export-state.ts";
import { noFolder } from "./exporting.ts";
import type { CallServices } from "./given.ts";
import { type ImportState, readImport } from "./import-state.ts";
import { sendParts, waitFor } from "./sending.ts";
import type { CallSession } from "./session.ts";

/** What a call says besides the rows that are in the file. */
const OWN = {
  file: z.string().min(1),
  columns: z.record(z.string()).optional(),
  every_row: z.record(z.unknown()).optional(),
};
/** What is about asking and not about the import. */
const ABOUT = ["confirmation", "dry_run", "connection_id"];

/** Calls whose rows stand in a file: each becomes a job of its own, which reads it, asks once and sends it in parts. */
export class Importing {
  readonly #services: CallServices;
  readonly #registry: Registry;

  constructor(registry: Registry, services: CallServices) {
    this.#registry = registry;
    this.#services = services;
  }

  /** The job that a call of an operation with `file` is; the tool itself where it is none. Throws InputError without a folder. */
  async resolved(tool: DirectTool, args: unknown, session: CallSession): Promise<DirectTool> {
    const given = args as Input;
    if (tool.kind !== "operation" || typeof args !== "object" || args === null || !("file" in args))
      return tool;
    const rows = "file" in tool.inputSchema.shape ? undefined : rowsOf(tool);
    if (!rows) return tool;
    const { files } = this.#services;
    if (!files) throw noFolder();
    if (given[rows.argument] !== undefined) {
      throw new InputError(`give either file or ${rows.argument}`, {
        argument: rows.argument,
        next: "The rows stand in the one or in the other; two calls send both.",
      });
    }
    const file = typeof given.file === "string" ? given.file : "";
    const own = Object.entries(given).filter(([name]) => !ABOUT.includes(name));
    const keyFor = (hash: string) => keyOf(tool.name, Object.fromEntries(own.sort()), hash);
    const { hash } = await files.table(file);
    const state = await readImport(files, file, keyFor(hash));
    const job = { tool, rows, files, registry: this.#registry, keyFor, session };
    return state?.whole ? waiting(job, state) : importJob(job);
  }
}

export interface ImportJob {
  tool: OperationTool;
  rows: Rows;
  files: Files;
  registry: Registry;
  /** What the import is known by, with what was in the file. */
  keyFor(hash: string): string;
  session: CallSession;
}

/** What the two jobs share: the operation's own arguments without the rows. */
function base({ tool, rows }: ImportJob, judgement: Judgement) {
  const { name, title, toolset, aka, description, annotations, preview, secrets } = tool;
  const shared = { name, title, toolset, aka, description, annotations, preview, secrets, judgement };
  return {
    shared: {
      ...shared,
      rules: [],
      structures: {},
      maxBytes: {},
      kind: "workflow",
      onKlaviyo: true,
      lists: false,
      uses: [tool],
    } as const,
    shape: () => {
      const { [rows.argument]: _, wait: __, ...others } = tool.inputSchema.shape;
      return { ...others, ...OWN };
    },
  };
}

function importJob(job: ImportJob): WorkflowTool {
  const { tool, rows } = job;
  const { counts: _, when = [], ...judged } = tool.judgement;
  const own = when.filter(({ input }) => input.split(".")[0] !== rows.argument);
  const why = `${judged.why} The rows of a file are sent.`;
  const { shared, shape } = base(job, { ...judged, ...(own.length > 0 && { when: own }), why, asks: true });
  // What was checked last is what is sent: the file is not read again after the yes.
  let last: Checked | undefined;
  return withSchema<Omit<WorkflowTool, "inputSchema">>(
    {
      ...shared,
      firstRequest: (input) => ({ tool, input }),
      plan: async (context, input): Promise<Planned> => {
        const account = await context.account(job.session.connection.id);
        last = await checked(job, input as FileInput, account, last);
        const before = await readImport(job.files, last.file, job.keyFor(last.hash));
        return {
          of: `${last.good.length} rows of ${last.file}`,
          lines: [...linesOf(last), ...sentAlready(before)],
          effects: rowEffects(job, last),
          holds: { contents: last.hash },
        };
      },
      run: async (context) => {
        if (!last) throw new InputError("the file was not read", { argument: "file" });
        return sendParts(job, last, context);
      },
    },
    shape,
  );
}

/** What an earlier call sent of it. */
function sentAlready(before: ImportState | undefined) {
  const sent = before?.parts.reduce((sum, part) => sum + part.rows, 0) ?? 0;
  const again = before?.sending === true;
  return [
    ...(sent > 0 ? [{ label: "sent already", becomes: `the first ${sent} rows: the others follow` }] : []),
    ...(again
      ? [{ label: "perhaps twice", becomes: "the next request may have left before: it is sent again" }]
      : []),
  ];
}

/** A job whose parts are all sent: the same call waits for them, and changes nothing more. */
function waiting(job: ImportJob, state: ImportState): WorkflowTool {
  const { shared, shape } = base(job, { effects: ["reads"], why: "Waits for what is sent already." });
  return withSchema<Omit<WorkflowTool, "inputSchema">>(
    {
      ...shared,
      run: async (context, input) => {
        if (state.connection !== (job.session.connection.id ?? null)) {
          throw new InputError("these rows were sent to another account", {
            argument: "file",
            next: "Give the connection_id of that one, or a copy of the file under another name.",
          });
        }
        const account = await context.account(job.session.connection.id);
        return waitFor(job, await checked(job, input as FileInput, account), state, context);
      },
    },
    shape,
  );
}

/** What the rows themselves do: consent by SMS, one person's address for another's record. */
function rowEffects({ tool, rows }: ImportJob, { good, input }: Checked): Effect[] {
  return effectsOf(tool.judgement, { ...input, [rows.argument]: good.map(({ item }) => item) });
}
