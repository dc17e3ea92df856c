import { z } from "zod";
import { InputError } from "../../src/errors.ts";
import { oneLine, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { atLeastOne, fewTogether } from "../../src/tool/rules.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { operationNamed } from "../operations/tools.ts";
import { id } from "../params.ts";
import { valuesOf } from "./audiences.ts";
import { KINDS } from "./copy/kinds.ts";
import { listers } from "./copy/listed.ts";
import { type Copying, copyingOf, fresh, type MadeAs, type Step } from "./copy/planning.ts";
import { isPartial } from "./parts.ts";

/** Of so many things a person can still see which they are. */
const MOST = 20;
const WHY_CHARS = 160;
/** With less left of the call nothing further is made. */
const RESERVE_MS = 5000;

const some = z.array(id).min(1).optional();
const inputs = { flows: some, segments: some, templates: some, universal_content: some, tags: some };
const NAMES = Object.keys(inputs) as (keyof typeof inputs)[];

const nameOf = ({ from: { name, connection } }: Copying): string => name ?? connection;

/** `1 flow and 2 templates`. */
function counted(steps: readonly Step[]): string {
  const types = [...new Set(steps.map(({ type }) => type))];
  const parts = types.map((type) => {
    const { length } = steps.filter((one) => one.type === type);
    return `${length} ${type}${length === 1 || type === "universal content" ? "" : "s"}`;
  });
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "nothing");
}

/** Throws InputError where nothing is to be made: what was asked for is there already, or cannot be copied. */
function refuseNothing({ steps, already, leftOut, unknown }: Copying): void {
  if (steps.length > 0) return;
  const why = [...already.map((one) => `${one} is there already`), ...leftOut].join("; ");
  const next = [
    "Nothing was sent.",
    ...(already.length > 0 ? ["What is there stays as it is: to have it anew, rename it there first."] : []),
    ...(unknown > 0 ? ["Names are those of the account `from`, written whole."] : []),
    ...(leftOut.length > unknown
      ? ["What goes by a name must have the same name in both accounts: create it there, or rename it."]
      : []),
  ];
  throw new InputError(`nothing of this can be copied: ${oneLine(why, 600)}`, { next: next.join(" ") });
}

/** What was made, and what stopped the rest. */
interface Made {
  copied: { kind: string; id: string; name: string }[];
  stopped?: string;
}

/** Makes one thing after another. Throws what the first of them throws; after that it is told. */
async function make(context: WorkflowContext, steps: readonly Step[]): Promise<Made> {
  const ids = new Map<string, string>();
  const madeAs: MadeAs = (type, id) => ids.get(`${type} ${id}`) ?? fresh(type, id);
  const copied: Made["copied"] = [];
  for (const [at, step] of steps.entries()) {
    const { type, id, name, tool } = step;
    if (copied.length > 0 && context.remaining() < RESERVE_MS)
      return { copied, stopped: `the call's time was over before ${type} ${name}` };
    try {
      const made = valuesOf(await context.call(tool, step.input(madeAs)));
      ids.set(`${type} ${id}`, textOf(made.id));
      copied.push({ kind: type, id: textOf(made.id), name });
    } catch (error) {
      if (copied.length === 0 || !isPartial(error)) throw error;
      const why = oneLine(error.message, WHY_CHARS);
      return { copied, stopped: `${type} ${name} was not made, or nobody knows (${why})` };
    }
    context.progress(at + 1, steps.length, `${type} ${name} made`);
  }
  return { copied };
}

export const copyToAccount = section("accounts", {
  copy_to_account: job({
    title: "Copy to another account",
    description:
      "Copies things (names or ids) of the account `from` to that of connection_id: flows as drafts with their templates. What has no counterpart by name is told.",
    inputSchema: { from: id, ...inputs },
    rules: [atLeastOne(...NAMES), fewTogether(MOST, ...NAMES)],
    judgement: {
      effects: ["adds"],
      why: "New things in this account, made of those of another; flows are drafts, nothing is sent.",
      asks: true,
    },
    onKlaviyo: true,
    get uses() {
      const made = [...KINDS.map(({ create }) => create), "create_tag_group"];
      const read = [
        "get_accounts",
        "get_tag",
        "get_universal_content",
        "get_template",
        "get_segment",
        "get_flow",
      ];
      return [...listers(), ...[...read, ...made].map(operationNamed)];
    },
    async plan(context, input) {
      const copying = await copyingOf(context, input);
      refuseNothing(copying);
      const { steps, already, leftOut, mapped, notes } = copying;
      const line = (label: string) => (becomes: string) => ({ label, becomes });
      return {
        of: `copies ${counted(steps)} from ${nameOf(copying)}`,
        lines: [
          ...steps.map(({ type, name, says }) => line(type)(says ? `${name}, ${says}` : name)),
          ...(mapped.length > 0 ? [line("by name")(mapped.join("; "))] : []),
          ...already.map(line("there already, stays")),
          ...leftOut.map(line("not copied")),
          ...notes.map(line("look at")),
        ],
        effects: [],
        holds: Object.fromEntries(
          steps.map((step) => [`${step.type} ${step.name} ${step.id}`, JSON.stringify(step.input(fresh))]),
        ),
      };
    },
    async run(context, input) {
      const copying = await copyingOf(context, input);
      refuseNothing(copying);
      const { already, leftOut, mapped, notes } = copying;
      const { copied, stopped } = await make(context, copying.steps);
      return {
        data: {
          from: nameOf(copying),
          copied,
          ...(mapped.length > 0 && { by_name: mapped }),
          ...(already.length > 0 && { there_already: already }),
          ...(leftOut.length > 0 && { not_copied: leftOut }),
          ...(notes.length > 0 && { look_at: notes }),
        },
        hint: stopped
          ? `${copied.length} of ${copying.steps.length} are made; ${stopped}. copy_to_account with the same arguments goes on: what is there by its name stays as it is.`
          : "Texts, links and images are still those of the other account: have a person look at each before it is used.",
      };
    },
  }),
});
