import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isObject } from "../../src/text.ts";
import { allTools } from "../../tools/index.ts";
import { allCases } from "../cases/index.ts";
import { KEY, type Started, startClient } from "../client.ts";
import { served } from "../served-inside.ts";
import { MASK, MASK_ENV } from "./planted.ts";

// The believable account of the sandbox, all of whose people are known here and none to the model.

let server: Started;
let folder: string;
let people: Record<string, unknown>[];
let reviews: Record<string, unknown>[];
/** Who is asked reads these, and answers yes. */
let asked: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "masked-"));
  server = await startClient({
    args: [...MASK, "--confirm", "writes", "--files", folder],
    env: MASK_ENV,
    served,
    elicit: (message) => {
      asked.push(message);
      return { action: "accept", content: { confirm: true } };
    },
  });
  people = await all("profiles");
  reviews = await all("reviews");
});
afterAll(() => server.close());

async function all(path: string) {
  const found: Record<string, unknown>[] = [];
  let next: string | undefined = `${path}?page[size]=100`;
  while (next) {
    const answer = await fetch(`${server.sandbox.url}/klaviyo/api/${next}`, {
      headers: { authorization: `Bearer ${KEY}`, revision: "2026-07-15" },
    });
    const { data, links } = (await answer.json()) as {
      data: Record<string, unknown>[];
      links?: { next?: string };
    };
    found.push(...data);
    const { search } = new URL(links?.next ?? "http://none");
    next = search && `${path}${search}`;
  }
  server.sandbox.clearRequests();
  return found;
}

/** What of the account's people, and of what they wrote, stands in a text that a model or a file has. */
function found(text: string): string[] {
  const small = text.toLowerCase();
  const written = reviews.flatMap(({ attributes }) => {
    const { author, content, title } = attributes as Record<string, string>;
    return [author, content, title].flatMap((one) =>
      one && one.length > 5 && text.includes(one) ? [one] : [],
    );
  });
  return [...written, ...foundOf(small)];
}

function foundOf(small: string): string[] {
  return people.flatMap(({ attributes }) => {
    const { email, phone_number, first_name, last_name, location } = attributes as Record<string, unknown>;
    const street = isObject(location) ? location.address1 : undefined;
    return [email, phone_number, first_name && `${first_name} ${last_name}`, street]
      .filter((one): one is string => typeof one === "string" && one.length > 5)
      .filter((one) => small.includes(one.toLowerCase()));
  });
}

const jobs = new Set(allTools.filter(({ kind }) => kind !== "operation").map(({ name }) => name));
const reads = new Set(allTools.filter((tool) => tool.annotations.readOnlyHint).map(({ name }) => name));
const cases = allCases.filter(({ tool }) => jobs.has(tool));

it("knows the people of the account", () => {
  expect(people.length).toBeGreaterThan(100);
  expect(found(JSON.stringify(people.slice(0, 1)))).not.toEqual([]);
  expect(found(JSON.stringify(reviews.slice(0, 1)))).not.toEqual([]);
});

it.each(cases.map((one) => [`${one.tool} ${one.name}`, one] as const))("%s", async (_, { tool, args }) => {
  const { text, isError } = await server.call(tool, args);
  // What the call itself said is no news to who made it.
  const said = JSON.stringify(args).toLowerCase();
  const news = (told: string) => found(told).filter((one) => !said.includes(one.toLowerCase()));
  expect(news(text)).toEqual([]);
  // What a job keeps of the first call must not tell more in a second.
  if (isError || !reads.has(tool)) return;
  expect(news((await server.call(tool, args)).text)).toEqual([]);
});

