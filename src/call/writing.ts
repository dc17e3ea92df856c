import { InputError } from "../errors.ts";
import type { Exported } from "../export/asked.ts";
import { BOM, includedIn, lineOf, valueAt } from "../export/cells.ts";
import type { Files, GrowingFile } from "../tool/files.ts";
import { selectionOf } from "../tool/shown.ts";
import type { OperationTool } from "../tool/tool.ts";
import { shapeItem } from "../wire/item.ts";
import { type ExportState, type LaneSeal, partOf, writeState } from "./export-state.ts";
import type { Lane } from "./reading.ts";

/** Characters that wait to be written; more are written before the next page is read. */
const MOST_WAITING = 1_000_000;
/** What was read longer ago is written, and where the reading is noted. */
const KEEP_EVERY_MS = 3000;

interface Opening {
  of: string;
  /** What an earlier call left. */
  state: ExportState | undefined;
  /** The reading's own, which it moves on. */
  lanes: readonly Lane[];
  date: () => number;
  seal: LaneSeal | undefined;
}

/**
 * The rows of an export on their way to its file. What is in the file and where the reading is are noted together, so
 * that whatever happens, the next call goes on without a row lost or doubled.
 */
export class Writing {
  columns: readonly string[] | undefined;
  readonly #files: Files;
  readonly #exported: Exported;
  readonly #tool: OperationTool;
  readonly #opening: Opening;
  readonly #file: GrowingFile;
  #waiting: string[] = [];
  #length = 0;
  #rows: number;
  #keptAt: number;
  #keeping: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  private constructor(
    files: Files,
    exported: Exported,
    tool: OperationTool,
    file: GrowingFile,
    opening: Opening,
  ) {
    this.#files = files;
    this.#exported = exported;
    this.#tool = tool;
    this.#file = file;
    this.#opening = opening;
    this.columns = opening.state?.columns;
    this.#rows = opening.state?.rows ?? 0;
    this.#keptAt = opening.date();
  }

  /** Opens the file's beginning, or goes on with what an earlier call left of it. */
  static async open(
    files: Files,
    exported: Exported,
    tool: OperationTool,
    opening: Opening,
  ): Promise<Writing> {
    const part = partOf(exported.file);
    if (!opening.state && (await files.has(part))) {
      throw new InputError(`there is a file ${part} already, and nothing tells whose it is`, {
        argument: "file",
        next: "Choose another name, or have the person take it away.",
      });
    }
    const file = await files.grow(part);
    const bytes = opening.state?.bytes ?? 0;
    if (file.size < bytes) {
      await file.close();
      throw new InputError(`${part} is shorter than it was: somebody changed it`, {
        argument: "file",
        next: "Choose another name: the export begins anew.",
      });
    }
    await file.cut(bytes);
    const writing = new Writing(files, exported, tool, file, opening);
    await writing.#keep(files.writer);
    return writing;
  }

  /** Rows that were taken, those of earlier calls too. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes of the file. */
  get bytes(): number {
    return this.#file.size;
  }

  /**
   * Takes the items of a page. All of it happens at once but the writing, so that what waits and where the lanes are
   * agree at any moment; resolves when there is room for more.
   */
  async take(items: readonly Record<string, unknown>[], document: unknown): Promise<void> {
    const text = this.#textOf(items, document);
    this.#waiting.push(text);
    this.#length += text.length;
    this.#rows += items.length;
    const due = this.#opening.date() - this.#keptAt >= KEEP_EVERY_MS;
    if (due || this.#length > MOST_WAITING) await this.#keep(this.#files.writer);
  }

  /** Writes all that waits, notes where the reading is and that nobody is at it any more. */
  close(): Promise<void> {
    this.#closed ??= this.#keep(null).finally(() => this.#file.close());
    return this.#closed;
  }

  /** Writes what waits and notes where the reading is, one after the other. */
  #keep(owner: string | null): Promise<void> {
    this.#keptAt = this.#opening.date();
    const kept = this.#keeping.then(async () => {
      const text = this.#waiting.join("");
      const bytes = Buffer.from(text, "utf8");
      const { of, lanes, date, seal } = this.#opening;
      // The lanes as they are now, and not as they will be once that is written.
      const noted = structuredClone(
        lanes.map(({ input, cursor, done, range }) => ({ input, cursor, done, range })),
      );
      const state = { of, owner, seen: date(), rows: this.#rows, columns: this.columns };
      this.#waiting = [];
      this.#length = 0;
      await this.#file.append(bytes);
      await this.#file.keep();
      const whole = { ...state, bytes: this.#file.size, lanes: noted as Lane[] };
      await writeState(this.#files, this.#exported.file, whole, seal);
    });
    // One that failed is told to whoever waits for it; the next one would leave a hole.
    this.#keeping = kept;
    kept.catch(() => undefined);
    return kept;
  }

  #textOf(items: readonly Record<string, unknown>[], document: unknown): string {
    const included = includedIn(document);
    const { format, columns } = this.#exported;
    if (format === "jsonl") {
      const selection = selectionOf(this.#tool, { detail: "full" });
      const shaped = items.map((item) =>
        columns
          ? Object.fromEntries(columns.map((path) => [path, valueAt(item, path, included) ?? null]))
          : shapeItem(item, selection, false),
      );
      return shaped.map((one) => `${JSON.stringify(one)}\n`).join("");
    }
    const isFirst = this.columns === undefined;
    this.columns ??= this.#columnsOf(items, included);
    const named = this.columns;
    const lines = items.map((item) => lineOf(named.map((path) => valueAt(item, path, included))));
    return (isFirst ? BOM + lineOf(named) : "") + lines.join("");
  }

  /** The columns of the whole file: what nobody asked for is one where the first page has something in it. */
  #columnsOf(items: readonly Record<string, unknown>[], included: ReturnType<typeof includedIn>): string[] {
    const { columns = [], unasked } = this.#exported;
    return columns.filter(
      (path) => !unasked.includes(path) || items.some((item) => valueAt(item, path, included) !== undefined),
    );
  }
}
