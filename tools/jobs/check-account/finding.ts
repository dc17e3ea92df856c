import { oneLine, textOf } from "../../../src/text.ts";
import type { OperationTool } from "../../../src/tool/tool.ts";
import type { Reading } from "./reading.ts";

export type Values = Readonly<Record<string, unknown>>;

/** The call that shows more of a finding. */
export interface Next {
  tool: string;
  arguments: Values;
}

/** Something that is wrong. */
export interface Finding {
  finding: string;
  number: number;
  next: Next;
  /** How bad it is, of 100: the worst is told first. */
  gravity: number;
}

/** One thing to look for. */
export interface Check {
  /** What it looks for, as an answer that has found nothing says it. */
  what: string;
  readonly uses: readonly OperationTool[];
  /** What is wrong; undefined where it cannot be known, which `reading` has been told then. */
  look(reading: Reading): Promise<Finding[] | undefined>;
}

/** Most lines of all checks together, and the fewest that each may have; and how many characters they may be. */
const MOST = 16;
const MOST_CHARS = 2700;
const FEWEST = 4;
const NAME_CHARS = 48;

/** A name as it stands in a finding. */
export const named = (name: unknown): string => JSON.stringify(oneLine(textOf(name), NAME_CHARS));

/** A share in percent, with one digit where it is small. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))}%`;

interface Line {
  check: string;
  finding: string;
  number: number;
  next: Next;
}

/** As many lines from the first on as there is room for. */
function fitting(lines: readonly Line[]): Line[] {
  let chars = 0;
  return lines.filter((line) => {
    chars += JSON.stringify(line).length;
    return chars <= MOST_CHARS;
  });
}

/** What was found in lines, the worst first, and how many of each check there was no room for. */
export function linesOf(found: Readonly<Record<string, readonly Finding[]>>): {
  lines: Line[];
  more: Record<string, number>;
} {
  const checks = Object.entries(found);
  const room = Math.max(FEWEST, Math.floor(MOST / Math.max(1, checks.length)));
  const worst = (one: Finding, other: Finding) => other.gravity - one.gravity || other.number - one.number;
  const shown = checks
    .flatMap(([check, findings]) =>
      [...findings]
        .sort(worst)
        .slice(0, room)
        .map((finding) => ({ check, ...finding })),
    )
    .sort(worst)
    .slice(0, MOST)
    .map(({ check, finding, number, next }): Line => ({ check, finding, number, next }));
  const lines = fitting(shown);
  const more: Record<string, number> = {};
  for (const [check, findings] of checks) {
    const left = findings.length - lines.filter((one) => one.check === check).length;
    if (left > 0) more[check] = left;
  }
  return { lines, more };
}
