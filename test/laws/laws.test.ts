import { describe, expect, it } from "vitest";
import { Catalog, chooseTools, toolNamesIn } from "../../src/catalog.ts";
import { wholeOffer } from "../../src/offer.ts";
import { Registry } from "../../src/registry.ts";
import { briefSchema, shapesOnce } from "../../src/serve/brief.ts";
import { entryOf, jsonSchemaOf } from "../../src/serve/entries.ts";
import { listTools } from "../../src/serve/listing.ts";
import { possibleEffects } from "../../src/tool/effects.ts";
import { namesIn } from "../../src/tool/rules.ts";
import { type OperationTool, type ResourceBody, TOOLSETS, type Tool } from "../../src/tool/tool.ts";
import { CORE } from "../../tools/core.ts";
import { allTools } from "../../tools/index.ts";
import { expectAccepted } from "../hosts.ts";

const { firstClass, rows } = wholeOffer(false);
const registry = Registry.whole([...firstClass, ...wholeOffer(true).rows]);
const entries = allTools.map(entryOf);
const names = [...firstClass, ...rows].map(({ name }) => name);
const isOperation = (tool: Tool): tool is OperationTool => tool.kind === "operation";
/** Everything that can be called: the tools in words, and the rows alone, of beta too. */
const every = [...firstClass, ...wholeOffer(true).rows];
const everyOperation = every.filter(isOperation);
const worded = new Set<Tool>(firstClass);

/** What a name of a tool begins with. */
const VERBS =
  /^(get|create|update|delete|add|remove|send|cancel|assign|bulk|query|tag|merge|render|clone|list|refresh|estimate)_/;

/** Arguments and values of Klaviyo's that begin like a tool: every word of every schema. */
const WORDS = new Set([
  "send_channel",
  ...(JSON.stringify(allTools.map((tool) => jsonSchemaOf(tool.inputSchema).properties)).match(/\w+(?=":)/g) ??
    []),
]);

describe.each(allTools.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
  it("has a name of at most 40 characters and a section of ours", () => {
    expect(tool.name.length).toBeLessThanOrEqual(40);
    expect(TOOLSETS).toContain(tool.toolset);
  });

  it("is what directories of hosts take: a title twice, words that describe, reads and changes apart", () => {
    const [listed] = listTools([entryOf(tool)], registry.catalog, {
      hidden: [],
      outputSchemas: false,
      maxResultChars: 45_000,
    });
    expect(listed?.annotations.title).toBe(tool.title);
    expect(tool.description).not.toMatch(
      /\b(always|never|you must|must call|do not call|ignore|important)\b/i,
    );
    // What takes any path says whose paths they are.
    if ("path" in tool.inputSchema.shape)
      expect(tool.description).toContain("developers.klaviyo.com/en/reference");
    if (tool.kind === "indirect") {
      expect(tool.annotations.readOnlyHint).toBe(["reads", "summary", "export"].includes(tool.runs));
    }
    expect(tool.name.length).toBeLessThanOrEqual(64);
  });

  it("has a schema that every host accepts", () => {
    expectAccepted(jsonSchemaOf(tool.inputSchema));
  });
});

/** What a text of a tool may name: one of beta speaks of those of beta too. */
const withBeta = every.map(({ name }) => name);
const named = (tool: Tool) => (worded.has(tool) ? names : withBeta);

describe.each(every.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
  it("has a unique snake_case name and a title", () => {
    expect(tool.name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
    expect(every.filter(({ name }) => name === tool.name)).toHaveLength(1);
    expect(tool.title).not.toBe("");
    expect(tool.toolset).toMatch(/^[a-z][a-z-]+$/);
  });

  it("has all four annotations, in line with what it does", () => {
    const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
    expect([readOnlyHint, destructiveHint, idempotentHint, openWorldHint].map((hint) => typeof hint)).toEqual(
      Array(4).fill("boolean"),
    );
    const effects = possibleEffects(tool.judgement);
    expect(readOnlyHint).toBe(effects.join() === "reads");
    const destroying = ["sends", "publishes", "deletes", "forwards", "identity", "replaces"];
    expect(destructiveHint).toBe(effects.length === 0 || effects.some((one) => destroying.includes(one)));
    // What only reads destroys nothing.
    expect(readOnlyHint && destructiveHint).toBe(false);
  });

  it("has a description that names only tools that exist", () => {
    expect(tool.description.length).toBeGreaterThan(10);
    for (const text of textsOf(tool)) {
      const spoken = toolNamesIn(text).filter((name) => VERBS.test(name) && !WORDS.has(name));
      for (const name of spoken) expect(named(tool), `${tool.name}: ${text}`).toContain(name);
    }
  });

  it("has every alternative among its arguments", () => {
    for (const name of tool.rules.flatMap(namesIn)) {
      expect(Object.keys(tool.inputSchema.shape)).toContain(name);
    }
  });
});

describe.each(every.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
  it("requires in tools/list exactly what its schema requires", () => {
    const required = Object.entries(tool.inputSchema.shape).filter(([, field]) => !field.isOptional());
    expect(jsonSchemaOf(tool.inputSchema).required ?? []).toEqual(required.map(([name]) => name));
    // Whatever the settings hide.
    const hidden = ["connection_id", "dry_run", "confirmation"];
    const [listed] = listTools([entryOf(tool)], registry.catalog, {
      hidden,
      outputSchemas: false,
      maxResultChars: 45_000,
    });
    expect(listed?.inputSchema.required ?? []).toEqual(required.map(([name]) => name));
    expect(Object.keys(listed?.inputSchema.properties ?? {})).toEqual(
      expect.arrayContaining(required.map(([name]) => name)),
    );
  });
});

