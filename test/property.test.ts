import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInput } from "../src/check/input.ts";
import { InputError } from "../src/errors.ts";
import type { Input, OperationTool, Tool } from "../src/tool/tool.ts";
import { buildRequest, encodeQuery } from "../src/wire/request.ts";
import { shapeDocument, shapeResult } from "../src/wire/result.ts";
import { allTools } from "../tools/index.ts";
import { arbitraryOf, RUNS, seeded } from "./arbitrary.ts";

const operations = allTools.filter((tool): tool is OperationTool => tool.kind === "operation");

/** Arguments that no schema can describe: names of attributes, filters, sorts. They have tests of their own. */
const CHECKED_BEYOND = ["fields", "filter", "sort", "clear"];

/** Input of a tool as a model could give it: what the schema accepts, within what goes together. */
function inputOf(tool: Tool): fc.Arbitrary<Input> {
  const beyond = Object.fromEntries(CHECKED_BEYOND.map((name) => [name, true as const]));
  const known = Object.fromEntries(Object.keys(tool.inputSchema.shape).map((name) => [name, true]));
  const masked = Object.fromEntries(Object.entries(beyond).filter(([name]) => known[name]));
  return arbitraryOf(tool.inputSchema.omit(masked as Record<string, true>)) as fc.Arbitrary<Input>;
}

describe("any input that a schema accepts", () => {
  const settings = seeded("requests");
  // The cases are shared out over the tools.
  const numRuns = Math.max(20, Math.ceil(RUNS / operations.length));
  it.each(operations.map((tool) => [tool.name, tool] as const))(
    "of %s builds a request that is sound",
    (_, tool) => {
      const declared = declaredQuery(tool);
      fc.assert(
        fc.property(inputOf(tool), (given) => {
          let input: Input;
          try {
            input = parseInput(tool, given);
          } catch (error) {
            // What does not go together is refused, and says so.
            expect(error).toBeInstanceOf(InputError);
            return;
          }
          let request: ReturnType<typeof buildRequest>;
          try {
            request = buildRequest(tool, input, { size: 1, cursor: "c" });
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
            return;
          }
          expect(request.path.split("/")).toHaveLength(tool.request.path.split("/").length);
          expect(new URL(`http://x${request.path}${encodeQuery(request.query)}`).pathname).toBe(request.path);
          for (const [name] of request.query) expect(declared).toContain(name);
          expect(JSON.parse(JSON.stringify(request.body ?? null))).toEqual(request.body ?? null);
          expectPlain(request.body);
        }),
        { ...settings, numRuns },
      );
    },
  );
});

function declaredQuery(tool: OperationTool): string[] {
  const { query } = tool.request;
  const types =
    "resource" in tool.result ? [tool.result.resource, ...Object.values(query.include ?? {})] : [];
  return [
    "filter",
    "sort",
    "include",
    "page[size]",
    "page[cursor]",
    ...types.flatMap(({ type }) => [`fields[${type}]`, `additional-fields[${type}]`]),
    ...Object.values(query.params ?? {}),
  ];
}

function expectPlain(node: unknown): void {
  if (node === undefined) return;
  expect(typeof node === "object" || ["string", "number", "boolean"].includes(typeof node)).toBe(true);
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    expect(value, key).not.toBeUndefined();
    expectPlain(value);
  }
}

const anything = fc.jsonValue({ maxDepth: 4 });
const name = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom("id", "type", "__proto__", "constructor", "links"),
);
const resource = fc.record(
  {
    type: fc.oneof(fc.constantFrom("profile", "list", "campaign", "event"), anything),
    id: fc.string({ minLength: 1, maxLength: 12 }).map((id) => `id-${id}`),
    attributes: fc.oneof(fc.dictionary(name, anything, { maxKeys: 4 }), anything),
    relationships: fc.oneof(
      fc.dictionary(name, fc.record({ data: anything }, { requiredKeys: [] }), { maxKeys: 3 }),
      anything,
    ),
    links: anything,
  },
  { requiredKeys: ["id"] },
);
const document = fc.oneof(
  fc.record(
    {
      data: fc.oneof(fc.array(resource, { maxLength: 5 }), resource, anything),
      included: fc.oneof(fc.array(resource, { maxLength: 3 }), anything),
      links: fc.oneof(fc.record({ next: fc.oneof(fc.webUrl(), anything) }), anything),
    },
    { requiredKeys: [] },
  ),
  anything,
);

describe("any document, however odd,", () => {
  const settings = seeded("documents");
  // Found in a deep run: JSON can hold what String() throws on.
  const noText = { type: { toString: [] }, id: "1" };
  const found = { data: noText, included: [noText] };
  const kinds = operations.filter(({ result }) =>
    ["collection", "resource", "job", "empty", "connection"].includes(result.kind),
  );

  it("is shaped without throwing, and loses no id", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        document,
        fc.constantFrom({}, { detail: "full" }),
        (tool, odd, input) => {
          const shaped = shapeResult(
            tool,
            { status: 200, documents: [odd] },
            input,
            Number.POSITIVE_INFINITY,
          );
          const text = JSON.stringify(shaped);
          expect(text).toBeTypeOf("string");
          if (tool.result.kind === "collection")
            for (const id of idsOf(odd)) expect(text).toContain(JSON.stringify(id));
        },
      ),
      { ...settings, examples: kinds.map((tool): [typeof tool, unknown, object] => [tool, found, {}]) },
    );
  });

  it("is shaped without a declaration just so", () => {
    fc.assert(
      fc.property(document, (odd) => {
        const text = JSON.stringify(shapeDocument(200, odd, Number.POSITIVE_INFINITY));
        for (const id of idsOf(odd)) expect(text).toContain(JSON.stringify(id));
      }),
      { ...settings, examples: [[found]] },
    );
  });
});

/** Ids of the resource objects in `data`. */
function idsOf(odd: unknown): unknown[] {
  const data = typeof odd === "object" && odd !== null ? (odd as Record<string, unknown>).data : undefined;
  return [data]
    .flat()
    .filter(
      (one): one is Record<string, unknown> => typeof one === "object" && one !== null && !Array.isArray(one),
    )
    .map(({ id }) => id)
    .filter((id) => typeof id === "string" && id.startsWith("id-"));
}
