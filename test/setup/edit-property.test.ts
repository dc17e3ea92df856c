import fc from "fast-check";
import { expect, it } from "vitest";
import { CLIENTS } from "../../src/setup/clients.ts";
import { added, ownIn, removed } from "../../src/setup/edit.ts";
import { RUNS, seeded } from "../arbitrary.ts";
import { LAUNCH, withoutUs } from "./left-files.ts";

// The law of setup over any file: in and out again is byte for byte what it was.

/** JSON as somebody writes it: any values, blanks anywhere, comments and last commas where the client reads them. */
function written(value: unknown, blank: () => string, comma: () => string): string {
  const list = (open: string, parts: string[], close: string) =>
    open +
    blank() +
    parts.map((part, at) => part + blank() + (at < parts.length - 1 ? "," : comma()) + blank()).join("") +
    close;
  if (Array.isArray(value))
    return list(
      "[",
      value.map((one) => written(one, blank, comma)),
      "]",
    ).replace(/,(\s*)\]$/, "$1]");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}${blank()}:${blank()}${written(one, blank, comma)}`,
  );
  return list("{", parts, "}").replace(/^(\{[^"]*),(\s*\})$/, "$1$2");
}

const settings = seeded("files of clients");

it.each(CLIENTS.filter(({ format }) => format !== "toml"))(
  "whatever $id holds, in and out again leaves it byte for byte",
  (client) => {
    const blanks = [
      "",
      " ",
      "\n",
      "\n  ",
      "\t",
      "\r\n    ",
      ...(client.format === "jsonc" ? [" // c\n", "/* d, } */"] : []),
    ];
    const others = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>, {
      maxKeys: 3,
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>, { maxKeys: 3 }),
        fc.option(others, { nil: undefined }),
        fc.infiniteStream(fc.constantFrom(...blanks)),
        fc.infiniteStream(fc.boolean()),
        (rest, servers, blank, last) => {
          const value = { ...rest, ...(servers && { [client.under]: servers }) };
          const next = <T>(stream: Stream<T>) => stream.next().value as T;
          const comma = () => (client.format === "jsonc" && next(last) ? "," : "");
          const text = next(blank) + written(value, () => next(blank), comma) + next(blank);
          const { after = "" } = added(client, text, LAUNCH);
          const name = ownIn(client, after)?.name ?? "";
          expect(withoutUs(client, after, name)).toEqual(withoutUs(client, text, name));
          expect(removed(client, after, text)?.after).toBe(text);
          const { after: alone = "" } = removed(client, after, `${text} `) ?? {};
          expect(withoutUs(client, alone, name)).toEqual(withoutUs(client, text, name));
        },
      ),
      { ...settings, numRuns: Math.ceil(RUNS / 16) },
    );
  },
);

interface Stream<T> {
  next(): { value: T };
}