describe.each(allTools.map((tool) => [tool.name, tool] as const))("the list of %s", (_, tool) => {
  const whole = jsonSchemaOf(tool.inputSchema);

  it("leaves out bounds and nothing else", () => {
    expect(briefSchema(whole)).toEqual(withoutBounds(whole));
  });

  it("is a schema that every host accepts, in which a shape shown elsewhere names a tool that shows it", () => {
    const listed = shapesOnce(entries).find(({ name }) => name === tool.name)?.inputSchema ?? whole;
    expectAccepted(listed);
    for (const [, shower] of JSON.stringify(listed).matchAll(/"as in (\w+)"/g)) {
      expect(entries.findIndex(({ name }) => name === shower)).toBeGreaterThanOrEqual(0);
      expect(entries.findIndex(({ name }) => name === shower)).toBeLessThan(
        entries.findIndex(({ name }) => name === tool.name),
      );
    }
  });
});

describe.each(everyOperation.map((tool) => [tool.name, tool] as const))("operation %s", (_, tool) => {
  const shape = Object.keys(tool.inputSchema.shape);

  it("has every input that its path, query and body map in its schema", () => {
    const { path, query, body } = tool.request;
    const mapped = [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""),
      ...Object.keys({ ...query.params, ...query.clauses }),
      ...(body && "identifiers" in body ? [body.identifiers] : []),
      ...(body && "multipart" in body ? body.multipart : []),
      ...(body && "type" in body && !("identifiers" in body) ? bodyInputs(body) : []),
    ];
    for (const name of mapped) expect(shape).toContain(name);
  });

  it("maps each of its own inputs somewhere", () => {
    const { path, query, body } = tool.request;
    if (body && "build" in body) return;
    const shared =
      /^(filter|sort|fields|include|additional_fields|page_size|page_cursor|limit|detail|connection_id|dry_run|confirmation|clear|wait|skip_bad)$/;
    const used = [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, id]) => id),
      ...Object.keys({ ...query.params, ...query.clauses }),
      ...(body && "identifiers" in body ? [body.identifiers] : []),
      ...(body && "multipart" in body ? body.multipart : []),
      ...(body && "type" in body && !("identifiers" in body) ? bodyInputs(body) : []),
      ...(tool.following ?? []).flatMap(({ given }) => given),
    ];
    for (const name of shape.filter((one) => !shared.test(one))) expect(used).toContain(name);
  });

  it("lists what `clear` may name exactly where the body allows clearing", () => {
    const { body } = tool.request;
    const clearable = body && "type" in body && "clearable" in body ? body.clearable : undefined;
    expect(shape.includes("clear")).toBe(
      clearable !== undefined || (body !== undefined && "build" in body && shape.includes("clear")),
    );
  });

  it("states a rate, and scopes where Klaviyo has them", () => {
    expect(tool.request.rate.steady).toBeGreaterThan(0);
    if (tool.request.host === "gateway") expect(tool.request.scopes.length).toBeGreaterThan(0);
    for (const scope of tool.request.scopes) expect(scope).toMatch(/^[a-z-]+:(read|write)$/);
  });

  it("reads previews and lookups with reads that exist and take these arguments", () => {
    for (const { tool: name, arguments: args } of tool.preview) {
      const read = registry.known(name) ?? expect.fail(`${name} is no tool`);
      // A count takes a job to make, and changes nothing that anybody sees.
      if (read.kind === "operation") expect(read.request.method).toBe("GET");
      else expect(["adds", "reads"]).toContain(possibleEffects(read.judgement).join());
      for (const [key, value] of Object.entries(args)) {
        expect(Object.keys(read.inputSchema.shape)).toContain(key);
        if (typeof value === "string" && value.startsWith("$")) expect(shape).toContain(value.slice(1));
      }
    }
  });
});

