import { describe, expect, it } from "vitest";
import { toolOf } from "../src/operations/declare.ts";
import { describedSchema, openedSchema } from "../src/operations/opened.ts";
import type { Row } from "../src/operations/rows.ts";
import { jsonSchemaOf } from "../src/serve/entries.ts";
import { operations, operationsWithShapes } from "../tools/operations/index.ts";

function hasPart(row: Row, part: string): boolean {
  try {
    openedSchema(row, operationsWithShapes(), 20_000, part);
    return true;
  } catch {
    return false;
  }
}

describe("the schema of a shape that is too large to show", () => {
  const whole = operationsWithShapes();
  const row = whole.find("create_flow") as Row;

  it.each([1000, 3000, 10_000, 20_000])("keeps to %s characters, its outermost level too", (most) => {
    for (const name of ["create_flow", "create_form", "update_flow_action", "create_segment"]) {
      const giant = whole.find(name) as Row;
      const steps = [undefined, "definition", "definition.actions", "definition.versions"];
      for (const part of steps) {
        if (part !== undefined && !hasPart(giant, part)) continue;
        const text = JSON.stringify(openedSchema(giant, whole, most, part));
        // Two names of one type may be counted once too little.
        expect(text.length, `${name} ${part}`).toBeLessThanOrEqual(most * 1.02);
      }
    }
  });

  it("keeps to its budget and says which part shows the rest, down to the last", () => {
    const parts = new Set<string | undefined>([undefined]);
    for (const part of parts) {
      const text = JSON.stringify(openedSchema(row, whole, 20_000, part));
      expect(text.length).toBeLessThan(25_000);
      for (const [, more] of text.matchAll(/part \\"(.*?)\\" shows it/g)) parts.add(more);
      if (parts.size > 60) break;
    }
    expect(parts.size).toBeGreaterThan(10);
  });

  it("opens a branch, with the types that it needs", () => {
    const schema = openedSchema(row, whole, 20_000, "definition.actions.send-email");
    expect(schema).toMatchObject({ properties: { type: { enum: ["send-email"] } } });
    expect(Object.keys(schema.$defs as object).length).toBeGreaterThan(1);
  });

  it("says what there is where a part is not", () => {
    const open = (part: string) => () => openedSchema(row, whole, 20_000, part);
    expect(open("definition.actions.sendemail")).toThrow('Did you mean "send-email"?');
    expect(open("definiton")).toThrow('part has no definiton. Did you mean "definition"?');
  });

  it("stands among the arguments of a tool, or is a part of them", () => {
    const outside = jsonSchemaOf(toolOf(row, operations()).inputSchema);
    expect((outside.properties as Record<string, unknown>).definition).toEqual({ type: "object" });
    const described = (part?: string) =>
      describedSchema(outside, row, whole, { names: ["name", "definition"], most: 20_000, part });
    expect(described()).toMatchObject({
      properties: { definition: { $ref: "#/$defs/FlowDefinition" }, dry_run: { type: "boolean" } },
      required: outside.required,
    });
    expect(JSON.stringify(described()).length).toBeLessThan(25_000);
    expect(described("definition.actions.time-delay")).toHaveProperty("properties.data");
    expect(described("dry_run")).toBeUndefined();
  });

  it("needs no parts where it is small", () => {
    const list = openedSchema(whole.find("create_list") as Row, whole, 20_000);
    expect(list).toMatchObject({ required: ["name"], additionalProperties: false });
    expect(list).not.toHaveProperty("$defs");
  });
});
