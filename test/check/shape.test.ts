import { expect, it } from "vitest";
import { flawOf } from "../../src/check/structure.ts";
import type { Structure } from "../../src/tool/vocabulary.ts";

// The first place where a value is not what its structure says, and what is allowed there.

const TEXT: Structure = { is: "string" };
const NUMBER: Structure = { is: "number" };
const THING: Structure = { is: "object", needs: { name: TEXT, size: NUMBER }, may: { note: TEXT } };
const SHAPES: Structure = {
  is: "by",
  key: "kind",
  cases: { circle: { is: "object", needs: { r: NUMBER } }, square: { is: "object", needs: { a: NUMBER } } },
};
const free = (most: object): Structure => ({ is: "free", most }) as Structure;

it.each<[says: string, structure: Structure, value: unknown, flaw: string | undefined]>([
  ["a text", TEXT, "a", undefined],
  ["no text", TEXT, 5, "v is a string"],
  ["a number", NUMBER, 5, undefined],
  ["no number", NUMBER, "5", "v is a number"],
  ["yes or no", { is: "boolean" }, false, undefined],
  ["neither", { is: "boolean" }, "false", "v is a boolean"],
  ["nothing, where that is a value", { is: "nullable", of: TEXT }, null, undefined],
  ["nothing, where it is none", TEXT, null, "v is a string"],
  ["something that may be nothing", { is: "nullable", of: TEXT }, 5, "v is a string"],
  ["a choice", { is: "choice", values: ["new", "old"] }, "old", undefined],
  ["no choice", { is: "choice", values: ["new", "old"] }, "olt", 'v is one of new, old. Did you mean "old"?'],
  ["a choice of another kind", { is: "choice", values: ["new", "old"] }, ["old"], "v is one of new, old."],
  ["a list", { is: "list", of: TEXT }, ["a", "b"], undefined],
  ["a flaw in a list", { is: "list", of: TEXT }, ["a", 5, 6], "v[1] is a string"],
  ["no list", { is: "list", of: TEXT }, { 0: "a" }, "v is a list"],
  ["an object", THING, { name: "n", size: 1, more: null }, undefined],
  ["an object with what it may have", THING, { name: "n", size: 1, note: "x" }, undefined],
  ["nothing where something may be", THING, { name: "n", size: 1, note: null }, undefined],
  ["no object", THING, "n", "v is an object"],
  ["a list for an object", THING, [], "v is an object"],
  ["two that are missing", THING, { note: 5 }, "v needs name, size"],
  ["a flaw in what is needed", THING, { name: null, size: 1 }, "v.name is a string"],
  ["a flaw in what may be", THING, { name: "n", size: 1, note: 5 }, "v.note is a string"],
  ["an object that needs nothing", { is: "object" }, {}, undefined],
  ["one of several shapes", SHAPES, { kind: "circle", r: 1 }, undefined],
  ["a flaw in that shape", SHAPES, { kind: "square", r: 1 }, "v needs a"],
  [
    "a shape that is none",
    SHAPES,
    { kind: "squar" },
    'v.kind is one of circle, square. Did you mean "square"?',
  ],
  ["no name of a shape", SHAPES, { kind: ["circle"], r: 1 }, "v.kind is one of circle, square."],
  ["a shape that every object has", SHAPES, { kind: "constructor" }, "v.kind is one of circle, square."],
  ["no object of several shapes", SHAPES, "circle", "v is an object"],
  ["anything", { is: "free" }, { a: [{}] }, undefined],
  ["bytes at most", free({ textBytes: 4 }), ["éé", { a: "abcd" }], undefined],
  ["a byte more", free({ textBytes: 4 }), [1, { a: "ééa" }], "v[1].a has 5 bytes, and at most 4 are taken"],
  ["bytes without a limit", free({ items: 5 }), "x".repeat(100), undefined],
  ["items at most", free({ items: 2 }), [1, [1, 2]], undefined],
  ["an item more", free({ items: 2 }), { a: [1, 2, 3] }, "v.a has 3 entries, and at most 2 are taken"],
  ["keys at most", free({ keys: 1 }), { a: [1, 2, 3] }, undefined],
  ["a key more", free({ keys: 1 }), [{ a: 1, b: 2 }], "v[0] has 2 entries, and at most 1 are taken"],
  ["levels at most", free({ depth: 2 }), { a: [1, null, "x"] }, undefined],
  ["a level more", free({ depth: 2 }), { a: [1, {}] }, "v.a[1] is nested more than 2 levels deep"],
  [
    "the first of several flaws",
    free({ keys: 1, items: 1 }),
    [{ a: 1, b: 2 }, 1],
    "v has 2 entries, and at most 1 are taken",
  ],
])("%s", (_, structure, value, said) => {
  const flaw = flawOf(value, structure, "v");
  expect(flaw && `${flaw.path} ${flaw.problem}`).toBe(said);
});
