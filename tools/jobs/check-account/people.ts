import { textOf } from "../../../src/text.ts";
import type { WorkflowContext } from "../../../src/tool/tool.ts";
import { lists } from "../../lists.ts";
import { segments } from "../../segments.ts";
import type { Values } from "./finding.ts";
import type { Audience } from "./reading.ts";

/** One page of people, which is also as many values as one filter of Klaviyo's takes. */
const SAMPLE = 100;

/** Some of the people of a list or segment, the last to join; `whole` where these are all. */
interface Sample {
  people: readonly Values[];
  whole: boolean;
}

/** How many of those looked at in one list or segment are in another too. */
export interface SharedPeople {
  /** Whose people were looked at. */
  of: string;
  looked: number;
  both: number;
  whole: boolean;
}

/** Tells how many people two lists or segments share; of each it reads one page, once. */
export class PeopleCompared {
  readonly #context: WorkflowContext;
  readonly #samples = new Map<string, Promise<Sample>>();

  constructor(context: WorkflowContext) {
    this.#context = context;
  }

  /** The operations that it needs. */
  static get uses() {
    return [lists.get_profiles_for_list, segments.get_profiles_for_segment];
  }

  /** Of the smaller one where that is small, else of either. */
  async between(one: Audience, other: Audience): Promise<SharedPeople> {
    const first = await this.#sample(one);
    const second = await this.#sample(other);
    const isFirst = first.whole && (!second.whole || first.people.length <= second.people.length);
    const [of, sample, beside] = isFirst ? [one, first, other] : [other, second, one];
    const byEmail = sample.people.filter(({ email }) => email).map(({ email }) => email);
    const byPhone = sample.people.filter(({ email, phone_number }) => !email && phone_number);
    const both =
      (await this.#count(beside, "email", byEmail)) +
      (await this.#count(
        beside,
        "phone_number",
        byPhone.map(({ phone_number }) => phone_number),
      ));
    return { of: of.id, looked: byEmail.length + byPhone.length, both, whole: sample.whole };
  }

  async #count(audience: Audience, field: string, values: readonly unknown[]): Promise<number> {
    if (values.length === 0) return 0;
    const filter = `any(${field},${JSON.stringify(values.map(textOf))})`;
    return (await this.#read(audience, { filter })).people.length;
  }

  #sample(audience: Audience): Promise<Sample> {
    const known = this.#samples.get(audience.id) ?? this.#read(audience, { sort: "-joined_group_at" });
    this.#samples.set(audience.id, known);
    return known;
  }

  async #read({ id, kind }: Audience, asked: Values): Promise<Sample> {
    const input = { ...asked, fields: ["email", "phone_number"] };
    const { items, whole } =
      kind === "list"
        ? await this.#context.list(lists.get_profiles_for_list, { ...input, list_id: id }, SAMPLE)
        : await this.#context.list(segments.get_profiles_for_segment, { ...input, segment_id: id }, SAMPLE);
    return { people: items, whole };
  }
}