describe("the list", () => {
  it.each(CORE)("has %s in its core, which exists", (name) => {
    expect(names).toContain(name);
  });

  it("has a core of at most 45 tools", () => {
    expect(CORE.length).toBeGreaterThan(30);
    expect(CORE.length).toBeLessThanOrEqual(45);
  });

  it.each([
    ["read-only", { readOnly: true, toolsets: ["all"] }],
    ["core", { readOnly: false, toolsets: ["core"] }],
    ...TOOLSETS.map((toolset) => [toolset, { readOnly: false, toolsets: [toolset] }] as const),
  ] as const)("names no hidden tool in a description under %s", (_, { readOnly, toolsets }) => {
    const chosen = chooseTools(
      { firstClass: entries, rows: [], core: CORE, steps: [] },
      { readOnly, toolsets, tools: [], deny: [], excludeTools: [], list: "all", files: "/x" },
    );
    const narrow = new Catalog(entries, chosen);
    const listed = listTools(narrow.listed, narrow, {
      hidden: [],
      outputSchemas: true,
      maxResultChars: 45_000,
    });
    expect(listed.filter(({ description }) => description.length <= 5)).toEqual([]);
    const naming = listed.filter(({ description }) =>
      toolNamesIn(description).some((named) => narrow.isHidden(named)),
    );
    expect(naming.map(({ name, description }) => `${name}: ${description}`)).toEqual([]);
  });
});

/** Everything a tool says of itself. */
function textsOf(tool: Tool): string[] {
  const hint = tool.kind === "operation" && "hint" in tool.result ? tool.result.hint : undefined;
  const described = JSON.stringify(jsonSchemaOf(tool.inputSchema)).match(/"description":"[^"]*"/g) ?? [];
  return [tool.description, ...(hint ? [hint] : []), ...described];
}

function bodyInputs(body: ResourceBody): string[] {
  return [
    ...(body.id ? [body.id] : []),
    ...(body.attributes ?? []),
    ...Object.keys({ ...body.paths, ...body.relationships, ...body.each }),
  ];
}

/** A schema as one that takes more: what the list may leave out, written another way than the list does it. */
function withoutBounds(schema: unknown): unknown {
  const text = JSON.stringify(schema, (key, value) => {
    if (["minLength", "maxLength", "minItems", "minimum", "pattern"].includes(key)) return undefined;
    if (key === "detail" && value.enum) return { type: "string" };
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const { additionalProperties, format, ...others } = value;
    return {
      ...others,
      ...(typeof additionalProperties === "object" && { additionalProperties }),
      ...(format === "date-time" && { format }),
    };
  });
  return JSON.parse(text, (key, value) => {
    if (key !== "properties") return value;
    for (const [name, one] of Object.entries<Record<string, unknown>>(value)) {
      if (name !== "page_size") delete one.maximum;
    }
    return value;
  });
}