it("takes a person's tokens back where they are the person's own, and a person is asked with the values", async () => {
  const { json } = await server.call("get_profiles", { page_size: 1, fields: ["email", "first_name"] });
  const [{ id, email, first_name }] = json.data;
  expect(email).toMatch(/^person_[0-9A-Z]+@masked$/);
  const real = people.find((one) => one.id === id)?.attributes as Record<string, string>;
  server.sent();
  const same = await server.call("get_profiles", { filter: `equals(email,"${email}")` });
  expect(server.sent()[0]?.query.filter).toBe(`equals(email,"${real.email}")`);
  expect(same.json.data[0].id).toBe(id);
  const whole = await server.call("get_customer", { profile_id: email });
  expect(whole.json.data).toMatchObject({ id, email });
  asked = [];
  const changed = await server.call("update_profile", { profile_id: id, last_name: first_name });
  expect(asked.join()).toContain(real.first_name);
  expect(found(changed.text)).toEqual([]);
  expect(server.sent().find(({ method }) => method === "PATCH")?.body).toMatchObject({
    data: { attributes: { last_name: real.first_name } },
  });
  const undone = await server.call("undo_change", { change: changed.json.undo });
  expect(undone.isError).toBeUndefined();
  expect(found(undone.text)).toEqual([]);
  expect(undone.text).not.toContain(`"${real.last_name}"`);
});

it("shows a model that asks by a token who is asked about only as tokens", async () => {
  const { json } = await server.call("get_profiles", { page_size: 1, fields: ["email"] });
  const masked = await startClient({
    args: [...MASK, "--confirm", "writes"],
    env: MASK_ENV,
    served,
  });
  const preview = await masked.call("create_profile", { email: json.data[0].email });
  expect(preview.json.status ?? preview.text).toBe("needs_confirmation");
  expect(found(preview.text)).toEqual([]);
  expect(preview.text).toContain("@masked");
  await masked.close();
});

it("groups and exports as tokens, and puts them back from a file", async () => {
  const summary = await server.call("summarize_collection", { name: "get_profiles", group_by: "last_name" });
  expect(found(summary.text)).toEqual([]);
  expect(summary.text).toContain("@masked");
  await server.call("export_collection", {
    name: "get_profiles",
    arguments: { limit: 3 },
    file: "people.csv",
    columns: ["email", "phone_number", "first_name", "location.address1"],
  });
  expect(readdirSync(folder)).toContain("people.csv");
  const text = readFileSync(join(folder, "people.csv"), "utf8");
  expect(found(text)).toEqual([]);
  expect(text.split("@masked").length).toBeGreaterThan(6);
  server.sent();
  const sent = await server.call("bulk_import_profiles", { file: "people.csv" });
  expect(found(sent.text)).toEqual([]);
  const body = JSON.stringify(server.sent().map((one) => one.body));
  expect(found(body).length).toBeGreaterThan(3);
  expect(body).not.toContain("@masked");
});

it("keeps a resource's people as tokens", async () => {
  const { resourceTemplates } = await server.client.listResourceTemplates();
  const person = resourceTemplates.find(({ uriTemplate }) => uriTemplate.includes("profile"));
  const uri = person?.uriTemplate.replace(/\{\w+\}/, String(people[0]?.id));
  expect(uri).toBeDefined();
  const { contents } = await server.client.readResource({ uri: uri ?? "" });
  expect(JSON.stringify(contents)).toContain("@masked");
  expect(found(JSON.stringify(contents))).toEqual([]);
});

it("is at work in the built server where it is set, which loads it then alone", async () => {
  for (const [args, env] of [
    [MASK, MASK_ENV],
    [[], {}],
  ] as const) {
    const built = await startClient({ args: [...args], env });
    const { text } = await built.call("get_profiles", { page_size: 1 });
    expect(text.includes("@masked")).toBe(args.length > 0);
    expect(built.client.getInstructions()?.includes("@masked")).toBe(args.length > 0);
    await built.close();
  }
  const dist = new URL("../../dist/", import.meta.url);
  const files = readdirSync(dist).filter((name) => name.endsWith(".js"));
  const texts = new Map(files.map((name) => [name, readFileSync(new URL(name, dist), "utf8")]));
  const [own, ...more] = files.filter((name) => texts.get(name)?.includes("aes-256-ctr"));
  expect(own).toMatch(/^mask-/);
  expect(more).toEqual([]);
  for (const text of texts.values()) expect(text).not.toMatch(new RegExp(`(?:from|import)\\s*"\\./${own}"`));
  expect([...texts.values()].filter((text) => text.includes(`import("./${own}")`))).toHaveLength(1);
});
