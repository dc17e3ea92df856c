import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import type { Row } from "../src/operations/rows.ts";
import { rows } from "./least.ts";

// What the sandbox refuses, it refuses as Klaviyo does: for each row what its contract does not take, in Klaviyo's
// error objects, at the place that is wrong.

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off" });
});
afterAll(() => sandbox.close());

interface Refused {
  status: number;
  errors: {
    id: string;
    status: number;
    code: string;
    title: string;
    detail: string;
    source: { parameter?: string; pointer?: string };
  }[];
}

interface Ask {
  query?: Record<string, string>;
  body?: unknown;
  revision?: string;
  id?: string;
}

async function ask({ method, path, revision }: Row, asked: Ask): Promise<Refused> {
  const url = new URL(
    `${sandbox.url}/klaviyo${path.replace(/\{\w+\}/, encodeURIComponent(asked.id ?? "unknown"))}`,
  );
  for (const [name, value] of Object.entries(asked.query ?? {})) url.searchParams.set(name, value);
  const { body } = asked;
  const response = await fetch(url, {
    method,
    headers: {
      authorization: "Bearer key",
      revision: asked.revision ?? revision,
      ...(body !== undefined && { "content-type": "application/vnd.api+json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, errors: text === "" ? [] : JSON.parse(text).errors };
}

async function expectRefused(row: Row, asked: Ask, status: number, source?: object): Promise<void> {
  const { status: answered, errors } = await ask(row, asked);
  const about = `${row.name} ${JSON.stringify(asked)}`;
  expect(answered, about).toBe(status);
  const [first] = errors;
  expect(first, about).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
  expect(first?.detail, about).not.toMatch(/^The sandbox/);
  if (source) expect(first?.source, about).toEqual(source);
}

/** The filters of the lists that Klaviyo gives no one without. */
const REQUIRED: Readonly<Record<string, string>> = {
  get_campaigns: 'equals(messages.channel,"email")',
  get_coupon_codes: 'equals(coupon.id,"WELCOME10")',
};

const OPERATORS = ["equals", "contains", "starts-with", "greater-than", "any", "has"];

describe.each(rows.all.map((row) => [row.name, row] as const))("%s", (_, row) => {
  it("refuses what its query does not take", async () => {
    const { filter = {}, sort, include, page } = row;
    await expectRefused(row, { query: { nonsense: "1" } }, 400, { parameter: "nonsense" });
    if (row.filter) {
      const about = { parameter: "filter" };
      await expectRefused(row, { query: { filter: 'equals(nonsense,"a")' } }, 400, about);
      await expectRefused(row, { query: { filter: "equals(" } }, 400, about);
    }
    for (const [field, [type, operators]] of Object.entries(filter)) {
      const value = type === "datetime" ? "2026-01-01" : type === "boolean" ? "true" : '"a"';
      const wrong = OPERATORS.find((one) => !operators.split(" ").includes(one));
      await expectRefused(row, { query: { filter: `${wrong}(${field},${value})` } }, 400, {
        parameter: "filter",
      });
    }
    const required = REQUIRED[row.name];
    const filtered: Record<string, string> = required ? { filter: required } : {};
    const wrong: [string, string | undefined][] = [
      ["sort", sort && "nonsense"],
      ["include", include && "nonsense"],
      ["page[size]", page?.size ? "0" : undefined],
      ["page[size]", page?.size ? String(page.size + 1) : undefined],
      ["page[cursor]", page && "nonsense"],
    ];
    for (const [parameter, value] of wrong)
      if (value) await expectRefused(row, { query: { ...filtered, [parameter]: value } }, 400, { parameter });
  });

  it("refuses a body that is not its own, or an id that nobody has", async () => {
    const { body } = row;
    if (!body || body.multipart) {
      // Of some types Klaviyo says that no id looks like that.
      const isMalformed = /^\/api\/(flow-actions|mapped-metrics)\//.test(row.path);
      if (row.path.includes("{")) await expectRefused(row, {}, isMalformed ? 400 : 404);
      return;
    }
    if (body.identifiers) {
      await expectRefused(row, { body: { data: "nonsense" } }, 400, { pointer: "/data" });
      const item = { type: "nonsense", id: "nonsense" };
      const pointer = body.identifiers.one ? "/data/type" : "/data/0/type";
      await expectRefused(row, { body: { data: body.identifiers.one ? item : [item] } }, 400, { pointer });
      return;
    }
    await expectRefused(row, { body: { data: { type: "nonsense" } } }, 400);
    await expectRefused(row, { body: { nonsense: 1 } }, 400, { pointer: "/data" });
    const attributes = { nonsense: 1 };
    await expectRefused(row, { body: { data: { type: body.type, id: "unknown", attributes } } }, 400);
  });

  it("is of its revision and of those that do not change it", async () => {
    if (row.revision === "2026-07-15") return;
    const isOlder = rows.all.some(
      (one) =>
        one.revision === "2026-07-15" &&
        one.path.replace(/\{\w+\}/, "{}") === row.path.replace(/\{\w+\}/, "{}"),
    );
    if (!isOlder) await expectRefused(row, { revision: "2026-07-15" }, 404);
  });
});

it.each<[name: string, most: number, part: string, relation: string, item: object]>([
  ["bulk_delete_catalog_items", 100, "attributes", "items", { type: "catalog-item", id: "unknown" }],
  [
    "bulk_suppress_profiles",
    100,
    "attributes",
    "profiles",
    { type: "profile", attributes: { email: "a@example.com" } },
  ],
  [
    "bulk_delete_object_records",
    500,
    "relationships",
    "object-records",
    { type: "object-record", id: "unknown" },
  ],
])("%s takes %d and not one more", async (name, most, part, relation, item) => {
  const row = rows.find(name) as Row;
  const body = (count: number) => ({
    data: { type: row.body?.type, [part]: { [relation]: { data: Array(count).fill(item) } } },
  });
  expect((await ask(row, { body: body(most) })).status).toBe(202);
  await expectRefused(row, { body: body(most + 1) }, 400, { pointer: `/data/${part}/${relation}/data` });
});

it("says of what it does not serve that it is the sandbox which does not", async () => {
  const browser = { name: "", method: "POST", path: "/client/events" } as Row;
  for (const path of ["/client/events", "/api/nonsense", "/api/forms/a/b/c/d"]) {
    const { status, errors } = await ask({ ...browser, path }, { revision: "2026-07-15" });
    expect(status).toBe(404);
    expect(errors[0]?.detail).toMatch(/^The sandbox does not serve/);
  }
});
