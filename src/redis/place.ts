/** What Redis says to one who asks for a place; `wait` is in milliseconds. Windows are told by where they stood. */
export interface Place {
  /** `late` when it would come too late, `unready` while everybody waits for all who share. */
  is: "place" | "late" | "unready";
  wait: number;
  /** How many have a place in each window of the request, itself among them. */
  counts: ReadonlyMap<number, number>;
  /** The windows of which it is to find out whether they are open. */
  trials: ReadonlySet<number>;
}

/** Reads what the script PLACE answers. */
export function readPlace(answer: unknown): Place {
  const [is, wait, counts = [], trials = []] = answer as [Place["is"], number, number[]?, number[]?];
  const pairs = counts.flatMap((index, at) =>
    at % 2 === 0 ? [[index - 1, counts[at + 1] ?? 0] as const] : [],
  );
  return { is, wait, counts: new Map(pairs), trials: new Set(trials.map((index) => index - 1)) };
}
