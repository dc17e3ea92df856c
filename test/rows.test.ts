import { describe, expect, it } from "vitest";
import { parseInput } from "../src/check/input.ts";
import { toolOf } from "../src/operations/declare.ts";
import { parseRows, pathIds, type Row } from "../src/operations/rows.ts";
import { jsonSchemaOf } from "../src/serve/entries.ts";
import { commonArguments } from "../src/tool/arguments.ts";
import { READS, UNJUDGED } from "../src/tool/effects.ts";
import { argumentAt } from "../src/wire/argument-at.ts";
import { buildRequest } from "../src/wire/request.ts";
import { operations, operationsWithBeta } from "../tools/operations/index.ts";
import { expectAccepted } from "./hosts.ts";
import { filterOf, sampleOf } from "./samples.ts";

const rows = operationsWithBeta();
const tools = new Map(rows.all.map((row) => [row.name, toolOf(row, rows)]));
const toolNamed = (name: string) => {
  const tool = tools.get(name);
  if (!tool) throw new Error(`no row ${name}`);
  return tool;
};

describe.each(rows.all.map((row) => [row.name, row] as const))("%s", (name, row) => {
  const tool = toolNamed(name);
  // What every read may take, with values that it has.
  const { sort, include, additionalFields, page } = tool.request.query;
  const shared = {
    ...(sort && { sort: `-${sort[0]?.replace("-", "")}` }),
    ...(include && { include: Object.keys(include) }),
    ...(additionalFields && { additional_fields: additionalFields }),
    ...(page?.size && { page_size: page.size }),
    ...(row.filter_required && { filter: filterOf(row) }),
  };

  it("takes its least call and its whole one, and builds their requests", () => {
    for (const whole of [false, true]) {
      const least = row.filter_required ? { filter: filterOf(row) } : {};
      const changed =
        row.method === "PATCH" && !whole ? sampleOf(row, rows, true) : sampleOf(row, rows, whole);
      const input = parseInput(tool, { ...changed, ...(whole ? shared : least) });
      if (row.body?.multipart) {
        // Its bytes are read when it leaves: test/upload.test.ts.
        expect(buildRequest(tool, input).upload).toEqual({ field: "file" });
        continue;
      }
      const request = buildRequest(tool, input, whole && page?.size ? { size: page.size } : {});
      expect(request.method).toBe(row.method);
      expect(request.path).toMatch(/^\/api\/[\w/%.:-]+$/);
      expect(request.path).not.toContain("{");
      expect(request.revision).toBe(row.revision === "2026-07-15" ? undefined : row.revision);
      expect("body" in request).toBe(row.body !== undefined);
      if (whole) {
        const sent = JSON.stringify([request.path, Object.fromEntries(request.query), request.body]);
        for (const text of textsIn(changed)) expect(decodeURIComponent(sent)).toContain(text);
      }
    }
  });

  it("has a schema that every host accepts, and asks for what is not there", () => {
    const schema = jsonSchemaOf(tool.inputSchema);
    expectAccepted(schema);
    for (const { name: argument, optional } of rows.takes(row)) {
      expect(schema.properties).toHaveProperty([argument]);
      expect(((schema.required as string[]) ?? []).includes(argument)).toBe(!optional);
    }
    // A longer one cannot be listed, and is reached by its name as an argument.
    if (!row.revision.endsWith(".pre")) expect(tool.name.length).toBeLessThanOrEqual(64);
    expect(tool.title.length).toBeLessThanOrEqual(80);
  });

  it("asks first while nobody has judged it, unless it is a GET", () => {
    expect(tool.judgement).toBe(row.method === "GET" ? READS : UNJUDGED);
    expect(tool.annotations.readOnlyHint).toBe(row.method === "GET");
  });

  it("has no argument of its own that a shared one hides", () => {
    const common = Object.keys(commonArguments(tool.judgement, tool.request, tool.result));
    for (const argument of rows.takes(row)) expect(common).not.toContain(argument.name);
    expect(new Set(pathIds(row)).size).toBe(pathIds(row).length);
  });

  it("reads its preview with a read that exists and takes these arguments", () => {
    for (const { tool: read, arguments: args } of tool.preview) {
      const reading = toolNamed(read);
      expect(reading.request.method).toBe("GET");
      expect(Object.keys(args).sort()).toEqual(pathIds(reading.request).sort());
      for (const value of Object.values(args)) {
        expect(Object.keys(tool.inputSchema.shape)).toContain(String(value).slice(1));
      }
    }
  });
});

