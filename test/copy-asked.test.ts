import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// What a copy cannot find says what there is, and what to do by why nothing is copied.

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, sandbox: { connections: 3 } });
});
afterAll(() => server.close());

const copy = (args: object, connection_id = "Fjell & Kyst") =>
  server.call("copy_to_account", { from: "Northwind Outfitters", connection_id, ...args });
const NAMES = "Names are those of the account `from`, written whole.";
const STAYS = "What is there stays as it is";
const SAME = "must have the same name in both accounts";

describe("a name that the other account does not have", () => {
  it.each([
    [
      { flows: ["welcome"] },
      'flow welcome: Northwind Outfitters has none of this name; there is "Welcome Series" (',
    ],
    [{ segments: ["engaged"] }, '; there is "Engaged (30 days)" ('],
    [{ templates: ["Hero"] }, ': Hero" ('],
    [{ tags: ["spr"] }, '; there is "Spring" ('],
    [{ tags: ["Spring 2027"] }, '; there is "Spring" ('],
  ])("is told with what is called nearly so: %j", async (args, told) => {
    const { isError, text } = await copy(args);
    expect([isError, text]).toEqual([true, expect.stringContaining(told)]);
    expect(text).toContain(NAMES);
    expect(text).not.toContain(STAYS);
    expect(text).not.toContain(SAME);
  });

  it("is told in the question where others are copied", async () => {
    const { json } = await copy({ segments: ["Engaged (30 days)", "Engaged"] });
    expect(json.preview["not copied"]).toContain('has none of this name; there is \\"Engaged (30 days)\\" (');
  });

  it("is looked for in one list, however many there are", async () => {
    server.sandbox.clearRequests();
    const { text } = await copy({ flows: ["nope", "neither", "welcome"] });
    expect(text).toContain('"Welcome Series" (');
    const lists = server.sent().filter(({ path, query }) => path.endsWith("/api/flows") && !query.filter);
    expect(lists).toHaveLength(1);
  });

  it("says no more where nothing is near", async () => {
    const { text } = await copy({ universal_content: ["zzz"] });
    expect(text).toContain("universal content zzz: Northwind Outfitters has none of this name\n");
  });
});

describe("what to do next", () => {
  it("where all is there is that it stays", async () => {
    const { text } = await copy({ templates: ["Spring Sale: Hero"] }, "Second Sandbox Shop");
    expect(text).toContain("template Spring Sale: Hero is there already");
    expect(text).toContain(STAYS);
    expect(text).not.toContain(NAMES);
    expect(text).not.toContain(SAME);
  });
});
