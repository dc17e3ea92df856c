import type { ContractFacts, LeftOut, OperationFacts } from "./facts.ts";

/** The operations that get rows, and those that do not. */
export interface Selected {
  contract: ContractFacts;
  leftOut: LeftOut[];
}

/** Leaves out what no gateway reaches: the operations that browsers call with a company id and without a key. */
export function reachable(contract: ContractFacts): Selected {
  const isBrowsers = ({ path }: OperationFacts) => path.startsWith("/client/");
  return {
    contract: { ...contract, operations: contract.operations.filter((operation) => !isBrowsers(operation)) },
    leftOut: contract.operations.filter(isBrowsers).map(({ name, path }) => ({
      name,
      reason: `${path} is a browser's: it takes a company id instead of a key and is not below /api/`,
    })),
  };
}

/** Of a newer revision: the operations that an older one does not have, and those that changed so much that both stay. */
export function newIn(
  contract: ContractFacts,
  older: ContractFacts,
  changed: readonly string[],
): ContractFacts {
  const known = new Set(older.operations.map(placeOf));
  const operations = contract.operations.flatMap((operation) => {
    if (!known.has(placeOf(operation))) return [operation];
    return changed.includes(operation.name)
      ? [{ ...operation, name: `${operation.name}_2026_10`, aliases: [] }]
      : [];
  });
  return { ...contract, operations };
}

function placeOf({ method, path }: OperationFacts): string {
  return `${method} ${path}`;
}

/** The other names of operations: those that no operation has, nor another as its other name. */
export function otherNames(
  operations: readonly OperationFacts[],
  decided: Readonly<Record<string, readonly string[]>>,
  reserved: Iterable<string> = [],
): Map<string, readonly string[]> {
  const taken = new Set([...reserved, ...operations.map(({ name }) => name)]);
  const names = new Map<string, readonly string[]>();
  for (const { name, aliases } of operations) {
    const own = [...new Set([...aliases, ...(decided[name] ?? [])])].filter((alias) => !taken.has(alias));
    for (const alias of own) taken.add(alias);
    if (own.length > 0) names.set(name, own);
  }
  return names;
}
