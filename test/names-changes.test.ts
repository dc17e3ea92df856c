import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";

// A change by a name of one word, which has the shape of an id: known for a name before anybody is asked or anything is sent.

let server: Started;
let winter: string;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(async () => {
  server.sandbox.reset();
  winter = (await server.call("create_list", { name: "Winter" })).json.data.id;
  server.sandbox.clearRequests();
});

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const paths = () => server.sent().map(({ method, path }) => `${method} ${path.replace("/klaviyo/api/", "")}`);
const changes = () => server.sent().filter(({ method }) => method !== "GET");

describe("a name of one word", () => {
  it.each<[tool: string, args: Record<string, unknown>]>([
    ["bulk_subscribe_profiles", { profiles: [{ email: "ann@example.com", channels: ["email"] }] }],
    ["add_profiles_to_list", { profile_ids: [SARAH] }],
    ["update_list", { name: "Spring" }],
    ["delete_list", {}],
  ])("in %s is sent as the id, once", async (tool, args) => {
    const answer = await server.call(tool, { list_id: "winter", ...args });
    expect(answer.isError, answer.text).toBeFalsy();
    expect(answer.json.resolved).toEqual({ winter });
    const sent = changes();
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).toContain(winter);
    expect(JSON.stringify(sent)).not.toContain('"winter"');
  });

  it("is found among the audiences of a campaign, which are lists and segments", async () => {
    const { json } = await server.call("create_campaign", {
      name: "c",
      channel: "email",
      subject: "s",
      included_audiences: ["WINTER", "Y6nRLr"],
      excluded_audiences: ["Newsletter Subscribers"],
      dry_run: true,
    });
    expect(json.dry_run.body.data.attributes.audiences).toEqual({
      included: [winter, "Y6nRLr"],
      excluded: ["Y6nRLr"],
    });
    expect(changes()).toEqual([]);
  });

  it("that nothing has is refused, and nothing is sent", async () => {
    const { isError, text } = await server.call("bulk_subscribe_profiles", {
      list_id: "Wintre",
      profiles: [{ email: "ann@example.com", channels: ["email"] }],
    });
    expect(isError).toBe(true);
    expect(text).toContain('no list has the id or the name "Wintre"\nArgument: list_id\nThere is "Winter" (');
    expect(changes()).toEqual([]);
  });

  it("that two lists have is refused with both, and nothing is sent", async () => {
    const other = (await server.call("create_list", { name: "winter" })).json.data.id;
    server.sandbox.clearRequests();
    const { isError, text } = await server.call("bulk_subscribe_profiles", {
      list_id: "WINTER",
      profiles: [{ email: "ann@example.com", channels: ["email"] }],
    });
    expect(isError).toBe(true);
    expect(text).toContain('2 of them are called "WINTER"');
    for (const id of [winter, other]) expect(text).toContain(`(${id}, `);
    expect(changes()).toEqual([]);
  });

  it("is put to the person as what it names", async () => {
    const asked: string[] = [];
    const asking = await startClient({
      args: ["--confirm", "writes"],
      elicit: (message) => {
        asked.push(message);
        return { action: "decline" };
      },
    });
    await asking.call("delete_list", { list_id: "newsletter" });
    await asking.call("change_operation", { name: "delete_tag", arguments: { tag_id: "spring" } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('"Spring"');
    expect(asking.sent().filter(({ method }) => method !== "GET")).toEqual([]);
    await asking.close();
  });

  it("is read anew for each change", async () => {
    const first = await server.call("update_list", { list_id: "Winter", name: "Autumn", dry_run: true });
    expect(first.json.resolved).toEqual({ Winter: winter });
    await server.call("update_list", { list_id: winter, name: "Autumn" });
    const again = await server.call("update_list", { list_id: "Winter", name: "Spring", dry_run: true });
    expect(again.text).toContain('no list has the id or the name "Winter"');
  });
});

describe("an id costs", () => {
  const remove = { list_id: "Wb3XpZ", profile_ids: [SARAH] };

  it("one request where nobody read it, and none from then on", async () => {
    const fresh = await startClient({ args: ["--confirm", "never"] });
    const left = async () => {
      fresh.sandbox.clearRequests();
      await fresh.call("remove_profiles_from_list", remove);
      return fresh.sent().map(({ method, path, query }) => [method, path, query]);
    };
    const change = ["DELETE", "/klaviyo/api/lists/Wb3XpZ/relationships/profiles", {}];
    expect(await left()).toEqual([["GET", "/klaviyo/api/lists/Wb3XpZ", { "fields[list]": "name" }], change]);
    expect(await left()).toEqual([change]);
    await fresh.close();
  });

  it("none where an answer had it, be it as what something is linked to", async () => {
    await server.call("get_events", { limit: 1 });
    await server.call("get_lists", {});
    server.sandbox.clearRequests();
    await server.call("remove_profiles_from_list", remove);
    expect(paths()).toEqual(["DELETE lists/Wb3XpZ/relationships/profiles"]);
  });

  it("none more where the question reads its name all the same", async () => {
    const asking = await startClient({ args: ["--confirm", "writes"] });
    await asking.call("delete_list", { list_id: "Wb3XpZ" });
    const reads = () => asking.sent().filter(({ path }) => path.endsWith("/lists/Wb3XpZ")).length;
    const first = reads();
    await asking.call("delete_list", { list_id: "Wb3XpZ" });
    expect([first > 0, first]).toEqual([true, reads()]);
    await asking.close();
  });

  it("its change nothing where it cannot be seen whether it is one", async () => {
    const sent: string[] = [];
    const inside = startInProcess(({ host, method, path }) => {
      if (host === "control") return connectionsOf("c1");
      sent.push(`${method} ${path}`);
      if (method === "GET")
        throw new GatewayError({ status: 403, source: "klaviyo", detail: "no lists:read" });
      return undefined;
    });
    const answer = await inside.call("delete_list", { list_id: "Winter" });
    expect(answer.isError, answer.text).toBeFalsy();
    expect(sent).toEqual(["GET /api/lists/Winter", "DELETE /api/lists/Winter"]);
  });

  it("twenty requests at most, however many there are", async () => {
    const sent: string[] = [];
    const inside = startInProcess(({ host, method, path }) => {
      if (host === "control") return connectionsOf("c1");
      sent.push(`${method} ${path}`);
      return { data: { type: "flow", id: path.split("/").at(-1), attributes: { name: "n" } } };
    });
    const flow_ids = Array.from({ length: 30 }, (_, at) => `FLOW${at}x`);
    await inside.call("tag_flows", { tag_id: "4b39af69-d2e6-11f0-8001-7518a163313b", flow_ids });
    expect(sent.filter((one) => one.startsWith("GET"))).toHaveLength(20);
    expect(sent).toHaveLength(21);
  });
});

describe("people", () => {
  it("are found a hundred a request, by address, number and id of the shop's own", async () => {
    const { json } = await server.call("get_profiles", {
      limit: 120,
      fields: ["email", "external_id", "phone_number"],
    });
    const people: { id: string; email?: string; external_id?: string; phone_number?: string }[] = json.data;
    const texts = people.map(
      (one, at) =>
        (at % 3 === 0 ? one.external_id : at % 3 === 1 ? one.phone_number : one.email) ?? one.email ?? one.id,
    );
    server.sandbox.clearRequests();
    const answer = await server.call("add_profiles_to_list", { list_id: winter, profile_ids: texts });
    expect(answer.isError, answer.text).toBeFalsy();
    const sent = server.sent();
    const [change, ...more] = sent.filter(({ method }) => method !== "GET");
    const data = people.map(({ id }) => ({ type: "profile", id }));
    expect([change?.body, more]).toEqual([{ data }, []]);
    // Addresses, numbers, whether the others are ids, and those that are not.
    expect(sent.filter(({ path }) => path === "/klaviyo/api/profiles")).toHaveLength(4);
  });

  it("are two thousand in a call, and no more", async () => {
    const profile_ids = Array.from({ length: 2001 }, (_, at) => `a${at}@example.com`);
    const filter = `any(id,${JSON.stringify(profile_ids)})`;
    const { isError, text } = await server.call("get_profiles", { filter });
    expect(isError).toBe(true);
    expect(text).toContain("a call finds 2000 people by email at most\nGive their profile ids");
    expect(server.sent()).toEqual([]);
  });

  it("who are not there are told, and nobody is added", async () => {
    const { isError, text } = await server.call("add_profiles_to_list", {
      list_id: winter,
      profile_ids: [SARAH, "sarah.novak1@example.com", "nobody@example.net", "noone@example.net"],
    });
    expect(isError).toBe(true);
    expect(text).toContain(
      'no profile has "nobody@example.net" or "noone@example.net"\nArgument: profile_ids[2]\n',
    );
    expect(changes()).toEqual([]);
  });

  it("are read by their own id first, and then by the shop's", async () => {
    const { json } = await server.call("get_profiles", { filter: `equals(id,"${SARAH}")` });
    const { external_id } = json.data[0];
    expect(external_id).toMatch(/^\d+$/);
    const found = await server.call("get_profile", { profile_id: external_id });
    expect([found.json.data.id, found.json.resolved]).toEqual([SARAH, { [external_id]: SARAH }]);
  });
});

describe("a read that is refused by another status than 404", () => {
  const reading = (detail: string, status = 400) => {
    const sent: string[] = [];
    const inside = startInProcess(({ host, path, query }) => {
      if (host === "control") return connectionsOf("c1");
      sent.push(path);
      const asked = JSON.stringify(query);
      if (path === "/api/metrics")
        return { data: [{ type: "metric", id: "M1", attributes: { name: "Orders" } }] };
      if (path === "/api/events" && asked.includes("Orders"))
        throw new GatewayError({ status, source: "klaviyo", detail, parameter: "filter" });
      return { data: [{ type: "event", id: "e", attributes: {} }] };
    });
    return { sent, answer: () => inside.call("get_events", { filter: 'equals(metric_id,"Orders")' }) };
  };

  it("is repeated by the name's id", async () => {
    const { sent, answer } = reading("Invalid metric: 'Orders'.");
    const { json, text } = await answer();
    expect(json.resolved, text).toEqual({ Orders: "M1" });
    expect(sent).toEqual(["/api/events", "/api/metrics", "/api/events"]);
  });

  it.each([
    ["of a limit", 429],
    ["of a key", 403],
  ])("but not one %s", async (_, status) => {
    const { sent, answer } = reading("Invalid metric: 'Orders'.", status);
    expect((await answer()).isError).toBe(true);
    expect(sent).not.toContain("/api/metrics");
  });
});
