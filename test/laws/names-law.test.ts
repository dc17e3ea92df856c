import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { unwrap } from "../../src/check/alternatives.ts";
import { idsIn, isNoId, kindsOf, withIds } from "../../src/check/named.ts";
import { GatewayError } from "../../src/errors.ts";
import type { DirectTool, Input } from "../../src/tool/tool.ts";
import type { GatewayRequest } from "../../src/wire/request.ts";
import { allTools } from "../../tools/index.ts";
import { allCases } from "../cases/index.ts";
import { documentOf, everyOperation, leastCall, wholeCall } from "../every-call.ts";
import { type Inside, startInside } from "../inside.ts";
import { NAMELESS, NAMELESS_ARGUMENTS } from "../nameless.ts";

// Wherever an id of something that has a name is due, the name will do: in every tool and row, at every place of their
// arguments, deep in a body and in a filter, too.

/** In an account where one thing of each kind has the first name, and two have the second. */
const NAMES = ["Winter Sale", "Twin Sale", "No Such Sale"] as const;
/** The same for names that have the shape of an id. */
const WORDS = ["Winterling", "Twinling", "Nothingling"] as const;
/** And for people, who are found by address, and by an id of the shop's own. */
const ADDRESSES = ["winter@example.com", "twin@example.com", "nobody@example.com"] as const;

const TYPES =
  "list segment metric custom-metric campaign flow template tag tag-group form webhook image coupon catalog-category webhook-topic";
const LISTS = new Map(TYPES.split(" ").map((type) => [`/api/${type}s`.replace("ys", "ies"), type]));

/** The ids of the things of a type that have a name. */
function idsCalled(type: string, name: string): string[] {
  const [one, two] = [NAMES, WORDS].find((some) => (some as readonly string[]).includes(name)) ?? [];
  const count = name === one ? [0] : name === two ? [0, 1] : [];
  const tail = name.toLowerCase().replaceAll(" ", "_");
  return count.map((at) =>
    type === "webhook-topic" ? `event:from${at}.${tail}` : `${tail}${type.replaceAll("-", "")}${at}`,
  );
}

/** Those of a type that a filter by name lets through, or all. */
function things(type: string, filter: string) {
  const wanted = [...NAMES, ...WORDS].filter((name) => filter === "(name," || filter.includes(name));
  const data = wanted.flatMap((name) =>
    idsCalled(type, name).map((id) => ({ type, id, attributes: { name, title: name, external_id: name } })),
  );
  return { data, links: { next: null } };
}

/** Those whom a filter by address or by the shop's own id finds. */
function people(filter: string) {
  const [one, ...two] = [0, 1, 1].flatMap((which) => [ADDRESSES[which], WORDS[which]]);
  const data = [one, ...two]
    .map((text, at) => ({
      type: "profile",
      id: `01PERSON000000000000000${at}AB`,
      attributes: { email: text, external_id: text },
    }))
    .filter(({ attributes }) => filter.includes(String(attributes.email)));
  return { data, links: { next: null } };
}

/** What is there by any id, as long as it is none of the names. */
function withIdsOf(filter: string, type: string) {
  const ids = [...(/^\w+\([^)]*\)/.exec(filter)?.[0] ?? "").matchAll(/"([^"]+)"/g)].map(([, id = ""]) => id);
  const data = ids
    .filter((id) => !(WORDS as readonly string[]).includes(id))
    .map((id) => ({ type, id, attributes: {} }));
  return { data, links: { next: null } };
}

const ACCOUNT = {
  data: [{ type: "account", id: "A", attributes: { timezone: "UTC", preferred_currency: "USD" } }],
};

const said = ({ path, query, body }: GatewayRequest) =>
  `${decodeURIComponent(path)} ${JSON.stringify(query.map(([, value]) => value))} ${JSON.stringify(body ?? "")}`;
const isLookUp = ({ method, path }: GatewayRequest) =>
  method === "GET" && (LISTS.has(path) || path === "/api/profiles");

let inside: Inside;
let running: DirectTool | undefined;
beforeAll(() => {
  inside = startInside(["--beta", "--confirm", "never"]);
  inside.answer = (request) => {
    const given = request.query.find(([name]) => name === "filter")?.[1] ?? "(name,";
    const filter = given.replace(/^equals\(messages[^)]*\),?/, "") || "(name,";
    const byName = /^\w*\((name|title|email|external_id),/.test(filter);
    const type = isLookUp(request) ? LISTS.get(request.path) : undefined;
    if (type && byName) return things(type, filter);
    if (isLookUp(request) && !type && byName) return people(filter);
    if (request.path === "/api/accounts") return ACCOUNT;
    if (isLookUp(request)) return withIdsOf(filter, type ?? "profile");
    const word = WORDS.find((one) => said(request).includes(one));
    if (word)
      throw new GatewayError({ status: 404, source: "klaviyo", detail: `Nothing has the id ${word}.` });
    return running?.kind === "operation"
      ? documentOf(running)
      : { data: { type: "x", id: "1", attributes: { status: "complete" } } };
  };
});
afterAll(() => void vi.restoreAllMocks());

const workflows = allTools.filter((tool) => tool.kind === "workflow");
const callsOf = (tool: DirectTool): Input[] =>
  tool.kind === "operation"
    ? [wholeCall(tool), leastCall(tool.name), ...filtersOf(tool)]
    : allCases.filter((one) => one.tool === tool.name).map(({ args }) => args);

