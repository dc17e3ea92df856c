// Tables, bars and cards as text. Every function gives lines, without colours.

/** A bar's last cell is cut to eighths. */
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const GAP = "  ";
/** With fewer cells a bar says nothing. */
const SHORTEST = 5;

/** One column of a table: its heading, and what each row shows in it; `bar` draws the numbers beside that. */
export interface Column<R> {
  heading: string;
  of(row: R): string;
  right?: boolean;
  bar?(row: R): number;
}

/**
 * A table of at most `width` columns, its numbers to the right; bars share one scale, on which the largest is `longest`
 * cells long, or as many as there is room for. Where the cells alone are too wide, a row is some lines of its own.
 */
export function table<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  width: number,
  longest = 20,
): string[] {
  const cells = columns.map(({ heading, of }) => [heading, ...rows.map(of)]);
  const widths = cells.map((all) => Math.max(...all.map(lengthOf)));
  const spare = width - widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  if (spare < 0) return rows.flatMap((row) => entry(columns, row, width));
  const bar = Math.min(longest, spare - GAP.length);
  return ["", ...rows].map((_, at) =>
    columns
      .map((column, index) => {
        const text = pad(cells[index]?.[at] ?? "", widths[index] ?? 0, column.right);
        const { bar: of } = column;
        if (!of || bar < SHORTEST) return text;
        const row = rows[at - 1];
        const drawn = row === undefined ? "" : barOf(of(row), Math.max(...rows.map(of)), bar);
        return `${text}${GAP}${pad(drawn, bar)}`;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** A row where a table has no room: what it is about, and below that each of the others after its heading. */
function entry<R>([first, ...others]: readonly Column<R>[], row: R, width: number): string[] {
  const below = others.map(({ heading, of }) => `${heading} ${of(row)}`).join(" · ");
  return [...wrap(first?.of(row) ?? "", width), ...wrap(below, width - GAP.length).map((line) => GAP + line)];
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
  const [mark] = /^ *(?:- |\d+\. )?/.exec(text) ?? [""];
  const hang = " ".repeat(mark.length);
  const lines = [mark];
  for (const word of text.slice(mark.length).split(" ")) {
    const line = lines.at(-1) ?? "";
    const isNew = line === mark || line === hang;
    const longer = isNew ? line + word : `${line} ${word}`;
    if (lengthOf(longer) <= width) lines[lines.length - 1] = longer;
    else if (isNew)
      lines.splice(
        -1,
        1,
        ...pieces(word, width - hang.length).map((piece, at) => (at ? hang : line) + piece),
      );
    else lines.push(...pieces(word, width - hang.length).map((piece) => hang + piece));
  }
  return lines;
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
