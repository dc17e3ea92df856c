import { writeFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { callerOf, connect, post, serveTeam, type TeamServing, teamOf, tokenOf } from "./serving.ts";

// The file is read again on SIGHUP: whole or not at all, and nobody whom it speaks of as before notices.

let serving: TeamServing | undefined;
afterEach(() => serving?.close());

const anna = callerOf("anna", { connections: ["Alpine"] });
const ben = callerOf("ben", { connections: ["Boreal"] });

/** Sends SIGHUP, and waits until the log says that the file was read or refused so many times. */
async function hangUp({ child, stderr }: TeamServing, times: number) {
  child.kill("SIGHUP");
  const said = () => stderr().match(/the team's file (was read|is refused)/g)?.length ?? 0;
  await vi.waitFor(() => expect(said()).toBe(times), 5000);
}
const statusOf = async ({ url }: TeamServing, name: string, session?: string) => {
  const list = { id: 9, method: "tools/list", params: {} };
  const { status, body } = await post(url, session ? list : INITIALIZE, {
    token: tokenOf(name),
    ...(session && { session }),
  });
  await body?.cancel();
  return status;
};
const INITIALIZE = {
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
};

it.skipIf(process.platform === "win32")(
  "SIGHUP lets in who came, turns away who went, and leaves others alone",
  async () => {
    serving = await serveTeam(teamOf(anna, ben));
    const [hers, his] = [
      await connect(serving.url, tokenOf("anna")),
      await connect(serving.url, tokenOf("ben")),
    ];
    serving.write(teamOf(anna, callerOf("cleo", { connections: "all" })));
    await hangUp(serving, 1);
    expect(await statusOf(serving, "anna", hers.session)).toBe(200);
    expect(await statusOf(serving, "ben", his.session)).toBe(401);
    expect(await statusOf(serving, "cleo")).toBe(200);
    expect(serving.stderr()).toContain('"callers":2,"ended":["ben"]');

    // What Anna may do is another thing now: her session is over, and a new one has the new accounts.
    serving.write(teamOf({ ...anna, connections: ["Boreal"] }));
    await hangUp(serving, 2);
    expect(await statusOf(serving, "anna", hers.session)).toBe(404);
    const anew = await connect(serving.url, tokenOf("anna"));
    expect((await anew.call("list_connections")).text).toContain("Boreal");

    // Nothing of a file that is refused is taken.
    serving.write(teamOf(ben, { ...anna, connections: ["Borael"] }));
    await hangUp(serving, 3);
    expect(await statusOf(serving, "ben")).toBe(401);
    expect(await statusOf(serving, "anna", anew.session)).toBe(200);
    expect(serving.stderr()).toContain('Did you mean \\"Boreal\\"');
    writeFileSync(serving.file, "{");
    await hangUp(serving, 4);
    expect(await statusOf(serving, "anna", anew.session)).toBe(200);
  },
);

it.skipIf(process.platform === "win32")(
  "what somebody who went only reads ends, and the stream that they listen on",
  async () => {
    serving = await serveTeam(teamOf(anna, ben));
    const his = await connect(serving.url, tokenOf("ben"));
    const opened = await post(serving.url, INITIALIZE, { token: tokenOf("ben") });
    const session = opened.headers.get("mcp-session-id") ?? "";
    await opened.text();
    const stream = await post(serving.url, {}, { session, token: tokenOf("ben"), method: "GET" });
    expect(stream.status).toBe(200);
    const { sandbox } = serving;
    sandbox.addFault({ delayMs: 60_000, match: { operation: "get_segments" } });
    const call = his.call("get_segments").then(({ text }) => text, String);
    await vi.waitFor(
      () => expect(sandbox.requests.some(({ operation }) => operation === "get_segments")).toBe(true),
      5000,
    );
    serving.write(teamOf(anna));
    await hangUp(serving, 1);
    expect(await call).toContain("stopping");
    expect(await stream.text()).toBe("");
  },
);

it.skipIf(process.platform === "win32")(
  "a change that is on its way says what came of it, although its caller is gone",
  async () => {
    serving = await serveTeam(teamOf(anna));
    const hers = await connect(serving.url, tokenOf("anna"));
    await hers.call("get_lists");
    const { sandbox } = serving;
    sandbox.addFault({ delayMs: 1000, match: { operation: "create_list" } });
    const call = hers.call("create_list", { name: "Late" });
    await vi.waitFor(
      () => expect(sandbox.requests.some(({ operation }) => operation === "create_list")).toBe(true),
      5000,
    );
    serving.write(teamOf(ben));
    await hangUp(serving, 1);
    expect((await call).json.data).toMatchObject({ name: "Late" });
    expect(await statusOf(serving, "anna")).toBe(401);
  },
);

it.skipIf(process.platform === "win32")(
  "a key that its place has no more is a file that is refused",
  async () => {
    const keyed = { ...anna, key: { file: "anna.key" } };
    serving = await serveTeam(teamOf(keyed), [], {}, { "anna.key": "one" });
    const hers = await connect(serving.url, tokenOf("anna"));
    writeFileSync(`${serving.folder}/anna.key`, "");
    await hangUp(serving, 1);
    expect(serving.stderr()).toContain("key.file anna.key is empty");
    expect(await statusOf(serving, "anna", hers.session)).toBe(200);
    writeFileSync(`${serving.folder}/anna.key`, "two");
    await hangUp(serving, 2);
    const anew = await connect(serving.url, tokenOf("anna"));
    await anew.call("get_lists");
    expect(serving.sandbox.requests.at(-1)?.headers.authorization).toBe("Bearer two");
  },
);
