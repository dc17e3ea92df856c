import * as klaviyo from "klaviyo-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseInput } from "../../src/check/input.ts";
import { toolOf } from "../../src/operations/declare.ts";
import { pathIds, type Row } from "../../src/operations/rows.ts";
import { fieldNames } from "../../src/tool/fields.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { buildRequest } from "../../src/wire/request.ts";
import { operationsWithShapes } from "../../tools/operations/index.ts";
import { filterOf, sampleOf } from "../samples.ts";
import { type Recorded, type Recorder, startRecorder } from "./recorder.ts";

type Sent = Omit<Recorded, "headers">;

// The vendor's client judges what a row makes of a call: not written case by case but made from the rows, every
// operation of the revision that the client has, with every parameter, and every body through its own models.

/** What the client cannot be asked about, by the argument, however deep it stands. */
const UNJUDGED: readonly { argument: string; of: RegExp; reason: string }[] = [
  {
    argument: "unset",
    of: /profile|push_token|event/,
    reason: "its type table holds the type's name as HTML, and it throws",
  },
  {
    argument: "message_hierarchy",
    of: /^create_conversation_message$/,
    reason: "its model has no such attribute, and the specification has",
  },
];

/** Of several shapes that may stand somewhere, how many are tried. */
const VARIANTS = 12;

let recorder: Recorder;
beforeAll(async () => {
  recorder = await startRecorder();
});
afterAll(() => recorder.close());
beforeEach(() => {
  recorder.requests.length = 0;
});

/** What the vendor's client sent, its paths decoded. */
function recorded(): Sent[] {
  return recorder.requests.map(({ headers: _, path, ...sent }) => ({
    ...sent,
    path: decodeURIComponent(path),
  }));
}

type Method = (...args: unknown[]) => Promise<unknown>;
interface Api {
  basePath: string;
}
type ApiClass = new (session: unknown) => Api;

/** The client's own name of an operation or of a parameter: `fields[list]` is `fieldsList`. */
function camel(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+([a-zA-Z0-9])?/g, (_, letter: string = "") => letter.toUpperCase());
}

const apis = Object.entries(klaviyo)
  .filter(([name]) => name.endsWith("Api"))
  .map(([, api]) => api as unknown as ApiClass);

/** The client's method of an operation, and the model that its body is made of. */
function methodOf(row: Row): { call: Method; model: string | undefined } {
  const name = camel(row.name);
  const Api = apis.find(({ prototype }) => name in prototype);
  if (!Api) throw new Error(`the vendor's client has no ${name}`);
  const retry = new klaviyo.RetryWithExponentialBackoff({ numRetries: 0 });
  const api = new Api(new klaviyo.ApiKeySession("test-key", retry));
  api.basePath = recorder.url;
  const method = Reflect.get(api, name) as Method;
  const model = /data: models_1\.ObjectSerializer\.serialize\(\w+, "(.*?)"\)/.exec(String(method))?.[1];
  return { call: method.bind(api), model };
}

/** What is sent by our declaration, as the recording server would have it. */
function sentBy(tool: OperationTool, args: Record<string, unknown>, page = {}): Sent {
  const { method, path, query, body } = buildRequest(tool, parseInput(tool, args), page);
  return {
    method,
    path: decodeURIComponent(path),
    query: Object.fromEntries(query),
    body,
  };
}

/** Arguments of a call, without those that the client cannot judge. */
function judgedSample(row: Row, whole: boolean, variant = 0): Record<string, unknown> {
  const left = UNJUDGED.filter(({ of }) => of.test(row.name)).map(({ argument }) => argument);
  return JSON.parse(
    JSON.stringify(sampleOf(row, rows, whole, variant), (name, value: unknown) =>
      left.includes(name) ? undefined : value,
    ),
  );
}

const rows = operationsWithShapes();
const judged = rows.all.filter(({ revision, body }) => revision === "2026-07-15" && !body?.multipart);
const plain = judged.filter(({ body }) => !body);
const withBody = judged.filter(({ body }) => body);

