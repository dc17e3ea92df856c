import type { Correction } from "../../tools/operations/corrections.ts";
import type { ContractFacts, OperationFacts } from "./facts.ts";
import type { Field } from "./shapes.ts";

/** The facts as a person knows them better. */
export function corrected(contract: ContractFacts, corrections: readonly Correction[]): ContractFacts {
  const operations = contract.operations.map((operation) =>
    of(operation.name, corrections).reduce(correctedOperation, operation),
  );
  return { ...contract, operations };
}

function correctedOperation(
  operation: OperationFacts,
  { filterValues, stricter, status }: Correction,
): OperationFacts {
  const filter = { ...operation.filter };
  for (const [field, values] of Object.entries(filterValues ?? {})) {
    const known = filter[field];
    if (!known)
      throw new Error(`A correction speaks of the filter ${field}, which ${operation.name} does not have`);
    filter[field] = { ...known, values: [...values] };
  }
  return {
    ...operation,
    filter,
    ...(status && { statuses: [...status] }),
    stricter: [...operation.stricter, ...(stricter ? [stricter] : [])],
  };
}

/** The arguments of an operation with the most that their lists may hold. */
export function bounded(name: string, fields: readonly Field[], corrections: readonly Correction[]): Field[] {
  const most = Object.assign({}, ...of(name, corrections).map((one) => one.most ?? {})) as Record<
    string,
    number
  >;
  for (const argument of Object.keys(most)) {
    const known = fields.some((field) => field.name === argument && field.shape.is === "list");
    if (!known) throw new Error(`A correction bounds ${argument}, which is no list of ${name}`);
  }
  return fields.map((field) => {
    const bound = most[field.name];
    if (bound === undefined || field.shape.is !== "list") return field;
    return { ...field, shape: { ...field.shape, most: bound } };
  });
}

function of(name: string, corrections: readonly Correction[]): readonly Correction[] {
  return corrections.filter(({ operations }) => operations.includes(name));
}
