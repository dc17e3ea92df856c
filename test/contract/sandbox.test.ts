import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OperationTool } from "../../src/tool/tool.ts";
import { allTools } from "../../tools/index.ts";
import type { Case, OfficialClient } from "../cases/case.ts";
import { allCases } from "../cases/index.ts";
import { type Started, startClient } from "../client.ts";
import { differences, missingFrom } from "./deserialised.ts";
import { officialClient } from "./official.ts";

// The vendor's client judges the sandbox: what it makes of an answer must be what our tools report of it, and whatever
// its types require must be there. Fieldsets are left out, so that answers are whole.

let server: Started;
let client: OfficialClient;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
  client = withoutFieldsets(officialClient(`${server.sandbox.url}/klaviyo`, "bearer"));
  await server.call("list_connections");
});
afterAll(() => server.close());
let dirty = false;
beforeEach(() => {
  if (dirty) server.sandbox.reset();
  dirty = false;
});

/** The same client, deaf to the `fields…` of a call. */
function withoutFieldsets(official: OfficialClient): OfficialClient {
  const deaf = (value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !/^fields[A-Z]/.test(name)));
  };
  const wrap = <T extends object>(api: T): T =>
    new Proxy(api, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        return typeof member === "function"
          ? (...args: unknown[]) => member.apply(target, args.map(deaf))
          : member;
      },
    });
  return Object.fromEntries(
    Object.entries(official).map(([name, api]) => [name, wrap(api)]),
  ) as unknown as OfficialClient;
}

/** An item without what we put beside the ids in it. */
function withoutNames({ names: _, ...shown }: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shown).filter(([name]) => !/^(metric|campaign|template|flow|tag_group)_name$/.test(name)),
  );
}

interface Deserialised {
  data: Resource | Resource[];
}
interface Resource {
  id?: string;
  type: string;
  attributes: Record<string, unknown>;
}

async function deserialise(one: Case): Promise<Deserialised | undefined> {
  const answer = (await one.official?.(client)) as { body?: Deserialised } | undefined;
  return answer?.body;
}

const operations = allTools.filter((tool): tool is OperationTool => tool.kind === "operation");
const operationOf = ({ tool }: Case) => operations.find(({ name }) => name === tool) as OperationTool;
const single = allCases.filter((one) => one.official && !Array.isArray(one.sent) && operationOf(one));
const isRead = ({ sent }: Case) => [sent].flat()[0]?.method === "GET";

describe.each(single.filter(isRead).map((one) => [`${one.tool}: ${one.name}`, one] as const))(
  "%s",
  (_, one) => {
    it("is read by both alike, and lacks nothing", async () => {
      const theirs = await deserialise(one);
      expect(missingFrom(theirs)).toEqual([]);
      const { fields: __, ...args } = one.args;
      const whole = "detail" in operationOf(one).inputSchema.shape && { detail: "full" };
      const { json } = await server.call(one.tool, { ...args, ...whole });
      const [listed, official] = [[json.data].flat(), [theirs?.data].flat()];
      expect(listed.length).toBeGreaterThan(0);
      expect(listed.map(({ id }) => id)).toEqual(official.slice(0, listed.length).map((item) => item?.id));
      for (const [at, { id, type, relationships, attributes, ...shown }] of listed.entries()) {
        expect(differences(withoutNames(shown), official[at]?.attributes ?? {}, id)).toEqual([]);
      }
    });
  },
);

/** What reads a resource of a type, by its own id. */
function readerOf(type: string): { tool: OperationTool; id: string } | undefined {
  for (const tool of operations) {
    const { method, path } = tool.request;
    const id = /^[^{]*\{(\w+)\}$/.exec(path)?.[1];
    const fits =
      "resource" in tool.result && tool.result.kind === "resource" && tool.result.resource.type === type;
    if (method === "GET" && id && fits) return { tool, id };
  }
  return undefined;
}

const RENDERED = ["render_template"];
const written = single.filter((one) => !isRead(one) && !RENDERED.includes(one.tool));

describe.each(written.map((one) => [`${one.tool}: ${one.name}`, one] as const))("%s", (_, one) => {
  it("is taken from the vendor's client, and read back as it was answered", async () => {
    dirty = true;
    const theirs = await deserialise(one);
    expect(missingFrom(theirs)).toEqual([]);
    const [made] = [theirs?.data].flat();
    const reader = made?.id ? readerOf(made.type) : undefined;
    // A merge answers with the id alone; what is answered nowhere cannot be compared.
    if (!made?.id || !made.attributes || !reader) return;
    const { json, text } = await server.call(reader.tool.name, { [reader.id]: made.id, detail: "full" });
    expect(json.data?.id, text).toBe(made.id);
    // A segment is computed in between.
    const { id, type, relationships, attributes, is_processing, ...shown } = json.data;
    expect(differences(withoutNames(shown), made.attributes, made.id)).toEqual([]);
  });
});

it("most kinds of resource that are written can be read back", () => {
  const types = written
    .map((one) => operationOf(one).result)
    .flatMap((result) => ("resource" in result ? [result.resource.type] : []));
  expect([...new Set(types)].filter((type) => readerOf(type)).length).toBeGreaterThan(6);
});
