import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RecordedRequest } from "../../sandbox/index.ts";
import { wholeOffer } from "../../src/offer.ts";
import type { Row } from "../../src/operations/rows.ts";
import { onlyReads } from "../../src/tool/effects.ts";
import { allCases } from "../cases/index.ts";
import { type Answer, type Started, startClient } from "../client.ts";
import { isRelated, leastOf, relationIn, relationshipsOf, rows, typeOfPath } from "../least.ts";

// Whatever can be called can be tried: the sandbox answers the least call of every row as its contract says, and what
// was created, changed, deleted or related shows in the reads.

const { operations, firstClass } = wholeOffer(true);
const toolNamed = new Map(operations.map((tool) => [tool.name, tool]));
const reads = new Set(operations.filter(onlyReads).map(({ name }) => name));
const worded = new Set(firstClass.map(({ name }) => name));

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--beta", "--confirm", "never"], sandbox: { keepAnswers: true } });
  await server.call("list_connections");
});
afterAll(() => server.close());

/** What Klaviyo shows of a profile though its documents do not name it. */
const UNLISTED = ["anonymous_id", "whatsapp_bsuid"];
/** Relationships that Klaviyo leaves out where there is nothing at their end. */
const ELUSIVE: Record<string, string[]> = {
  event: ["attributions"],
  "mapped-metric": ["metric", "custom-metric"],
};

/** Calls that take away what another needs. */
const TAKES_AWAY = /delete|remove|cancel|merge|schedule/;
let isDirty = false;
beforeEach(() => {
  if (isDirty) server.sandbox.reset();
  isDirty = false;
});

interface Resource {
  type: string;
  id: string;
  attributes?: Record<string, unknown>;
  relationships?: Record<string, { data?: unknown }>;
}

interface Called {
  answer: Answer;
  request: RecordedRequest;
  data: Resource[];
  document: { data: Resource | Resource[] | null } | undefined;
}

/** Calls a row by its name, and says what left and came back. */
async function called(row: Row, args: Record<string, unknown>): Promise<Called> {
  isDirty ||= TAKES_AWAY.test(row.name);
  server.sandbox.clearRequests();
  const tool = reads.has(row.name) ? "read_operation" : "change_operation";
  const detail = toolNamed.get(row.name)?.inputSchema.shape.detail && { detail: "full" };
  // A job that is waited for has been done before the next call, of what others delete as well.
  const wait = toolNamed.get(row.name)?.inputSchema.shape.wait && { wait: false };
  const whole = { ...args, ...(!worded.has(row.name) && detail), ...wait };
  const answer = await server.call(tool, { name: row.name, arguments: whole });
  const path = new RegExp(`^/klaviyo${row.path.replace(/\{\w+\}/g, "[^/]+")}/?$`);
  const request = server.sandbox.requests.findLast(
    (one) => one.method === row.method && path.test(one.path) && one.headers.revision === row.revision,
  );
  if (!request) throw new Error(`nothing left for ${row.name} ${JSON.stringify(args)}: ${answer.text}`);
  const document = request.answer ? JSON.parse(request.answer) : undefined;
  return { answer, request, document, data: [document?.data].flat().filter(Boolean) };
}

async function succeeds(row: Row, args: Record<string, unknown>): Promise<Called> {
  const outcome = await called(row, args);
  expect(outcome.answer.isError, `${row.name} ${JSON.stringify(args)} ${outcome.answer.text}`).toBeFalsy();
  return outcome;
}

/** What words ask for is not what the row asks for: the first of the calls that stand in the cases. */
const worn = new Map([...allCases].reverse().map((one) => [one.tool, one.args]));

function argumentsOf(row: Row): Record<string, unknown> {
  return worded.has(row.name) ? (worn.get(row.name) ?? {}) : leastOf(row);
}

const callable = rows.all.filter(({ body }) => !body?.multipart);

