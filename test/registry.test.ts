import { describe, expect, it } from "vitest";
import { ConfigError } from "../src/errors.ts";
import { Registry, selectTools, toolNamesIn } from "../src/registry.ts";
import { CORE } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";

interface Choice {
  toolsets?: string[];
  tools?: string[];
  excludeTools?: string[];
  readOnly?: boolean;
}

const select = (choice: Choice) =>
  selectTools(allTools, CORE, { toolsets: ["all"], tools: [], excludeTools: [], readOnly: false, ...choice });
const namesOf = (settings: Choice) => select(settings).map(({ name }) => name);

describe("which tools are listed", () => {
  it("all of them, in the order of their sections, unless something is said", () => {
    expect(select({})).toEqual(allTools);
    expect(select({ toolsets: [] })).toEqual(allTools);
  });

  it.each<[Choice, string[]]>([
    [{ toolsets: ["accounts", "any-path"] }, ["get_accounts", "klaviyo_request"]],
    [{ toolsets: [], tools: ["get_tags"] }, ["get_tags"]],
    [{ toolsets: ["accounts"], tools: ["get_tags"] }, ["get_tags", "get_accounts"]],
    [{ toolsets: ["any-path", "accounts"], excludeTools: ["klaviyo_request"] }, ["get_accounts"]],
    [{ toolsets: ["tags"], readOnly: true }, ["get_tags"]],
    // It reads too; what it may do is narrowed by the call.
    [{ toolsets: ["any-path"], readOnly: true }, ["klaviyo_request"]],
  ])("%o", (settings, names) => {
    expect(namesOf(settings)).toEqual(names);
  });

  it("core is what it names", () => {
    expect(new Set(namesOf({ toolsets: ["core"] }))).toEqual(new Set(CORE));
  });

  it("read-only leaves nothing that only writes", () => {
    const impacts = new Set(
      select({ readOnly: true }).map(({ impact }) => JSON.stringify(impact).slice(0, 18)),
    );
    expect(impacts).toEqual(new Set(['"read"', '{"default":"read",']));
  });

  it.each<[Choice, string]>([
    [{ tools: ["get_profles"] }, 'Did you mean "get_profiles"?'],
    [{ excludeTools: ["delete_lists"] }, 'Did you mean "delete_list"?'],
    [{ toolsets: ["profile"] }, "--toolsets takes all, core, connections, profiles"],
    [{ toolsets: ["accounts"], excludeTools: ["get_accounts"] }, "leave no tool"],
  ])("refuses %o", (settings, why) => {
    expect(() => select(settings)).toThrow(ConfigError);
    expect(() => select(settings)).toThrow(why);
  });
});

describe("a registry whose settings hide some", () => {
  const registry = new Registry(
    allTools,
    select({ toolsets: ["profiles", "lists"], excludeTools: ["get_lists"] }),
  );

  it("finds what is listed and says what is hidden", () => {
    expect(registry.find("get_profile")?.name).toBe("get_profile");
    expect(registry.find("get_lists")).toBeUndefined();
    expect([
      registry.isHidden("get_lists"),
      registry.isHidden("get_profile"),
      registry.isHidden("x"),
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

describe("which read settles a write of unknown outcome", () => {
  const registry = new Registry(allTools, allTools);
  const settles = (write: string, among = registry) => {
    const tool = allTools.find(({ name }) => name === write);
    if (!tool) throw new Error(`no tool ${write}`);
    const sent = tool.kind === "operation" ? tool : tool.uses.find(({ request }) => request.method !== "GET");
    return among.settlingRead(tool, sent);
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

  it.each(allTools.filter(({ impact }) => impact !== "read").map(({ name }) => name))(
    "%s has one",
    (write) => {
      const read = allTools.find(({ name }) => name === settles(write));
      expect(read?.impact === "read" || read?.name === "klaviyo_request").toBe(true);
    },
  );

  it("names none that the settings hide", () => {
    const few = new Registry(allTools, select({ tools: ["send_campaign", "delete_tag"], toolsets: [] }));
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
