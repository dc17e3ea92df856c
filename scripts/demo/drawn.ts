// Tables, bars and cards as text. Every function gives lines, without colours.

/** A bar's last cell is cut to eighths. */
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const GAP = "  ";

/** One column of a table: its heading, and what each row shows in it; `bar` draws the numbers beside that. */
export interface Column<R> {
  heading: string;
  of(row: R): string;
  right?: boolean;
  bar?(row: R): number;
}

/** A table, its numbers to the right; bars share one scale, on which the largest is `barWidth` cells long. */
export function table<R>(columns: readonly Column<R>[], rows: readonly R[], barWidth = 20): string[] {
  const cells = columns.map(({ heading, of }) => [heading, ...rows.map(of)]);
  const lines = ["", ...rows].map((_, at) =>
    columns
      .map((column, index) => {
        const all = cells[index] ?? [];
        const text = pad(all[at] ?? "", Math.max(...all.map(lengthOf)), column.right);
        const { bar } = column;
        if (!bar) return text;
        const row = rows[at - 1];
        const drawn = row === undefined ? "" : barOf(bar(row), Math.max(...rows.map(bar)), barWidth);
        return `${text}${GAP}${pad(drawn, barWidth)}`;
      })
      .join(GAP)
      .trimEnd(),
  );
  return lines;
}

/** A bar for a value of which the largest has `width` cells; anything above nothing is to be seen. */
export function barOf(value: number, largest: number, width: number): string {
  if (!(value > 0) || !(largest > 0)) return "";
  const eighths = Math.max(1, Math.round((Math.min(value, largest) / largest) * width * 8));
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** Text in a frame, wrapped to so many columns in all. */
export function card(text: string, width: number): string[] {
  const lines = text.split("\n").flatMap((line) => wrap(line, width - 4));
  const inner = Math.max(...lines.map(lengthOf));
  const rule = "─".repeat(inner + 2);
  return [`┌${rule}┐`, ...lines.map((line) => `│ ${pad(line, inner)} │`), `└${rule}┘`];
}

/** Lines of at most so many columns, broken at spaces; the further ones of a list's item stand below its first. */
export function wrap(text: string, width: number): string[] {
  const hang = text.startsWith("- ") ? "  " : "";
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    const longer = line === "" || line === hang ? line + word : `${line} ${word}`;
    if (lengthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...pieces(word, width - hang.length).map((piece) => hang + piece));
  }
  return lines[0] === "" && lines.length > 1 ? lines.slice(1) : lines;
}

/** A word in pieces that fit, since an id or a filter may be longer than a line. */
function pieces(word: string, width: number): string[] {
  const found = word.match(new RegExp(`.{1,${width}}`, "gu"));
  return found ?? [word];
}

function pad(text: string, width: number, right = false): string {
  const room = " ".repeat(Math.max(0, width - lengthOf(text)));
  return right ? room + text : text + room;
}

function lengthOf(text: string): number {
  return [...text].length;
}
