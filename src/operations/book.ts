import { InputError } from "../errors.ts";
import { type Doing, onlyReads } from "../tool/effects.ts";
import type { DirectTool, OperationBook, Tool, ToolBase } from "../tool/tool.ts";
import { branchAt } from "./branch.ts";
import { lineOf, type Schema } from "./line.ts";

/** Ranks names for a question, likeliest first. */
export type Search = (question: string, limits: { section?: string; limit?: number }) => { name: string }[];

/** What a search's answer says of a tool besides its line. */
type Named = Pick<ToolBase, "name" | "toolset"> & { judgement: Doing };

export interface BookSources {
  /** What may be called, the listed ones and the others. */
  callable: readonly Named[];
  isListed(tool: Named): boolean;
  /** The declaration of one of these: a search needs none. */
  toolOf(name: string): Tool;
  /** The search over tools of these names. */
  searchAmong(names: ReadonlySet<string>): Search;
  schemaOf(tool: Tool): Schema;
  /** A tool as one callable line, in short. */
  lineOf(name: string): string;
  /** The schema, or one part of it, with the shapes written out that are too large for schemaOf; none where it has none. */
  openedOf?(tool: Tool, outside: Schema, part: string | undefined): Schema | undefined;
  /** What a call of it does to the account and to people, in words. */
  effectsOf(tool: Tool): string;
  /** What connections are known to lack for a tool, in words. */
  lackOf?(name: string): string | undefined;
  refusal(name: string): InputError;
}

/** Eight lines are read at a glance and hold the right one nearly always. */
const SHOWN = 8;

/** The book of operations over what may be called; the index is made with the first question. */
export function operationBook(sources: BookSources): OperationBook {
  const byName = new Map(sources.callable.map((tool) => [tool.name, tool]));
  const sections = [...new Set(sources.callable.map(({ toolset }) => toolset))];
  let search: Search | undefined;
  return {
    search(question, { section, limit = SHOWN }) {
      if (section !== undefined && !sections.includes(section)) {
        throw new InputError(`there is no section ${section.slice(0, 64)}`, {
          argument: "section",
          next: `It is one of ${sections.join(", ")}.`,
        });
      }
      search ??= sources.searchAmong(new Set(byName.keys()));
      const found = search(question, { limit, ...(section !== undefined && { section }) });
      const hits = found.flatMap(({ name }) => byName.get(name) ?? []);
      if (hits.length === 0) {
        return { data: [], hint: `Nothing fits these words. Sections: ${sections.join(", ")}.` };
      }
      const data = hits.map((tool) => {
        const lack = sources.lackOf?.(tool.name);
        const line = `${sources.isListed(tool) ? "* " : ""}${sources.lineOf(tool.name)}`;
        return lack ? `${line} (not granted: ${lack})` : line;
      });
      return { data, hint: hintOf(hits, sources) };
    },

    describe(name, { schema, part }) {
      const tool = byName.has(name) ? sources.toolOf(name) : undefined;
      if (!tool || tool.kind === "indirect") throw sources.refusal(name);
      const whole = sources.schemaOf(tool);
      const opened = schema || part !== undefined ? sources.openedOf?.(tool, whole, part) : undefined;
      const branch = opened || part === undefined ? undefined : branchAt(whole, part);
      if (part !== undefined && !opened && !branch) {
        throw new InputError(`${name} has no part ${part.slice(0, 64)}`, {
          argument: "part",
          next: "Leave part out to see the outside; a part is a path of names, e.g. definition.actions.",
        });
      }
      const lack = sources.lackOf?.(name);
      return {
        data: {
          name: tool.name,
          does: tool.description,
          line: lineOf(tool, whole, Number.POSITIVE_INFINITY),
          ...facts(tool),
          effects: sources.effectsOf(tool),
          ...(lack && { not_granted: lack }),
          ...(schema && { inputSchema: opened ?? branch ?? whole }),
        },
      };
    },
  };
}

function hintOf(hits: readonly Named[], sources: BookSources): string {
  const others = hits.filter((tool) => !sources.isListed(tool));
  const reads = others.some(onlyReads) && "read_operation";
  const changes = !others.every(onlyReads) && "change_operation for what changes something";
  const ways = [reads, changes].filter(Boolean).join(", ");
  const own = others.length < hits.length ? " * is a tool of its own." : "";
  return ways ? `Call one by name with ${ways}.${own}` : "Each is a tool of its own.";
}

function facts(tool: DirectTool): Record<string, unknown> {
  if (tool.kind !== "operation") return {};
  const { method, path, scopes, rate, query, bodyFilter } = tool.request;
  const filter = bodyFilter?.fields ?? query.filter;
  const daily = rate.daily ? `, ${rate.daily} a day` : "";
  return {
    request: `${method} ${path}`,
    scopes: scopes.join(" "),
    limits: `${rate.burst} a second, ${rate.steady} a minute${daily}`,
    ...(filter && {
      filter: Object.fromEntries(
        Object.entries(filter).map(([field, { operators, values }]) => [
          field,
          operators.join(" ") + (values ? ` of ${values.join("|")}` : ""),
        ]),
      ),
    }),
    ...(query.sort && { sort: query.sort.join(" ") }),
    ...(query.include && { include: Object.keys(query.include).join(" ") }),
    ...(query.additionalFields && { additional_fields: query.additionalFields.join(" ") }),
    ...("resource" in tool.result && { answers: tool.result.resource.type }),
  };
}
