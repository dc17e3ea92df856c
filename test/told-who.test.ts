import { expect, it } from "vitest";
import type { Audited } from "../src/audit.ts";
import { Catalog } from "../src/catalog.ts";
import { parseFlags, resolveConfig } from "../src/config/config.ts";
import { composeCaller } from "../src/first-call.ts";
import { wholeOffer } from "../src/offer.ts";
import { connectionsOf } from "./in-process.ts";

// Whose call it was stands in both logs, where the server tells callers apart.

it("both logs name the caller, and the call by one id", async () => {
  const config = resolveConfig(parseFlags(["--confirm", "never"]), { key: "test-key-0123456789" }, () => "");
  const about: Audited[] = [];
  const send = async () => ({ status: 200, headers: {}, document: connectionsOf("c"), bytes: 2 });
  const settings = {
    sandbox: false,
    hide: (text: string) => text,
    audit: (one: Audited) => void about.push(one),
  };
  const catalog = Catalog.of(wholeOffer(false), config);
  const caller = composeCaller(config, catalog, send, settings, () => undefined);
  const client = (name?: string) => ({
    signal: new AbortController().signal,
    progress: () => undefined,
    caller: { session: "s", client: "t 1", name },
  });
  const { facts } = await caller.run("create_list", { name: "A" }, client("anna"));
  expect(facts).toMatchObject({ tool: "create_list", caller: "anna" });
  expect(about.map(({ call, caller }) => [call, caller])).toEqual([
    [facts.call, "anna"],
    [facts.call, "anna"],
  ]);
  const nobody = await caller.run("create_list", { name: "B" }, client());
  expect(JSON.stringify(nobody.facts)).not.toContain("caller");
  expect(JSON.stringify(about.slice(2))).not.toContain("caller");
});
