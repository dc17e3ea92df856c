const rows: { what: string; measured: string; budget: string; ok: boolean }[] = [];

/** Notes a figure beside its budget; without a budget it is there to compare with. */
export function report(what: string, measured: string, budget = "", ok = true): void {
  rows.push({ what, measured, budget, ok });
}

/** Prints all that was noted; a figure over its budget says so. */
export function printReport(): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, measured, budget, ok } of rows) {
    process.stdout.write(`${ok ? "ok  " : "OVER"} ${what.padEnd(width)}  ${measured.padEnd(36)} ${budget}\n`);
  }
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