describe("rows", () => {
  it("are read within a few milliseconds", () => {
    expect(operations().all.length).toBeGreaterThan(400);
    expect(operations().find("clone_campaign")?.name).toBe("create_campaign_clone");
    expect(operations().find("no_such_operation")).toBeUndefined();
  });

  it("that somebody judged follow the judgement", () => {
    const judged = { judged: () => ({ effects: ["adds" as const], why: "Empty." }) };
    const row = rows.find("create_list") as Row;
    expect(toolOf(row, rows, judged).annotations.destructiveHint).toBe(false);
  });

  it("delete, patch and relate after a look at the same thing", () => {
    expect(toolNamed("delete_tag_group").preview).toEqual([
      {
        tool: "get_tag_group",
        arguments: { tag_group_id: "$tag_group_id" },
        label: "tag group",
        show: ["name", "default", "exclusive"],
      },
    ]);
    expect(toolNamed("remove_profiles_from_list").preview[0]?.tool).toBe("get_list");
    const unseen = rows.all.filter(({ method, name }) => {
      return (method === "DELETE" || method === "PATCH") && toolNamed(name).preview.length === 0;
    });
    // Nothing of Klaviyo's reads a schedule.
    expect(new Set(unseen.map(({ path }) => path))).toEqual(
      new Set(["/api/campaign-message-schedule/{campaign_message_schedule_id}"]),
    );
  });

  it("find a type of their own revision first, and that of the stable one else", () => {
    const small = parseRows(
      '{"type":"A","revision":"2026-07-15","is":"string"}\n{"type":"A","revision":"2026-10-15","is":"number"}\n{"type":"B","revision":"2026-07-15","is":"boolean"}',
    );
    expect(small.shape("A", "2026-10-15")).toEqual({ is: "number" });
    expect(small.shape("A", "2026-07-15")).toEqual({ is: "string" });
    expect(small.shape("B", "2026-10-15")).toEqual({ is: "boolean" });
    expect(small.shape("C", "2026-10-15")).toBeUndefined();
  });

  it("show of a type what the operation does, and sum up one that nobody looked at", () => {
    const small = parseRows(
      '{"resource":"thing","revision":"2026-07-15","attributes":"a b c d e f g h name deep.{x,y}"}',
    );
    const row: Row = {
      name: "get_thing",
      section: "things",
      method: "GET",
      path: "/api/things/{thing_id}",
      revision: "2026-07-15",
      scopes: "things:read",
      rate: "S",
      status: [200],
      result: "thing",
      fields: { thing: "+count -deep.{x,y} -b" },
    };
    const { result } = toolOf(row, small);
    expect(result).toMatchObject({
      kind: "resource",
      resource: {
        attributes: "a c d e f g h name count".split(" "),
        summary: "name a c d e f g h".split(" "),
      },
    });
    const shown = { shown: () => ({ summary: ["count", "gone"], heavy: ["a"] }) };
    expect(toolOf(row, small, shown).result).toMatchObject({
      resource: { summary: ["count"], heavy: ["a"] },
    });
  });
});

describe("a body", () => {
  const bodyOf = (name: string, args: Record<string, unknown>) => {
    const tool = toolNamed(name);
    return buildRequest(tool, parseInput(tool, args)).body;
  };

  it("of one identifier", () => {
    const args = { campaign_message_id: "m", image_id: "i" };
    expect(bodyOf("update_image_for_campaign_message", args)).toEqual({ data: { type: "image", id: "i" } });
  });

  it("of identifiers with what is told beside them", () => {
    const object_schemas = [{ id: "a", name: "n" }];
    expect(bodyOf("create_object_schema_relationship", { object_schema_id: "s", object_schemas })).toEqual({
      data: [{ type: "object-schema", id: "a", meta: { name: "n" } }],
    });
  });

  it("of one object, and an error's way back to it", () => {
    const body = bodyOf("request_profile_deletion", { profile: { email: "a@b.co" } });
    expect(body).toEqual({
      data: {
        type: "data-privacy-deletion-job",
        attributes: { profile: { data: { type: "profile", attributes: { email: "a@b.co" } } } },
      },
    });
    const pointer = "/data/attributes/profile/data/attributes/email";
    expect(argumentAt(toolNamed("request_profile_deletion"), { pointer })).toBe("profile.email");
  });
});

describe("a value of which several shapes are taken", () => {
  const least = {
    name: "Spring",
    audiences: { included: ["Y6nRLr"] },
    campaign_messages: [{ definition: { channel: "email", content: { subject: "Hi" } } }],
  };
  const strategyOf = (send_strategy: unknown) =>
    parseInput(toolNamed("create_campaign"), { ...least, send_strategy }).send_strategy;
  const datetime = "2026-11-01T09:00:00Z";

  it.each([
    ["now", "send_strategy must be object, not string"],
    [{ method: "trottled" }, 'Did you mean "throttled"?'],
    [{ method: "static" }, "send_strategy.datetime is required"],
    [{ method: "static", datetime: "soon" }, "send_strategy.datetime must be a date and time, e.g."],
    [{ method: "throttled", datetime, throttle_percentage: 3 }, "throttle_percentage is one of 1, 2, 5"],
    [{ method: "immediate", metod: 1 }, 'Did you mean "method"?'],
  ])("is refused by the one that was meant: %j", (given, problem) => {
    expect(() => strategyOf(given)).toThrow(problem);
  });

  it("is read without the nulls that a client fills in", () => {
    expect(strategyOf({ method: "static", datetime, options: null })).toEqual({ method: "static", datetime });
  });

  it("is refused by every one when none was meant", () => {
    const unset = () =>
      parseInput(toolNamed("update_profile"), { profile_id: "x", patch_properties: { unset: { x: 1 } } });
    expect(unset).toThrow("patch_properties.unset must be string or array, not object");
  });
});

/** Every text that a call gives: each of them must arrive. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
