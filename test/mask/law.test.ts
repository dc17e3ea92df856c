import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { everyOperation, leastCall } from "../every-call.ts";
import { startInside } from "../inside.ts";
import { MASK, MASK_ENV, PLANTED, plantedDocument, REFUSAL } from "./planted.ts";

// Whatever an operation answers with, nothing of a person who is in it reaches the model.

/** The beginning of a picture is all that is looked at. */
const PICTURE = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const folder = mkdtempSync(join(tmpdir(), "masked-law-"));
writeFileSync(join(folder, "picture.png"), PICTURE);
const flags = ["--beta", "--files", folder, "--confirm", "never"];
const inside = startInside([...MASK, ...flags], MASK_ENV);
const bare = startInside(flags);
afterAll(() => {
  vi.restoreAllMocks();
});

/** What refuses: Klaviyo, whatever is in between, and nobody who says who it is. */
const REFUSALS: readonly ConstructorParameters<typeof GatewayError>[0][] = [
  { status: 400, source: "klaviyo", detail: REFUSAL, pointer: `/data/attributes/${REFUSAL}` },
  { status: 409, source: "klaviyo", code: "duplicate_profile", detail: REFUSAL },
  { status: 404, source: "gateway", detail: REFUSAL },
  { status: 500, source: "unknown", detail: `<html><p>${REFUSAL}</p>` },
];

const found = (text: string) => PLANTED.filter((one) => text.includes(one));

describe.each(everyOperation.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  const args = { ...leastCall(name), ...("detail" in tool.inputSchema.shape && { detail: "full" }) };

  it("shows nothing of a person, in its result nor in its refusal", async () => {
    inside.answer = () => plantedDocument(tool);
    inside.left.length = 0;
    const { text } = await inside.call(name, args);
    expect(inside.left, text).not.toEqual([]);
    expect(found(text)).toEqual([]);
    for (const refusal of REFUSALS) {
      inside.answer = () => {
        throw new GatewayError(refusal);
      };
      const refused = await inside.call(name, args);
      expect(found(refused.text)).toEqual([]);
    }
  });
});

it("would show them without the mask", async () => {
  const shown = new Set<string>();
  for (const tool of everyOperation) {
    bare.answer = () => plantedDocument(tool);
    const args = { ...leastCall(tool.name), ...("detail" in tool.inputSchema.shape && { detail: "full" }) };
    for (const one of found((await bare.call(tool.name, args)).text)) shown.add(one);
  }
  bare.answer = () => {
    throw new GatewayError({ status: 400, source: "klaviyo", detail: REFUSAL });
  };
  expect(found((await bare.call("get_profiles")).text)).not.toEqual([]);
  expect([...shown].sort()).toEqual([...PLANTED].sort());
});
