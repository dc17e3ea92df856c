import { expect, it } from "vitest";
import type { Input, OperationTool } from "../src/tool/tool.ts";
import { shapeResult } from "../src/wire/result.ts";
import { everyOperation } from "./every-call.ts";

const ROOM = Number.POSITIVE_INFINITY;
const events = everyOperation.find(({ name }) => name === "get_events") as OperationTool;

it("a list that is cut keeps what its items lead to, however far, and what nothing leads to once", () => {
  const linked = (type: string, id: string, to: string) => ({
    type,
    id,
    attributes: {},
    relationships: { next: { data: [{ type: "t", id: to }] } },
  });
  const ids = Array.from({ length: 30 }, (_, at) => `E${at}`);
  const document = {
    data: ids.map((id) => linked("event", id, `A-${id}`)),
    included: [
      ...ids.flatMap((id) => [linked("a", `A-${id}`, `B-${id}`), linked("b", `B-${id}`, `A-${id}`)]),
      linked("c", "alone", "nobody"),
    ],
  };
  const includedOf = (input: Input, room: number) => {
    const shaped = shapeResult(events, { status: 200, documents: [document] }, input, room) as {
      data: { id: string }[];
      included: { id: string }[];
    };
    expect(shaped.data.length).toBeLessThan(30);
    return {
      included: shaped.included.map(({ id }) => id),
      led: shaped.data.flatMap(({ id }) => [`A-${id}`, `B-${id}`]),
    };
  };
  for (const { included, led } of [includedOf({}, 2000), includedOf({ limit: 3 }, ROOM)]) {
    expect(led.length).toBeGreaterThan(4);
    expect(included).toEqual([...led, "alone"]);
  }
});
