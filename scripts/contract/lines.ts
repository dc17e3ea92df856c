import type { ContractFacts } from "./facts.ts";
import { NamedTypes } from "./named.ts";
import { fieldsOf, type Resource, resourcesOf } from "./resources.ts";
import type { Row } from "./row.ts";
import { lineOf } from "./rows.ts";
import { Schemas } from "./schemas.ts";
import { Shapes } from "./shapes.ts";

/** The lines of one revision, before files are made of them. */
export interface RevisionLines {
  revision: string;
  operations: Record<string, unknown>[];
  resources: Map<string, Resource>;
  types: Map<string, string>;
  giants: Map<string, string>;
}

/** Writes out the rows of a revision. `akas` are the other names of its rows. */
export function linesOf(
  contract: ContractFacts,
  rows: readonly Row[],
  akas: ReadonlyMap<string, readonly string[]>,
): RevisionLines {
  const named = new NamedTypes(new Shapes(new Schemas(contract.schemas)));
  const resources = resourcesOf(rows);
  const { own, giant } = named.lines(rows);
  return {
    revision: contract.revision,
    operations: rows.map((row) =>
      lineOf(row, (akas.get(row.name) ?? []).join(" "), named.takes(row.fields), fieldsOf(row, resources)),
    ),
    resources,
    types: own,
    giants: giant,
  };
}

/** The files: operations by revision, section and name, then resource types, then named types; what repeats is left out. */
export function filesOf(revisions: readonly RevisionLines[]): { rows: string; shapes: string } {
  const [base] = revisions;
  const operations = revisions.flatMap((one) => one.operations).sort(byPlace);
  const resources = revisions.flatMap((one) =>
    [...one.resources].flatMap(([resource, { attributes, relationships }]) => {
      const known = one === base ? undefined : base?.resources.get(resource);
      const isSame = known?.attributes === attributes && known.relationships === relationships;
      // Of what a newer revision only points at, the older one knows more.
      if (known && (isSame || !attributes)) return [];
      return [
        {
          resource,
          revision: one.revision,
          ...(attributes && { attributes }),
          ...(relationships && { relationships }),
        },
      ];
    }),
  );
  const types = revisions.flatMap((one) => typeLines(one, one.types, one === base ? undefined : base));
  const giants = revisions.flatMap((one) => typeLines(one, one.giants, one === base ? undefined : base));
  return { rows: text([...operations, ...resources, ...types]), shapes: text(giants) };
}

function typeLines(
  { revision }: RevisionLines,
  types: ReadonlyMap<string, string>,
  base: RevisionLines | undefined,
) {
  return [...types].flatMap(([type, is]) => {
    const known = base?.types.get(type) ?? base?.giants.get(type);
    return known === is ? [] : [{ type, revision, is }];
  });
}

function byPlace(a: Record<string, unknown>, b: Record<string, unknown>): number {
  for (const key of ["revision", "section", "name"]) {
    const [one, other] = [String(a[key]), String(b[key])];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function text(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