describe.each(callable.map((row) => [row.name, row] as const))("%s", (_, row) => {
  it("answers its least call as its contract says", async () => {
    const { request, document, data } = await succeeds(row, argumentsOf(row));
    expect(row.status).toContain(request.status);
    if (row.result === undefined) {
      expect(document).toBeUndefined();
      return;
    }
    const [, kind, type = "", many] = row.result.match(/^(?:(job|ids) )?([^[]+)(\[\])?$/) ?? [];
    if (many) expect(Array.isArray(document?.data)).toBe(true);
    const relation = relationIn(row.path);
    if (!relation || isRelated(typeOfPath(row.path), relation)) expect(data.length).toBeGreaterThan(0);
    const related = relationshipsOf(type, row);
    for (const one of data) {
      expect(one.type).toBe(type);
      if (kind === "ids") expect(Object.keys(one).slice(0, 2)).toEqual(["type", "id"]);
      if (kind === "ids") continue;
      const shown = Object.keys(one.attributes ?? {});
      const known = rows.attributes(type, row).map((name) => name.split(".")[0] ?? "");
      for (const name of shown) if (!UNLISTED.includes(name)) expect(known).toContain(name);
      // Words choose what is shown, and a type whose fields cannot be chosen may show none.
      const asked = row.additional?.split(" ") ?? [];
      if (row.fields?.[type] === "" || known.length === 0) continue;
      for (const name of worded.has(row.name) ? [] : known)
        if (!asked.includes(name)) expect(shown).toContain(name);
      const linked = Object.keys(one.relationships ?? {});
      const elusive = ELUSIVE[type] ?? [];
      expect([...new Set([...linked, ...elusive])].sort()).toEqual([...new Set([...related])].sort());
    }
  });
});

const found = (method: string, path: string, { revision }: Row) =>
  [revision, "2026-07-15"]
    .map((one) =>
      callable.find(
        (row) =>
          row.method === method &&
          row.revision === one &&
          row.path.replace(/\{\w+\}/, "{}") === path.replace(/\{\w+\}/, "{}"),
      ),
    )
    .find(Boolean);

/** The id in a row's path as an argument. */
const idIn = (row: Row, id: string) => ({ [row.path.match(/\{(\w+)\}/)?.[1] ?? ""]: id });

/** What was sent of a resource must be what is read of it, as far as the read shows it. */
function expectShown({ body }: RecordedRequest, { data: [read] }: Called): void {
  const { data } = body as { data: Resource };
  for (const [name, value] of Object.entries(data.attributes ?? {})) {
    const shown = read?.attributes?.[name];
    if (name === "endpoint_url" || shown === undefined) continue;
    if (name === "expires_at") expect(Date.parse(String(shown))).toBe(Date.parse(String(value)));
    else if (typeof value === "object" && value !== null)
      expect({ [name]: shown }).toMatchObject({ [name]: value });
    else expect({ [name]: shown }).toEqual({ [name]: value });
  }
  for (const [name, { data: wanted }] of Object.entries(data.relationships ?? {})) {
    const held = read?.relationships?.[name]?.data;
    if (held !== undefined) expect({ [name]: held }).toEqual({ [name]: wanted });
  }
}

const creating = callable.filter(
  (row) =>
    row.method === "POST" && row.result && !/[[ ]/.test(row.result) && found("GET", `${row.path}/{id}`, row),
);

describe.each(creating.map((row) => [row.name, row] as const))("what %s made", (_, row) => {
  it("is read as it was made and changed, and is gone when it is deleted", async () => {
    isDirty = true;
    const made = await succeeds(row, argumentsOf(row));
    const id = made.data[0]?.id ?? "";
    const one = `${row.path}/{id}`;
    const read = found("GET", one, row) as Row;
    expectShown(made.request, await succeeds(read, idIn(read, id)));
    const change = found("PATCH", one, row);
    if (change) {
      const changed = await succeeds(change, { ...argumentsOf(change), ...idIn(change, id) });
      expectShown(changed.request, await succeeds(read, idIn(read, id)));
    }
    const remove = found("DELETE", one, row);
    if (!remove) return;
    await succeeds(remove, idIn(remove, id));
    const { answer, request } = await called(read, idIn(read, id));
    expect(answer.isError).toBe(true);
    expect(request.status).toBe(404);
  });
});

const adding = callable.filter(({ method, path }) => method === "POST" && path.includes("/relationships/"));

describe.each(adding.map((row) => [row.name, row] as const))("what %s related", (_, row) => {
  it("is read, and is not when it is taken out", async () => {
    isDirty = true;
    const args = argumentsOf(row);
    const [read, remove] = ["GET", "DELETE"].map((method) => found(method, row.path, row));
    if (!read || !remove) throw new Error(`${row.name} has nothing that reads or removes`);
    const id = idIn(read, String(Object.values(args)[0]));
    const isPlain = Object.values(args)
      .flat()
      .every((value) => typeof value === "string");
    const taken = { ...argumentsOf(remove), ...(isPlain ? args : id) };
    // Taken out first, for the account may have it.
    await succeeds(remove, taken);
    const before = (await succeeds(read, id)).data.length;
    const { request } = await succeeds(row, args);
    const sent = [(request.body as { data: Resource[] }).data].flat().map((one) => one.id);
    const after = (await succeeds(read, id)).data.map((one) => one.id);
    expect(after).toEqual(expect.arrayContaining(sent));
    expect(after.length).toBeGreaterThan(before);
    await succeeds(remove, taken);
    expect((await succeeds(read, id)).data).toHaveLength(before);
  });
});

const replacing = callable.filter(
  ({ method, path }) => method === "PATCH" && path.includes("/relationships/"),
);

describe.each(replacing.map((row) => [row.name, row] as const))("what %s replaced", (_, row) => {
  it("is what is read, and nothing else is where ids alone were sent", async () => {
    isDirty = true;
    const args = argumentsOf(row);
    const read = found("GET", row.path, row) as Row;
    const id = idIn(read, String(Object.values(args)[0]));
    const before = (await succeeds(read, id)).data.map((one) => one.id);
    const { request } = await succeeds(row, args);
    const sent = [(request.body as { data: Resource & { meta?: unknown } }).data].flat();
    const after = (await succeeds(read, id)).data.map((one) => one.id);
    const kept = sent.some(({ meta }) => meta) ? before : [];
    expect(new Set(after)).toEqual(new Set([...kept, ...sent.map((one) => one.id)]));
  });
});
