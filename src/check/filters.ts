import { InputError } from "../errors.ts";
import { type FilterNode, FilterSyntaxError, parseFilter, printFilter } from "../jsonapi/filter.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { type FilterTaken, judge, type Verdict } from "./clauses.ts";
import { describeFields } from "./filterable.ts";
import { rewritten } from "./rewritten.ts";

/** Each mend may uncover one more: an operator's name, then its value's form, then its spelling. */
const MAX_MENDS = 6;

/**
 * Refuses a `filter` that Klaviyo would: the InputError shows the position, what the operation takes, and the filter
 * as it was meant where that is plain. With `named` names may stand where ids are due. Where Klaviyo publishes no fields, only the language is checked.
 */
export function checkFilter(tool: OperationTool, input: Input, named = false): void {
  const texts = [input.filter ?? []].flat().filter((text) => typeof text === "string");
  const { query, bodyFilter } = tool.request;
  const clauses = Object.entries(query.clauses ?? {}).map(
    ([argument, { field }]) => [field, argument] as const,
  );
  const taken: FilterTaken = {
    fields: bodyFilter?.fields ?? query.filter,
    ownArguments: new Map([...clauses, ...Object.entries(bodyFilter?.arguments ?? {})]),
    named,
    ...(bodyFilter?.negated && { negated: bodyFilter.negated }),
  };
  const nodes = texts.flatMap((text) => checkText(text, taken));
  if (bodyFilter?.once) checkOnce(nodes);
}

function checkText(text: string, taken: FilterTaken): FilterNode[] {
  const judgeNode = (node: FilterNode) => judge(node, taken);
  let nodes: FilterNode[];
  try {
    nodes = parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    const meant = meantBy(straightenQuotes(text), judgeNode) ?? meantBy(rewritten(text) ?? "", judgeNode);
    throw refusal(text, error.at, { problem: error.message }, taken, meant);
  }
  for (const node of nodes) {
    const verdict = judgeNode(node);
    if (verdict) throw refusal(text, node.at, verdict, taken, mend(nodes, judgeNode));
  }
  return nodes;
}

/** Klaviyo takes one clause an attribute there. */
function checkOnce(nodes: FilterNode[]): void {
  const fields = nodes.flatMap((node) => ("group" in node ? [] : [node.field]));
  const twice = fields.find((field, at) => fields.indexOf(field) < at);
  if (twice === undefined) return;
  throw new InputError(`the filter has two clauses on ${twice}, and here it takes one`, {
    argument: "filter",
    next: `Put all values into one: contains-any(${twice},["a","b"]).`,
  });
}

function refusal(
  text: string,
  at: number,
  verdict: Verdict,
  { fields }: FilterTaken,
  meant?: string,
): InputError {
  const here = JSON.stringify(text.slice(at, at + 40));
  const takes = fields && `It takes ${describeFields(fields)}`;
  const next = [meant ? `Write ${meant}` : verdict.next, takes].filter(Boolean).join(". ");
  return new InputError(`the filter is wrong at position ${at} (${here}): ${verdict.problem}`, {
    argument: "filter",
    ...(next && { next }),
  });
}

function meantBy(text: string, judgeNode: (node: FilterNode) => Verdict | undefined): string | undefined {
  try {
    const nodes = text === "" ? [] : parseFilter(text);
    if (nodes.length === 0) return undefined;
    return nodes.some((node) => judgeNode(node)) ? mend(nodes, judgeNode) : printFilter(nodes);
  } catch {
    return undefined;
  }
}

/** The filter with every clause as it was meant, or undefined when one is not plain. */
function mend(nodes: FilterNode[], judgeNode: (node: FilterNode) => Verdict | undefined): string | undefined {
  const mended: FilterNode[] = [];
  for (const node of nodes) {
    let meant: FilterNode | undefined = node;
    for (let mends = 0; meant && mends < MAX_MENDS; mends += 1) {
      const verdict = judgeNode(meant);
      if (!verdict) break;
      meant = verdict.meant;
    }
    if (!meant || judgeNode(meant)) return undefined;
    mended.push(meant);
  }
  return printFilter(mended);
}

/** Typographic quotes, and pairs that open with one mark and close with the other, as straight double quotes. */
function straightenQuotes(text: string): string {
  return text
    .replace(/[“”„‟]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/(["'])([^"']*)(["'])/g, '"$2"');
}
