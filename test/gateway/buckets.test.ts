import { expect, it } from "vitest";
import { bucketsOf } from "../../src/gateway/buckets.ts";
import type { RequestSpec } from "../../src/tool/tool.ts";
import { THING, thingTool } from "../check/things.ts";

// What a call is charged to: its endpoint, then each pair of parameter and value that has a stricter rate.

const RATE = { burst: 10, steady: 150 };
const [ONE, TWO] = [
  { burst: 1, steady: 15 },
  { burst: 3, steady: 60 },
];
const stricter = [
  { argument: "include", value: "lists", rate: ONE },
  { argument: "additional_fields", value: "count", rate: TWO },
] as unknown as RequestSpec["stricter"];
const tool = (request: Partial<RequestSpec>, result = {}) =>
  thingTool({
    request: { rate: RATE, ...request },
    result: { kind: "collection", resource: THING, ...result } as never,
  });
const endpoint = { name: "c:GET /api/things", rate: RATE };

it.each<[input: Record<string, unknown>, buckets: object[]]>([
  [{}, [endpoint]],
  [{ include: ["tags"], additional_fields: [] }, [endpoint]],
  [{ include: "lists" }, [endpoint]],
  [{ include: ["tags", "lists"] }, [endpoint, { name: "c:include=lists", rate: ONE }]],
  [{ additional_fields: ["count"] }, [endpoint, { name: "c:additional-fields[thing]=count", rate: TWO }]],
  [
    { include: ["lists"], additional_fields: ["count"] },
    [
      endpoint,
      { name: "c:include=lists", rate: ONE },
      { name: "c:additional-fields[thing]=count", rate: TWO },
    ],
  ],
])("a call with %o is charged to %o", (input, buckets) => {
  expect(bucketsOf(tool({ stricter }), input, "c")).toEqual(buckets);
});

it("where nothing is stricter, to its endpoint alone; where no resource comes back, to no type", () => {
  const input = { include: ["lists"], additional_fields: ["count"] };
  expect(bucketsOf(tool({}), input, "c")).toEqual([endpoint]);
  const rows = thingTool({ request: { rate: RATE, stricter }, result: { kind: "rows" } as never });
  expect(bucketsOf(rows, input, "c").at(-1)?.name).toBe("c:additional-fields[]=count");
  expect(bucketsOf(tool({ host: "control", stricter }), input, "c")).toEqual([]);
});
