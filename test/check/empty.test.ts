import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseInput } from "../../src/check/input.ts";
import { goesWith } from "../../src/tool/rules.ts";
import { EDITS, moment, said, thingTool } from "./things.ts";

// Arguments of a change that are empty, and faults of several kinds in one call.

describe("what is empty in a change", () => {
  const OPTIONAL = {
    name: z.string().optional(),
    list_id: z.string().optional(),
    names: z.array(z.string()).optional(),
    ids: z.array(z.string()).min(1).optional(),
    title: z.string().optional(),
  };
  const change = thingTool({
    takes: { thing_id: z.string(), ...OPTIONAL, clear: z.array(z.string()).optional() },
    judgement: EDITS,
    request: {
      body: {
        type: "thing",
        id: "thing_id",
        attributes: ["name", "names", "title"],
        clearable: ["name", "names"],
      },
    },
  });
  const create = thingTool({
    takes: OPTIONAL,
    judgement: EDITS,
    request: { method: "POST", body: { type: "thing", attributes: ["name"] } },
  });
  const ID = { thing_id: "T" };
  it.each<[given: Record<string, unknown>, told: unknown[]]>([
    [
      { ...ID, name: "" },
      ["name is empty", "name", 'To empty it, give clear ["name"]; to keep it, leave it out.'],
    ],
    [
      { ...ID, names: [] },
      ["names is empty", "names", 'To empty it, give clear ["names"]; to keep it, leave it out.'],
    ],
    [
      { ...ID, title: "", name: "" },
      ["title, name are empty", "title", 'To empty it, give clear ["name"]; to keep it, leave it out.'],
    ],
    [{ ...ID, title: "" }, ["title is empty", "title", "Leave it out."]],
    [{ ...ID, list_id: "", title: "t" }, ["list_id is empty", "list_id", "Leave it out."]],
    [{ ...ID, ids: [] }, ["ids: Array must contain at least 1 element(s)", "ids", undefined]],
    [{ ...ID, title: "t", dry_run: "" }, ["dry_run must be boolean, not string", "dry_run", undefined]],
    [ID, ["nothing to change", undefined, "Give at least one of name, names, title."]],
    [{ ...ID, name: "n", clear: ["title", "name"] }, ["name is both given and cleared", "clear", undefined]],
  ])("%o is refused", (given, told) => {
    expect(said(change, given)).toEqual(told);
  });

  it("and has to be given is for its schema", () => {
    expect(said(thingTool({ takes: { thing: z.string().min(1) }, judgement: EDITS }), { thing: "" })[0]).toBe(
      "thing: String must contain at least 1 character(s)",
    );
  });

  it.each<[given: Record<string, unknown>, read: Record<string, unknown>]>([
    [
      { ...ID, title: "t", confirmation: "", connection_id: "" },
      { ...ID, title: "t" },
    ],
    [
      { ...ID, clear: ["title"] },
      { ...ID, clear: ["title"] },
    ],
    [
      { ...ID, title: "t", clear: ["name"] },
      { ...ID, title: "t", clear: ["name"] },
    ],
  ])("%o is taken", (given, read) => {
    expect(parseInput(change, given)).toEqual(read);
  });

  it.each<[given: Record<string, unknown>, read: Record<string, unknown>]>([
    [{ name: "", title: "t" }, { title: "t" }],
    [
      { names: [], ids: [], title: "t" },
      { names: [], title: "t" },
    ],
  ])("%o says nothing of what is new", (given, read) => {
    expect(parseInput(create, given)).toEqual(read);
  });

  it("an id that is empty is told of what is new, too", () => {
    expect(said(create, { list_id: "" })).toEqual(["list_id is empty", "list_id", "Leave it out."]);
  });
});

describe("faults between arguments and of them", () => {
  const tool = thingTool({
    takes: {
      channel: z.enum(["email", "sms"]),
      subject: z.string().optional(),
      body: z.string().optional(),
      at: moment.optional(),
    },
    says: { rules: [goesWith("channel", { email: ["subject"], sms: ["body"] })] },
  });
  it("are told together", () => {
    expect(said(tool, { channel: "sms", subject: "s", fields: ["nope_", "email:x"] })).toEqual([
      'subject does not go with channel sms, which takes body; thing has no attribute nope_. Did you mean "name"?; fields names email, which this tool does not show.',
      "subject",
      "It has id, name, email, stats, properties. It takes attributes of thing (type:attribute).",
    ]);
  });
});