describe.each(plain.map((row) => [row.name, row] as const))("%s", (_, row) => {
  const tool = toolOf(row, rows);
  const { query } = tool.request;
  const sample = judgedSample(row, true);
  const ids = pathIds(row).map((name) => (sample[name] === `a_${name}` ? `a_${name}/é` : sample[name]));

  it("leaves as the vendor's client sends it, with every parameter", async () => {
    const type = "resource" in tool.result ? tool.result.resource : undefined;
    const attribute = type?.attributes[0]?.replace(/[.{].*/, "");
    const fields = row.method === "GET" && attribute ? [attribute] : undefined;
    const additional = query.additionalFields;
    const include = query.include && Object.keys(query.include);
    const sort = query.sort && `-${query.sort.at(-1)}`;
    const filter = row.filter && filterOf(row);
    const page = query.page && { size: query.page.size, cursor: "c3Vyc29y" };
    const args = {
      ...sample,
      ...Object.fromEntries(pathIds(row).map((name, at) => [name, ids[at]])),
      ...(fields && { fields }),
      ...(include && { include }),
      ...(additional && { additional_fields: additional }),
      ...(sort && { sort }),
      ...(filter && { filter }),
    };
    const sent = sentBy(tool, args, page);
    // Types that are included bring their own summary along, which is not what is judged here.
    const own = Object.keys(sent.query).filter(
      (name) => !/^fields/.test(name) || name === `fields[${type?.type}]`,
    );
    const asked = [...(fields ?? []), ...(fields ? (additional ?? []) : [])];
    const options: Record<string, unknown> = {
      ...(!row.filter_required && { filter }),
      sort,
      include,
      pageSize: page?.size,
      pageCursor: page?.cursor,
      [camel(`fields-${type?.type}`)]: fields && asked,
      [camel(`additional-fields-${type?.type}`)]: additional,
      ...Object.fromEntries(Object.entries(row.params ?? {}).map(([name, as]) => [camel(as), sample[name]])),
    };
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    await methodOf(row)
      .call(...ids, ...(row.filter_required ? [filter] : []), given)
      .catch(() => undefined);
    const ours = { ...sent, query: Object.fromEntries(own.map((name) => [name, sent.query[name]])) };
    expect(recorded()).toEqual([ours]);
  });
});

describe.each(withBody.map((row) => [row.name, row] as const))("%s", (_, row) => {
  const tool = toolOf(row, rows);

  it("has bodies of which the vendor's models leave nothing out: the least, and whole ones of every shape", async () => {
    const least = row.method === "PATCH" ? [] : [judgedSample(row, false)];
    const whole = Array.from({ length: VARIANTS }, (_, variant) => judgedSample(row, true, variant));
    const { call, model = "" } = methodOf(row);
    for (const text of new Set([...least, ...whole].map((args) => JSON.stringify(args)))) {
      const args = JSON.parse(text) as Record<string, unknown>;
      const { query: _, ...sent } = sentBy(tool, args);
      const made: unknown = klaviyo.ObjectSerializer.deserialize(sent.body, model);
      recorder.requests.length = 0;
      await call(...pathIds(row).map((name) => args[name]), made).catch(() => undefined);
      expect(recorded().map(({ method, path, body }) => ({ method, path, body }))).toEqual([sent]);
    }
  });
});

describe.each(judged.filter(({ method }) => method === "GET").map((row) => [row.name, row] as const))(
  "%s",
  (_, row) => {
    it("has the parameters of the vendor's client, and their values", () => {
      const { request, result } = toolOf(row, rows);
      const { filter, sort, include, additionalFields, page } = request.query;
      const own = "resource" in result ? [result.resource] : [];
      const shown = new Map([...Object.values(include ?? {}), ...own].map((type) => [type.type, type]));
      const sparse = [...shown.values()].filter(({ whole }) => !whole);
      const stated: [string, readonly string[]][] = [
        ...(filter ? [["filter", []] as [string, string[]]] : []),
        ...(sort ? [["sort", sort.flatMap((one) => [one, `-${one}`])] as [string, string[]]] : []),
        ...(include ? [["include", Object.keys(include)] as [string, string[]]] : []),
        ...(additionalFields
          ? [[`additional-fields[${own[0]?.type}]`, additionalFields] as [string, readonly string[]]]
          : []),
        ...(page?.size ? [["page[size]", []] as [string, string[]]] : []),
        ...(page ? [["page[cursor]", []] as [string, string[]]] : []),
        ...sparse.map((type): [string, string[]] => [`fields[${type.type}]`, [...fieldNames(type)]]),
      ];
      const ours = stated.map(([name, values]) => [name, [...values].sort()]);
      const theirs = [...parametersOf(row)].map(([name, values]) => [name, [...values].sort()]);
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    });
  },
);

/** The query parameters that the client's method has, each with the values that it names. */
function parametersOf(row: Row): Map<string, string[]> {
  const name = camel(row.name);
  const source = String(Reflect.get(apis.find(({ prototype }) => name in prototype)?.prototype ?? {}, name));
  const found = source.matchAll(
    /Parameters\['(.*?)'\] = models_1\.ObjectSerializer\.serialize\([\w.]+, "(.*?)"\)/g,
  );
  return new Map(
    [...found].map(([, parameter = "", type = ""]) => [
      parameter,
      [...type.matchAll(/'(.*?)'/g)].map(([, value = ""]) => value),
    ]),
  );
}
