import type { BodyRow } from "./bodies.ts";
import type { OperationFacts } from "./facts.ts";
import type { Field } from "./shapes.ts";

/** An operation on its way to a line: everything but what is written of its arguments. */
export interface Row {
  facts: OperationFacts;
  name: string;
  revision: string;
  path: string;
  body?: BodyRow;
  fields: Field[];
}
