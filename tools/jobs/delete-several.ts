import { z } from "zod";
import { BusyError, GatewayError, StoppedError } from "../../src/errors.ts";
import { isObject, oneLine, textOf } from "../../src/text.ts";
import { job, section } from "../../src/tool/declare.ts";
import { atLeastOne, fewTogether } from "../../src/tool/rules.ts";
import type { Input, WorkflowContext } from "../../src/tool/tool.ts";
import { campaigns } from "../campaigns.ts";
import { id } from "../params.ts";
import { campaignsByAudience, KINDS, type Kind, readOf, removeOf } from "./delete-several/kinds.ts";

/** Of so many things a person can still see which they are. */
const MOST = 25;
const WHY_CHARS = 120;
/** With less left of the call no other deletion is begun. */
const RESERVE_MS = 5000;

/** One thing that is to go. */
interface Thing {
  kind: Kind;
  id: string;
}

/** A thing as it stands. */
interface Read extends Thing {
  /** `Season Kickoff (Scheduled, 2026-11-29T17:00:00+00:00)`. */
  words: string;
  /** What must still be so when it goes: without how many people there are, which moves by itself. */
  holds: string;
}

/** What a call names, each once, in the order in which it goes. */
const thingsOf = (input: Input): Thing[] =>
  KINDS.flatMap((kind) =>
    [...new Set((input[`${kind.one}_ids`] ?? []) as string[])].map((id) => ({ kind, id })),
  );

const isGone = (error: unknown): boolean => error instanceof GatewayError && error.status === 404;

/** The names of the flows that a list or segment starts, each with its status. */
function flowsIn(document: unknown): string[] {
  const included = isObject(document) && Array.isArray(document.included) ? document.included : [];
  return included.flatMap((one) =>
    isObject(one) && one.type === "flow" && isObject(one.attributes)
      ? [`${textOf(one.attributes.name)} (${textOf(one.attributes.status)})`]
      : [],
  );
}

/** One thing; that it is gone already is no failure, since a call that stopped in the middle is made again. */
async function readOne(
  context: WorkflowContext,
  { kind, id }: Thing,
  how: number,
  usedBy: readonly string[],
): Promise<Read> {
  try {
    const document = await context.call(readOf(kind), { [`${kind.one}_id`]: id, ...kind.with?.(how) });
    const data = isObject(document) && isObject(document.data) ? document.data : {};
    const attributes = isObject(data.attributes) ? data.attributes : {};
    const starts = flowsIn(document);
    const uses = [
      ...(starts.length > 0 ? [`starts ${starts.join(", ")}`] : []),
      ...(usedBy.length > 0 ? [`in the campaigns ${usedBy.join(", ")}`] : []),
    ];
    const name = textOf(attributes.name) || id;
    const { profile_count: _, ...standing } = attributes;
    const said = (of: typeof attributes) => {
      const facts = [...kind.facts(of), ...uses].filter((one) => one !== undefined);
      return facts.length > 0 ? `${name} (${facts.join("; ")})` : name;
    };
    return { kind, id, words: said(attributes), holds: said(standing) };
  } catch (error) {
    if (!isGone(error)) throw error;
    return { kind, id, words: `${id} (gone already)`, holds: "gone already" };
  }
}

/** The things as they stand, and whether all campaigns that may use them were looked at. */
async function readAll(
  context: WorkflowContext,
  input: Input,
): Promise<{ all: readonly Read[]; whole: boolean }> {
  const things = thingsOf(input);
  const audiences = things.filter(({ kind }) => kind.one === "list" || kind.one === "segment");
  const using = audiences.length > 0 ? await campaignsByAudience(context) : undefined;
  const all: Read[] = [];
  for (const [at, thing] of things.entries()) {
    all.push(await readOne(context, thing, audiences.length, using?.of.get(thing.id) ?? []));
    context.progress(at + 1, 2 * things.length, `${thing.kind.one} read`);
  }
  return { all, whole: using?.whole ?? true };
}

/** What became of one deletion: gone already counts as gone, and what got no answer may have been done. */
async function deleteOne(context: WorkflowContext, { kind, id }: Thing): Promise<string | undefined> {
  try {
    await context.call(removeOf(kind), { [`${kind.one}_id`]: id });
    return undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    if (error instanceof StoppedError && error.reason === "cancelled") throw error;
    const why = oneLine(error instanceof Error ? error.message : String(error), WHY_CHARS);
    const unsent = error instanceof BusyError || (error instanceof StoppedError && !error.sent);
    const refused = unsent || (error instanceof GatewayError && error.status < 500);
    return refused ? `not deleted: ${why}` : `unknown whether it was deleted: ${why}`;
  }
}

/** `2 lists and 1 tag`. */
function counted(all: readonly Thing[]): string {
  const parts = KINDS.map((kind) => [kind.one, all.filter((one) => one.kind === kind).length] as const)
    .filter(([, many]) => many > 0)
    .map(([one, many]) => `${many} ${one}${many === 1 ? "" : "s"}`);
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "nothing");
}

const some = z.array(id).min(1).optional();
const inputs = {
  campaign_ids: some,
  flow_ids: some,
  form_ids: some,
  segment_ids: some,
  list_ids: some,
  template_ids: some,
  tag_ids: some,
};
const NAMES = Object.keys(inputs) as (keyof typeof inputs)[];

export const deleteSeveral = section("campaigns", {
  delete_several: job({
    title: "Delete several things",
    aka: ["delete_campaigns", "bulk_delete", "clean_up"],
    description: `Deletes up to ${MOST} campaigns, flows, lists … for good, asked for once with the name and state of each.`,
    inputSchema: inputs,
    rules: [atLeastOne(...NAMES), fewTogether(MOST, ...NAMES)],
    judgement: {
      effects: ["deletes", "stops"],
      why: "They and their content are gone; a scheduled campaign does not go out, a live flow sends nothing more.",
    },
    idempotent: true,
    onKlaviyo: true,
    get uses() {
      return [...KINDS.flatMap((kind) => [readOf(kind), removeOf(kind)]), campaigns.get_campaigns];
    },
    async plan(context, input) {
      const { all, whole } = await readAll(context, input);
      return {
        of: `deletes ${counted(all)}`,
        lines: [
          ...all.map(({ kind, words }, at) => ({ label: `${at + 1}, ${kind.one}`, becomes: words })),
          ...(whole ? [] : [{ label: "not searched", becomes: "some of the campaigns that may use them" }]),
        ],
        effects: [],
        holds: Object.fromEntries(all.map(({ kind, id, holds }) => [`${kind.one} ${id}`, holds])),
      };
    },
    async run(context, input) {
      // What was asked was read a moment ago: what has gone since is no failure.
      const all = thingsOf(input);
      const failed: { kind: string; id: string; what: string }[] = [];
      let deleted = 0;
      for (const [at, thing] of all.entries()) {
        const isLate = context.remaining() < RESERVE_MS;
        const what = isLate ? "not tried: the call's time was over" : await deleteOne(context, thing);
        if (what === undefined) deleted += 1;
        else failed.push({ kind: thing.kind.one, id: thing.id, what });
        context.progress(all.length + at + 1, 2 * all.length, `${thing.kind.one} deleted`);
      }
      return {
        data: { deleted, ...(failed.length > 0 && { failed }) },
        ...(failed.length > 0 && {
          hint: `${deleted} of ${all.length} are gone. delete_several with the ids of the others goes on.`,
        }),
      };
    },
  }),
});
