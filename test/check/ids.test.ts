import { expect, it } from "vitest";
import { z } from "zod";
import { checkIds } from "../../src/check/ids.ts";
import { withLeaves } from "../../src/check/leaves.ts";

// Where a schema has ids, and each text of an input with the place in which it stands.

const text = z.string();
const SCHEMA = z.strictObject({
  id: text.optional(),
  list_id: text.nullable().optional(),
  tag_ids: z.array(text).optional(),
  included_audiences: z.array(text).optional(),
  external_id: text.optional(),
  ids_of: text.optional(),
  note: text.optional(),
  people: z.array(z.strictObject({ id: text, of: z.strictObject({ my_id: text }).optional() })).optional(),
  open: z.record(z.unknown()).optional(),
  either: z.union([z.strictObject({ id: text }), z.array(text), z.number()]).optional(),
});

it.each<[input: Record<string, unknown>, argument: string | undefined]>([
  [{ id: ".." }, "id"],
  [{ list_id: " " }, "list_id"],
  [{ tag_ids: ["a", ".."] }, "tag_ids[1]"],
  [{ included_audiences: [".."] }, "included_audiences[0]"],
  [{ people: [{ id: "a" }, { id: "..", of: { my_id: "b" } }] }, "people[1].id"],
  [{ people: [{ id: "a", of: { my_id: ".." } }] }, "people[0].of.my_id"],
  [{ id: "" }, undefined],
  [{ id: 5, list_id: null, tag_ids: {} }, undefined],
  [{ external_id: "..", note: "..", ids_of: "..", more_id: ".." }, undefined],
  [{ open: { id: ".." } }, undefined],
])("%o: the id that is none stands at %s", (input, argument) => {
  if (argument === undefined) expect(() => checkIds(SCHEMA, input)).not.toThrow();
  else
    expect(() => checkIds(SCHEMA, input)).toThrow(
      expect.objectContaining({
        argument,
        message: expect.stringMatching(`^${argument.replace(/[[\]]/g, "\\$&")} `),
      }),
    );
});

it.each<[input: Record<string, unknown>, places: string[]]>([
  [{ id: "a", note: "b" }, ["id id", "note note"]],
  [{ tag_ids: ["a", "b"] }, ["tag_ids[0] tag_ids", "tag_ids[1] tag_ids"]],
  [{ people: [{ id: "a", of: { my_id: "b" } }] }, ["people[0].id id", "people[0].of.my_id my_id"]],
  [{ either: { id: "a" } }, ["either.id id"]],
  [{ either: ["a"] }, ["either[0] either"]],
  [{ either: 5, open: { id: "a" }, more: "a", list_id: null, toString: "a" }, []],
  [{ either: true, tag_ids: "a" }, ["tag_ids tag_ids"]],
])("%o has texts at %o", (input, places) => {
  const found: string[] = [];
  const read = withLeaves(SCHEMA, input, ({ path, name, text: one }) => {
    found.push(`${path} ${name}`);
    return one;
  });
  expect(found).toEqual(places);
  expect(read).toBe(input);
  if (places.length > 0) expect(withLeaves(SCHEMA, input, () => "x")).not.toEqual(input);
});
