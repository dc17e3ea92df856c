import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { allTools } from "../../tools/index.ts";
import type { Case } from "../cases/case.ts";
import { allCases } from "../cases/index.ts";
import { type Started, startClient } from "../client.ts";
import { served } from "../served-inside.ts";
import { MASK, MASK_ENV, PERSON, PLANTED } from "./planted.ts";
import { type Planting, startPlanting } from "./planting.ts";

// Every case of every tool, in an account all of whose people are the planted one: asked and agreed to, by a token, and
// without asking.

const WAYS: readonly (readonly [how: string, flags: readonly string[], asks: boolean])[] = [
  ["who is asked agrees", ["--confirm", "writes"], true],
  ["nobody can be asked", ["--confirm", "writes", "--log-level", "debug"], false],
];

/** What has no case among the others: it takes a folder, or speaks to Maton. */
const more: readonly Pick<Case, "tool" | "name" | "args">[] = [
  { tool: "list_connections", name: "whole", args: {} },
  { tool: "get_connection", name: "of none", args: { connection_id: "none" } },
  { tool: "create_connection", name: "whole", args: {} },
  { tool: "delete_connection", name: "of none", args: { connection_id: "none" } },
  { tool: "undo_change", name: "of the first", args: { change: "1" } },
  { tool: "client_report", name: "of a month", args: { agency: "A", file: "report.html" } },
  {
    tool: "export_collection",
    name: "of people",
    args: { name: "get_profiles", arguments: { limit: 3 }, file: "people.csv" },
  },
  {
    tool: "export_collection",
    name: "of events",
    args: { name: "get_events", arguments: { limit: 3, include: ["profile"] }, file: "events.jsonl" },
  },
  { tool: "upload_image_from_file", name: "of none", args: { file: "none.png" } },
];
/** Somebody in the sandbox's account. */
const PERSON_ID = "01GDDKASAP8TKDDA2GRZDSVP4H";
const cases = [...allCases, ...more];

it("has a case of every tool", () => {
  const cased = new Set(cases.map(({ tool }) => tool));
  expect(allTools.filter(({ name }) => !cased.has(name)).map(({ name }) => name)).toEqual([]);
});

describe.each(WAYS)("where %s", (_, flags, asks) => {
  const asked: string[] = [];
  let sandbox: Sandbox;
  let planting: Planting;
  let server: Started;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ limits: "off" });
    planting = await startPlanting(sandbox);
    folder = mkdtempSync(join(tmpdir(), "masked-every-"));
    server = await startClient({
      args: [...MASK, ...flags, "--files", folder],
      env: { ...MASK_ENV, MATON_GATEWAY_URL: planting.url, MATON_CONTROL_URL: planting.url },
      served,
      ...(asks && {
        elicit: (message) => {
          asked.push(message);
          return { action: "accept" as const, content: { confirm: true } };
        },
      }),
    });
  });
  afterAll(async () => {
    await server.close();
    await planting.close();
    await sandbox.close();
  });

  it.each(cases.map((one) => [`${one.tool} ${one.name}`, one] as const))("%s", async (__, { tool, args }) => {
    // What the call itself said is no news to who made it.
    const said = JSON.stringify(args);
    const news = (text: string) => PLANTED.filter((one) => text.includes(one) && !said.includes(one));
    const heard: unknown[] = [];
    const first = await server.call(tool, args, { onprogress: (told) => void heard.push(told) });
    expect(news(JSON.stringify([first, heard]))).toEqual([]);
    // What was kept of the first call tells no more in a second, nor does what its confirmation lets through.
    const { confirmation } = first.json;
    const second = await server.call(tool, confirmation === undefined ? args : { ...args, confirmation });
    expect(news(JSON.stringify(second))).toEqual([]);
  });

  it("every resource, and what completes its uri", async () => {
    const { client } = server;
    const { resourceTemplates } = await client.listResourceTemplates();
    const { resources } = await client.listResources();
    expect(resourceTemplates.length).toBeGreaterThan(3);
    const uris = resources.map(({ uri }) => uri);
    for (const { uriTemplate } of resourceTemplates) {
      const [, name = ""] = /\{(\w+)\}/.exec(uriTemplate) ?? [];
      const ref = { type: "ref/resource" as const, uri: uriTemplate };
      const { completion } = await client.complete({ ref, argument: { name, value: "" } });
      expect(PLANTED.filter((one) => JSON.stringify(completion).includes(one))).toEqual([]);
      const [id = PERSON_ID] = completion.values;
      uris.push(uriTemplate.replace(`{${name}}`, id));
    }
    const read = await Promise.allSettled(uris.map((uri) => client.readResource({ uri })));
    const texts = read.map((one) =>
      one.status === "fulfilled" ? JSON.stringify(one.value) : String(one.reason),
    );
    for (const text of texts) expect(PLANTED.filter((one) => text.includes(one))).toEqual([]);
    expect(texts.some((text) => text.includes("@masked"))).toBe(true);
  });

  it("and neither the log nor a file has them, while the person who is asked does", () => {
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    expect(files.join("")).toContain("@masked");
    for (const text of [server.stderr(), ...files])
      expect(PLANTED.filter((one) => text.includes(one))).toEqual([]);
    expect(asked.some((one) => one.includes(PERSON.first))).toBe(asks);
  });
});
