import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { maskOf } from "../../src/mask/mask.ts";
import { startClient } from "../client.ts";
import { startInside } from "../inside.ts";
import { served } from "../served-inside.ts";
import { eventWith, listOf, MASK, MASK_ENV, PERSON, profileWith } from "./planted.ts";

// What is written to files, what is kept from one call to the next, and what a client completes.

const folder = mkdtempSync(join(tmpdir(), "masked-files-"));
const inside = startInside([...MASK, "--files", folder, "--confirm", "writes"], MASK_ENV);
afterAll(() => {
  vi.restoreAllMocks();
});
beforeEach(() => {
  inside.left.length = 0;
});

const [mailbox = ""] = PERSON.email.split("@");
describe("files", () => {
  it("of an export have no person who stands in what is about none, nor does what is noted beside them", async () => {
    const segment = (id: string) => ({
      type: "segment",
      id,
      attributes: { name: `Of ${PERSON.email}`, definition: { value: PERSON.phone } },
    });
    const next = "https://a.klaviyo.com/api/profiles?page[cursor]=MQ";
    inside.answer = () => listOf(segment("S1"));
    const args = { file: "segments.jsonl", columns: ["id", "name", "definition"] };
    await inside.call("export_collection", { name: "get_segments", ...args });
    const written = readFileSync(join(folder, "segments.jsonl"), "utf8");
    expect(written).toContain("@masked");
    for (const said of [mailbox, PERSON.phone]) expect(written).not.toContain(said);

    inside.answer = () => listOf(eventWith({ [PERSON.email]: 1 }));
    const events = { name: "get_events", file: "events.jsonl", columns: ["event_properties"] };
    await inside.call("export_collection", events);
    expect(readFileSync(join(folder, "events.jsonl"), "utf8")).toMatch(/"person_\w+@masked":1/);

    inside.answer = () => listOf(profileWith());
    const { email } = (await inside.call("get_profiles")).json.data[0];
    let pages = 0;
    inside.answer = () => {
      pages += 1;
      if (pages > 1) throw new GatewayError({ status: 400, source: "klaviyo", detail: "no" });
      return { data: [profileWith()], links: { next } };
    };
    const call = {
      name: "get_profiles",
      arguments: { filter: `equals(email,"${email}")`, limit: 5 },
      file: "people.csv",
      columns: ["id", "email"],
    };
    expect((await inside.call("export_collection", call)).json.data.status).toBe("stopped");
    const noted = readFileSync(join(folder, "people.csv.state.json"), "utf8");
    expect(noted).not.toContain(mailbox);
    inside.answer = () => listOf(profileWith());
    inside.left.length = 0;
    expect((await inside.call("export_collection", call)).json.data).toMatchObject({
      status: "done",
      rows: 2,
    });
    expect(new Map(inside.left[0]?.query).get("filter")).toBe(`equals(email,"${PERSON.email}")`);
  });

  it("of a person's own, with real people, are previewed without them", async () => {
    const header = "email,first_name,last_name,Address 1,Birthday";
    const row = [PERSON.email, PERSON.first, PERSON.last, PERSON.street, PERSON.born].join(",");
    writeFileSync(join(folder, "real.csv"), `${header}\n${row}\nno address,${PERSON.first},,,\n`);
    const call = {
      file: "real.csv",
      columns: { "Address 1": "location.address1", Birthday: "properties.Birthday" },
    };
    inside.answer = () => listOf();
    const refused = await inside.call("bulk_import_profiles", call);
    expect(refused.text).toContain("email is no address");
    const { json, text } = await inside.call("bulk_import_profiles", { ...call, skip_bad: true });
    expect(json.status).toBe("needs_confirmation");
    expect(text).toContain("@masked");
    for (const told of [text, refused.text])
      for (const said of [mailbox, PERSON.first, PERSON.last, PERSON.street, PERSON.born])
        expect(told).not.toContain(said);
  });
});

describe("what an earlier call read", () => {
  it("is no more told by what changed since than by the question", async () => {
    const reviewed = (title: string) => () => ({
      data: { type: "review", id: "R1", attributes: { title, email: null, status: { value: "pending" } } },
    });
    inside.answer = reviewed(PERSON.words);
    const change = { review_id: "R1", status: { value: "featured" } };
    const { json } = await inside.call("update_review", change);
    expect(json.status).toBe("needs_confirmation");
    inside.answer = reviewed("Not what it was before");
    const drifted = await inside.call("update_review", { ...change, confirmation: json.confirmation });
    expect(drifted.text).toContain("has changed since");
    expect(drifted.text).not.toMatch(/planted|what it was/);
  });

  it("is known again by a call that is told of it", () => {
    const mask = maskOf(MASK_ENV.KLAVIYO_MCP_MASK_KEY, "hidden")(() => undefined);
    const [earlier, later] = [mask.begin(), mask.begin()];
    earlier.learn(listOf(profileWith({ phone_number: PERSON.phone })), "c");
    const hint = `${PERSON.first}, 030 901820111`;
    expect(later.text(hint, "c")).toBe(hint);
    later.also(earlier);
    expect(later.text(hint, "c")).toMatch(/^person_\w+@masked, person_\w+@masked$/);
  });
});

it("completes no name with a person in it", async () => {
  const server = await startClient({ args: [...MASK, "--confirm", "never"], env: MASK_ENV, served });
  await server.call("create_list", { name: `AAA ${PERSON.email}` });
  const prompts = await server.client.listPrompts();
  const named = prompts.prompts.flatMap(({ name, arguments: args = [] }) =>
    args.map((one) => ({
      ref: { type: "ref/prompt" as const, name },
      argument: { name: one.name, value: "" },
    })),
  );
  const values: string[] = [];
  for (const one of named) values.push(...(await server.client.complete(one)).completion.values);
  expect(values.join()).toContain("@masked");
  expect(values.join()).not.toContain(mailbox);
  await server.close();
});

it("shows a page who is asked about, and the model that reads the same answer only tokens", async () => {
  const server = await startClient({
    args: [...MASK, "--confirm", "writes"],
    env: MASK_ENV,
    served,
    capabilities: {
      extensions: { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } },
    },
  });
  const asked = await server.call("create_profile", { email: PERSON.email, last_name: PERSON.last });
  expect(asked.json.status).toBe("needs_confirmation");
  for (const said of [mailbox, PERSON.last]) {
    expect(JSON.stringify(asked._meta?.["klaviyo/preview"])).toContain(said);
    expect(asked.text).not.toContain(said);
  }
  await server.close();
});
