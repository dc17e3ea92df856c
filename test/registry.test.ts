import { describe, expect, it } from "vitest";
import { chooseTools, toolNamesIn } from "../src/catalog.ts";
import { ConfigError } from "../src/errors.ts";
import { Registry } from "../src/registry.ts";
import { type Effect, onlyReads } from "../src/tool/effects.ts";
import type { Tool } from "../src/tool/tool.ts";
import { CORE, STEPS } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";

interface Choice {
  deny?: Effect[];
  toolsets?: string[];
  tools?: string[];
  excludeTools?: string[];
  readOnly?: boolean;
  list?: "all" | "core";
  files?: string | undefined;
}

const choose = (choice: Choice) =>
  chooseTools(
    { firstClass: allTools, rows: [], core: CORE, steps: STEPS },
    { toolsets: ["all"], tools: [], excludeTools: [], readOnly: false, deny: [], list: "all", ...choice },
  );
const withoutFiles = allTools.filter(({ toolset }) => toolset !== "files");
const isNoStep = ({ name }: Tool) => !STEPS.includes(name);
const namesOf = (choice: Choice) => choose(choice).listed.map(({ name }) => name);
const UNDO = "undo_change";
const WAYS = [
  "search_operations",
  "describe_operation",
  "read_operation",
  "summarize_collection",
  "change_operation",
];

/** A section that holds nothing but reads. */
const ACCOUNTS = allTools.filter(({ toolset }) => toolset === "accounts").map(({ name }) => name);

describe("which tools are listed", () => {
  it("all of them, in the order of their sections, unless something is said", () => {
    expect(choose({}).listed).toEqual(withoutFiles.filter(isNoStep));
    expect(choose({ toolsets: [] }).listed).toEqual(withoutFiles.filter(isNoStep));
  });

  it("a step that a job covers only where it is named, though it may be called", () => {
    expect(STEPS).toHaveLength(allTools.filter((tool) => !isNoStep(tool)).length);
    expect(choose({}).callable).toEqual(withoutFiles);
    for (const name of STEPS) {
      expect(namesOf({ toolsets: ["campaigns", "flows", "profiles"] })).not.toContain(name);
      expect(namesOf({ tools: [name] })).toContain(name);
    }
  });

  it("what touches files where a person allows a folder, beside whatever else is there, and nowhere else", () => {
    const files = "/somewhere";
    expect(choose({ files }).listed).toEqual(allTools.filter(isNoStep));
    for (const choice of [
      { toolsets: ["core"] },
      { toolsets: ["tags"] },
      { tools: ["get_tags"], toolsets: [] },
    ]) {
      expect(namesOf(choice)).not.toContain("export_collection");
      expect(choose(choice).callable.map(({ name }) => name)).not.toContain("export_collection");
      expect(namesOf({ ...choice, files })).toContain("export_collection");
    }
    expect(namesOf({ files, excludeTools: ["export_collection"] })).not.toContain("export_collection");
    expect(() => namesOf({ toolsets: ["files"] })).toThrow("leave no tool");
    expect(namesOf({ toolsets: ["files"], files })).toContain("export_collection");
  });

  it.each<[Choice, string[]]>([
    [{ toolsets: ["accounts", "operations"] }, [...ACCOUNTS, ...WAYS, UNDO]],
    // What the section was called before.
    [{ toolsets: ["accounts", "any-path"] }, [...ACCOUNTS, ...WAYS, UNDO]],
    [{ toolsets: ["accounts"], deny: ["deletes"] }, [...ACCOUNTS, UNDO]],
    [{ toolsets: [], tools: ["delete_tag", "create_tag"], deny: ["deletes"] }, ["create_tag", UNDO]],
    [{ toolsets: [], tools: ["get_tags"] }, ["get_tags"]],
    [{ toolsets: ["accounts"], tools: ["get_tags"] }, ["get_tags", ...ACCOUNTS, UNDO]],
    [
      { toolsets: ["accounts", "tags"], list: "core" },
      [...ACCOUNTS.filter((name) => CORE.includes(name)), ...WAYS, UNDO],
    ],
    [{ toolsets: ["tags"], readOnly: true }, ["get_tags"]],
    [{ toolsets: ["operations"], readOnly: true }, WAYS.slice(0, 4)],
    [{ toolsets: ["operations"], excludeTools: ["change_operation", UNDO] }, WAYS.slice(0, 4)],
  ])("%o", (settings, names) => {
    expect(namesOf(settings)).toEqual(names);
  });

  it("core is what it names and the ways to the others, which may be called all the same", () => {
    const choices: Choice[] = [{ toolsets: ["core"] }, { list: "core" }];
    for (const choice of choices) {
      expect(new Set(namesOf(choice))).toEqual(new Set([...CORE, ...WAYS, UNDO]));
      expect(choose(choice).callable).toEqual(withoutFiles);
    }
  });

  it("core beside sections stands for its tools", () => {
    const { callable } = choose({ toolsets: ["core", "webhooks"] });
    const names = callable.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...CORE, "create_webhook"]));
    expect(names).not.toContain("delete_segment");
    expect(namesOf({ toolsets: ["core", "webhooks"] })).toEqual(
      expect.arrayContaining(["create_webhook", "get_lists"]),
    );
  });

  it("a section that no person put into words is listed where it is named", () => {
    const [row] = allTools.filter(({ name }) => name === "get_tags");
    const forms = { ...(row as Tool), name: "get_forms", toolset: "forms" };
    const offer = { firstClass: allTools, rows: [forms], core: CORE, steps: STEPS };
    const of = (choice: Choice) =>
      chooseTools(offer, {
        toolsets: [],
        tools: [],
        excludeTools: [],
        readOnly: false,
        deny: [],
        list: "all",
        ...choice,
      });
    expect(of({ toolsets: ["forms"] }).listed).toEqual([forms]);
    expect(of({ tools: ["get_forms"] }).listed).toEqual([forms]);
    expect(of({}).listed).not.toContain(forms);
    expect(of({}).callable).toContain(forms);
  });

  it("read-only leaves nothing that changes something", () => {
    expect(choose({ readOnly: true }).callable.every(onlyReads)).toBe(true);
  });

  it.each<[Choice, string]>([
    [{ tools: ["get_profles"] }, 'Did you mean "get_profiles"?'],
    [{ excludeTools: ["delete_lists"] }, 'Did you mean "delete_list"?'],
    [{ toolsets: ["profile"] }, "--toolsets takes all, core, connections, profiles"],
    [{ toolsets: ["accounts"], excludeTools: ACCOUNTS }, "leave no tool"],
  ])("refuses %o", (settings, why) => {
    expect(() => choose(settings)).toThrow(ConfigError);
    expect(() => choose(settings)).toThrow(why);
  });
});

