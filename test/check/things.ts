import { z } from "zod";
import { parseInput } from "../../src/check/input.ts";
import type { Around } from "../../src/check/refusals.ts";
import { InputError } from "../../src/errors.ts";
import { type Declaration, operation } from "../../src/tool/declare.ts";
import { type Judgement, READS } from "../../src/tool/effects.ts";
import type { OperationTool, QuerySpec, RequestSpec, ResultSpec } from "../../src/tool/tool.ts";

// Operations of the tests' own, so that what is said of a call can be held to the letter.

export const EDITS: Judgement = { effects: ["edits"], why: "Changes a thing." };
/** A moment, as the tools take it. */
export const moment = z.string().datetime({ offset: true });

/** A type with a few attributes, for operations whose result does not matter. */
export const THING = {
  type: "thing",
  attributes: ["name", "email", "stats.{opens,clicks}", "properties"],
  summary: ["name"],
};

interface Made {
  takes?: z.ZodRawShape;
  judgement?: Judgement;
  query?: QuerySpec;
  request?: Partial<RequestSpec>;
  result?: ResultSpec;
  says?: Partial<Declaration<z.ZodRawShape>>;
}

/** An operation with these arguments: a GET that only reads unless it is said to do something else. */
export function thingTool({
  takes = {},
  judgement = READS,
  query = {},
  request,
  result,
  says,
}: Made): OperationTool {
  const declare = operation({
    title: "Thing",
    description: "A thing.",
    inputSchema: takes,
    judgement,
    ...says,
    request: {
      method: judgement === READS ? "GET" : "PATCH",
      path: "/api/things",
      query,
      ...request,
      scopes: "",
    },
    result: result ?? { kind: "resource", resource: THING },
  } as Parameters<typeof operation>[0]);
  return declare("do_thing", "things");
}

/** What a call is refused with; fails where it is taken. */
export function refused(tool: OperationTool, args: unknown, around?: Around): InputError {
  try {
    parseInput(tool, args, around);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error(`it was taken: ${JSON.stringify(args)}`);
}

/** The same as one reads it. */
export function said(tool: OperationTool, args: unknown, around?: Around) {
  const { message, argument, next } = refused(tool, args, around);
  return [message, argument, next];
}