/** A call for each field by which an operation filters. */
function filtersOf(tool: DirectTool): Input[] {
  const fields = tool.kind === "operation" ? Object.entries(tool.request.query.filter ?? {}) : [];
  return fields.flatMap(([field, { operators }]) => {
    const operator = ["equals", "any"].find((one) => operators.includes(one));
    const value = operator === "any" ? '["x1"]' : '"x1"';
    return operator ? [{ ...leastCall(tool.name), filter: `${operator}(${field},${value})` }] : [];
  });
}

/** Each place of a tool's arguments where an id of something named may stand, with a call that has one there. */
const placesOf = (tool: DirectTool) => {
  const seen = new Set<string>();
  return callsOf(tool).flatMap((args) =>
    idsIn(tool, args).flatMap((at) => {
      const key = `${at.argument.replace(/\[\d+\]/g, "[]")} ${at.kinds.join()}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ ...at, args }];
    }),
  );
};

const tools = [...everyOperation, ...workflows]
  .map((tool) => [tool.name, tool, placesOf(tool)] as const)
  .filter(([, , places]) => places.length > 0);

describe("takes names for ids:", () => {
  it.each(tools)("%s", async (name, tool, places) => {
    running = tool;
    for (const { argument, kinds, args } of places) {
      if (kinds.some((kind) => NAMELESS.has(kind))) continue;
      const isPerson = kinds.includes("profile");
      const call = async (text: string) => {
        inside.left.length = 0;
        const given = withIds(tool, args, (at) =>
          at.argument === argument && at.kinds[0] === kinds[0] ? text : at.text,
        );
        const fresh = "fresh" in tool.inputSchema.shape && { fresh: true };
        // A session of its own: what one wrote by a model of campaigns, it writes by no other.
        const caller = { session: name, client: "test 1" };
        const answer = await inside.call(name, { ...given, ...fresh }, { caller });
        const isEmpty = argument === "filter" && !isNoId(text) && answer.json.data?.length === 0;
        return {
          ...answer,
          isEmpty,
          left: [...inside.left],
          why: `${argument} ${JSON.stringify(given.filter)} ${text} ${answer.text.slice(0, 300)}`,
        };
      };
      const idsOf = (text: string) =>
        isPerson
          ? people(text).data.map(({ id }) => id)
          : kinds.flatMap((kind) => idsCalled(kind.replaceAll("_", "-"), text));
      const one = kinds.length > 1 ? [] : [isPerson ? ADDRESSES[0] : NAMES[0], WORDS[0]];
      for (const text of one) {
        const { json, text: told, left, why } = await call(text);
        const [id = ""] = idsOf(text);
        // A workflow may end at what an account of so little has not.
        if (tool.kind !== "operation") expect(told).not.toMatch(/is called|has the id/);
        else {
          expect(json.resolved, why).toEqual({ [text]: id });
          // What follows a change needs what the change made, of which there is none here.
          const follows = tool.following?.some(({ given }) => given.includes(argument));
          const isSent = left.some((request) => said(request).includes(id));
          expect(isSent || follows, why).toBe(true);
        }
        const changes = left.filter(({ method }) => method !== "GET").map(said);
        if (isNoId(text) || running?.annotations.readOnlyHint === false)
          expect(changes.join(), why).not.toContain(text);
      }
      // Of two kinds that may stand there each has one of the name.
      const several =
        kinds.length > 1 ? [NAMES[0], WORDS[0]] : [isPerson ? ADDRESSES[1] : NAMES[1], WORDS[1]];
      for (const text of several) {
        const { isError, isEmpty, text: told, left, why } = await call(text);
        // A list in which nothing is found says so.
        if (!isEmpty) expect(isError, why).toBe(true);
        for (const id of idsOf(text)) expect(told, why).toContain(id);
        expectNothing(tool, text, left, why);
      }
      for (const text of [isPerson ? ADDRESSES[2] : NAMES[2], WORDS[2]]) {
        const { isError, isEmpty, left, why } = await call(text);
        if (!isEmpty) expect(isError, why).toBe(true);
        expectNothing(tool, text, left, why);
      }
    }
  });
});

/** A change leaves not at all; a read by what may be an id is asked for as one. */
function expectNothing(tool: DirectTool, text: string, left: readonly GatewayRequest[], why: string): void {
  expect(
    left.filter(
      ({ method }) =>
        !["GET", tool.kind === "operation" && tool.annotations.readOnlyHint ? "POST" : ""].includes(method),
    ),
    why,
  ).toEqual([]);
  if (isNoId(text))
    expect(
      left.filter((request) => !isLookUp(request) && said(request).includes(text)),
      why,
    ).toEqual([]);
}

/** Every name under which a tool takes an id, at any depth of its arguments. */
function idNamesIn(schema: z.ZodTypeAny, name: string, depth = 0): string[] {
  const inner = unwrap(schema);
  const below = (one: z.ZodTypeAny, as: string) => (depth > 12 ? [] : idNamesIn(one, as, depth + 1));
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((one: z.ZodTypeAny) => below(one, name));
  if (inner instanceof z.ZodArray) return below(inner.element as z.ZodTypeAny, name);
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape as z.ZodRawShape).flatMap(([key, one]) => below(one, key));
  return /_ids?$/.test(name) ? [name] : [];
}

it("and what takes none is written down, with the reason", () => {
  const names = [...everyOperation, ...workflows].flatMap(({ inputSchema }) => idNamesIn(inputSchema, ""));
  const nameless = names.filter((name) => {
    const kinds = kindsOf(name);
    return kinds.length === 0 || kinds.every((kind) => NAMELESS.has(kind));
  });
  expect([...new Set(nameless)].sort()).toEqual([...NAMELESS_ARGUMENTS].sort());
});
