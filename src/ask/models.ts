import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import type { Judgement } from "../tool/effects.ts";
import type { Input } from "../tool/tool.ts";
import { targetsOf } from "./targets.ts";

/**
 * By which model things were made, where Klaviyo has two of the same: what one of them makes, the other shows in part
 * and may overwrite. Known is what each session made itself: an id alone does not tell.
 */
export class Models {
  readonly #made = new Map<string, Map<string, string>>();

  /** Throws InputError for a call that would write by one model what this session made by another. */
  refuseMixed(session: string, name: string, { model }: Judgement, input: Input): void {
    if (!model) return;
    for (const { id, argument } of thingsOf(model.of, input)) {
      const other = this.#made.get(session)?.get(id);
      if (other === undefined || other === model.revision) continue;
      throw new InputError(
        `${name} writes by the model of ${model.revision}, and ${id} was made by that of ${other}`,
        {
          argument,
          next: `Both in one ${model.of} would overwrite each other. Change it in Klaviyo's editor, or by the operations of ${other}, which search_operations finds.`,
        },
      );
    }
  }

  /** Keeps by which model a call made what its answer has and its input does not name. */
  written(session: string, { model }: Judgement, input: Input, data: unknown): void {
    if (!model) return;
    const own = this.#made.get(session) ?? new Map<string, string>();
    this.#made.set(session, own);
    const named = thingsOf(model.of, input).map(({ id }) => id);
    const [id, ...parts] = madeIn(model.of, data);
    // What names a thing of the kind may only have added to it: of its answer the rest was there before.
    const made = named.length === 0 ? [id, ...parts] : [id].filter((one) => !named.includes(one ?? ""));
    for (const one of made) if (one !== undefined) own.set(one, model.revision);
  }

  /** Lets go of a session; it is over. */
  end(session: string): void {
    this.#made.delete(session);
  }
}

function thingsOf(kind: string, input: Input) {
  return targetsOf(input).filter(({ types }) => types.some((type) => type.startsWith(kind)));
}

/** The ids of an answer's resource, and of the parts of it that it is linked to. */
function madeIn(kind: string, data: unknown): string[] {
  const { id, relationships } = isObject(data) ? data : {};
  const parts = Object.entries(isObject(relationships) ? relationships : {}).filter(([name]) =>
    name.startsWith(kind),
  );
  return [id, ...parts.flatMap(([, ids]) => ids)].filter((one): one is string => typeof one === "string");
}
