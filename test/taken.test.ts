import { describe, expect, it } from "vitest";
import { z } from "zod";
import { unwrap } from "../src/check/alternatives.ts";
import { parseInput } from "../src/check/input.ts";
import { meant } from "../src/check/meant.ts";
import { wholeOffer } from "../src/offer.ts";
import { onlyReads } from "../src/tool/effects.ts";
import type { Tool } from "../src/tool/tool.ts";
import { operationsWithBeta } from "../tools/operations/index.ts";
import { allCases } from "./cases/index.ts";
import { filterOf, sampleOf } from "./samples.ts";

// Laws over all tools and rows: a call in another shape that can mean only one thing is that call.

type Args = Record<string, unknown>;

const { firstClass, rows } = wholeOffer(true);
const facts = operationsWithBeta();
const direct = [...firstClass, ...rows].filter(({ kind }) => kind !== "indirect");

/** Calls of a tool that are right as they are: those of the cases, or one made from the row. */
function callsOf(tool: Tool): Args[] {
  const row = facts.find(tool.name);
  if (row && !firstClass.includes(tool)) {
    const filter = row.filter && "filter" in tool.inputSchema.shape ? { filter: filterOf(row) } : {};
    return [{ ...sampleOf(row, facts, true), ...filter }];
  }
  const cases = allCases.filter((one) => one.tool === tool.name).map(({ args }) => args);
  return cases.length > 0 ? cases : [{}];
}

const schemaOf = (tool: Tool, name: string) => unwrap(tool.inputSchema.shape[name] ?? z.never());
const withEach = (
  tool: Tool,
  args: Args,
  change: (name: string, value: unknown, schema: z.ZodTypeAny) => unknown,
) =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, change(name, value, schemaOf(tool, name))]),
  );
const isWord = (one: unknown) => typeof one === "string" && /^[\w$:.@+-]+$/.test(one);
const isScalar = (one: unknown) => ["string", "number", "boolean"].includes(typeof one);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Other shapes of a call, by what was done to it. */
const SHAPES: Readonly<Record<string, (tool: Tool, args: Args) => Args>> = {
  "every value that is no text as text": (tool, args) =>
    withEach(tool, args, (_, value, schema) =>
      typeof value === "string" || schema instanceof z.ZodUnion ? value : JSON.stringify(value),
    ),
  "lists of words with commas between": (tool, args) =>
    withEach(tool, args, (name, value, schema) =>
      schema instanceof z.ZodArray &&
      name !== "filter" &&
      Array.isArray(value) &&
      value.length > 0 &&
      value.every(isWord)
        ? value.join(", ")
        : value,
    ),
  "lists of texts as Python writes them": (tool, args) =>
    withEach(tool, args, (_, value, schema) => {
      const texts = schema instanceof z.ZodArray && Array.isArray(value) && value.length > 0 ? value : [];
      return texts.length > 0 && texts.every((one) => typeof one === "string" && !/['\\]/.test(one))
        ? `[${texts.map((one) => `'${one}'`).join(", ")}]`
        : value;
    }),
  "a filter as Python writes a list of it": (_, args) =>
    typeof args.filter === "string" && !/['\\]/.test(args.filter)
      ? { ...args, filter: `['${args.filter}']` }
      : args,
  "a list of one as that one": (tool, args) =>
    withEach(tool, args, (_, value, schema) => {
      const [one, ...more] = schema instanceof z.ZodArray && Array.isArray(value) ? value : [];
      return one !== undefined && more.length === 0 && (isWord(one) || !isScalar(one)) && !Array.isArray(one)
        ? one
        : value;
    }),
  "one value as a list of it": (tool, args) =>
    withEach(tool, args, (_, value, schema) =>
      isScalar(value) && !(schema instanceof z.ZodUnion || schema instanceof z.ZodArray) ? [value] : value,
    ),
  "names in camelCase": (_, args) =>
    Object.fromEntries(Object.entries(args).map(([name, value]) => [camel(name), value])),
  "the keys that n8n adds": (_, args) => ({
    toolCallId: "call_1",
    tool: "x",
    sessionId: "s",
    action: "sendMessage",
    chatInput: "hi",
    ...args,
  }),
  "null for all that is not given": (tool, args) => ({
    ...Object.fromEntries(
      Object.entries(tool.inputSchema.shape)
        .filter(([, schema]) => schema.isOptional() && !schema.isNullable())
        .map(([name]) => [name, null]),
    ),
    ...args,
  }),
  "nothing in a read for all that is not given": (tool, args) =>
    !onlyReads(tool)
      ? args
      : {
          ...Object.fromEntries(
            Object.entries(tool.inputSchema.shape)
              .filter(([, schema]) => schema.isOptional())
              .map(([name], at) => [name, at % 2 ? "" : []]),
          ),
          ...args,
        },
  "a filter as a list": (_, args) =>
    typeof args.filter === "string" ? { ...args, filter: [args.filter] } : args,
};

describe.each(direct.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
  it.each(Object.entries(SHAPES))("is the same call with %s", (_what, shape) => {
    for (const args of callsOf(tool)) {
      const plain = outcome(tool, args);
      if (Object.keys(args).length > 0) expect(plain).not.toBeInstanceOf(Error);
      expect(outcome(tool, shape(tool, args))).toEqual(plain);
    }
  });

  it("keeps the account's own data as it is", () => {
    const own = {
      "": "",
      empty: [],
      no: null,
      five: "5",
      listId: "x",
      list: "[1]",
      yes: "true",
      toolCallId: "c",
    };
    const free = Object.entries(tool.inputSchema.shape).filter(([, schema]) => isFree(schema));
    for (const [name] of free) {
      if (name in tool.structures) continue;
      for (const args of callsOf(tool)) {
        const taken = outcome(tool, { ...args, [name]: own });
        if (!(taken instanceof Error)) expect(taken[name]).toEqual(own);
      }
    }
  });
});

it.each<[string, unknown]>([
  ["['email', 'title']", ["email", "title"]],
  ["[ 'email' ,]", ["email"]],
  [`['email', "title"]`, ["email", "title"]],
  ["['email' 'title']", undefined],
  ["['email', 'title'", undefined],
  ["['email', title]", undefined],
  ["[]", undefined],
])("%s of fields is %j", (fields, taken) => {
  const tool = direct.find(({ name }) => name === "get_profiles") as Tool;
  const input = outcome(tool, { fields });
  if (taken === undefined && fields !== "[]") expect(input).toBeInstanceOf(Error);
  else expect(input).toEqual(taken === undefined ? {} : { fields: taken });
});

describe("of several shapes", () => {
  const how = { reads: true };
  it.each([
    ["a number stays one", z.union([z.string(), z.number()]), 5, 5],
    ["a text stays one", z.union([z.number(), z.string()]), "5", "5"],
    ["a list stays one", z.union([z.string(), z.array(z.string())]), ["a"], ["a"]],
    ["what fits none is read anew", z.union([z.number(), z.boolean()]), "5", 5],
    ["what fits none then either stays", z.union([z.number(), z.boolean()]), "five", "five"],
  ])("%s", (_, schema, given, taken) => {
    expect(meant(schema, given, how)).toEqual(taken);
  });
});

function isFree(schema: z.ZodTypeAny): boolean {
  const inner = unwrap(schema);
  return inner instanceof z.ZodRecord && inner._def.valueType instanceof z.ZodUnknown;
}

/** The input that a call is, or why it is refused: an empty case may want an argument. */
function outcome(tool: Tool, args: Args): Args | Error {
  try {
    return parseInput(tool, args);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
