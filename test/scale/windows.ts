/** What may come within so many milliseconds. */
export interface Window {
  /** What is counted together. */
  name: string;
  limit: number;
  ms: number;
}

/** A window that held more than it may. */
export interface Excess extends Window {
  held: number;
}

/** The stretch of each window that held most, over all who sent: those that held more than they may. */
export function excesses(
  times: ReadonlyMap<string, readonly number[]>,
  windows: readonly Window[],
): Excess[] {
  return windows.flatMap((window) => {
    const held = most(times.get(window.name) ?? [], window.ms);
    return held > window.limit ? [{ ...window, held }] : [];
  });
}

/** The most that came within any stretch of so many milliseconds. */
export function most(times: readonly number[], ms: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  let found = 0;
  for (const [at, time] of sorted.entries()) {
    while ((sorted[first] ?? time) <= time - ms) first += 1;
    found = Math.max(found, at - first + 1);
  }
  return found;
}

/** How much of a rate was used between two times. */
export function share(times: readonly number[], from: number, to: number, perSecond: number): number {
  const came = times.filter((time) => time >= from && time < to).length;
  return came / ((perSecond * (to - from)) / 1000);
}

/** The value that so large a share of all is not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