describe("a registry whose settings hide some", () => {
  const registry = Registry.whole(
    allTools,
    choose({ toolsets: ["profiles", "lists"], excludeTools: ["get_lists"] }),
  );

  it("finds what is listed and says what is hidden", () => {
    expect(registry.find("get_profile")?.name).toBe("get_profile");
    expect(registry.find("get_lists")).toBeUndefined();
    expect([
      registry.catalog.isHidden("get_lists"),
      registry.catalog.isHidden("get_profile"),
      registry.catalog.isHidden("x"),
    ]).toEqual([true, false, false]);
    expect(registry.operation("get_lists").name).toBe("get_lists");
  });

  it.each([
    ["Ids: get_profiles. Sizes: get_lists.", "Ids: get_profiles."],
    ["First; then get_lists says more; and so on.", "First; and so on."],
    ["One line with get_lists\nand get_profile on another", "\nand get_profile on another"],
    ["profile_id is no tool.", "profile_id is no tool."],
  ])("%j reads %j", (text, visible) => {
    expect(registry.visible(text)).toBe(visible);
  });

  it.each([
    ["profile_id", "get_profiles"],
    ["destination_profile_id", "get_profiles"],
    ["profile_ids[3]", "get_profiles"],
    ["list_id", "get_lists_for_profile"],
    ["connection_id", undefined],
    ["email", undefined],
  ])("%s is listed by %s", (argument, tool) => {
    expect(registry.listerOf(argument)).toBe(tool);
  });
});

it("names what is not listed with the tool that calls it, but not in quotes", () => {
  const registry = Registry.whole(allTools, choose({ list: "core" }));
  expect(registry.visible("Ids: get_lists. Then create_template.")).toBe(
    "Ids: get_lists. Then change_operation with name create_template.",
  );
  expect(registry.visible('Did you mean "get_template_x" or "create_template"?')).toBe(
    'Did you mean "get_template_x" or "create_template"?',
  );
});

describe("which read settles a write of unknown outcome", () => {
  const registry = Registry.whole(allTools);
  const settles = (write: string, among = registry) => {
    const tool = allTools.find(({ name }) => name === write);
    if (!tool) throw new Error(`no tool ${write}`);
    if (tool.kind === "operation") return among.settlingRead(tool, tool);
    const uses = tool.kind === "workflow" ? tool.uses : [];
    return among.settlingRead(
      tool,
      uses.find(({ request }) => request.method !== "GET"),
    );
  };

  it.each([
    ["create_profile", "get_profiles"],
    ["update_list", "get_list"],
    ["add_profiles_to_list", "get_profiles_for_list"],
    ["send_campaign", "get_campaign"],
    ["cancel_campaign_send", "get_campaign_send_job"],
    ["create_event", "get_events"],
    ["delete_tag", "get_tags"],
    ["delete_webhook", "get_webhook"],
    ["create_connection", "list_connections"],
  ])("%s: %s", (write, read) => {
    expect(settles(write)).toBe(read);
  });

  // That of an upload is no tool in words: images are read by name.
  const writes = withoutFiles.filter((tool) => tool.kind !== "indirect" && !onlyReads(tool));
  it.each(writes.map(({ name }) => name))("%s has one", (write) => {
    const read = allTools.find(({ name }) => name === settles(write));
    expect(read && onlyReads(read)).toBe(true);
  });

  it("names none that the settings hide", () => {
    const few = Registry.whole(allTools, choose({ tools: ["send_campaign", "delete_tag"], toolsets: [] }));
    expect([settles("send_campaign", few), settles("delete_tag", few)]).toEqual([undefined, undefined]);
  });
});

it("tool names in a text are whole snake_case words", () => {
  expect(toolNamesIn("get_list, get_lists: x_y and Get_not page_size=2")).toEqual([
    "get_list",
    "get_lists",
    "x_y",
    "page_size",
  ]);
});
