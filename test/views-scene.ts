import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";
import { type Answer, type Started, type StartOptions, startClient } from "./client.ts";

/** What a client announces that shows pages. */
export const SHOWS = { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } };
/** What a confirmation looks like, and the id of a plan. */
export const TOKEN = /^[\w-]{24}$/;
export const LIST = "Hx8JzK";
export const DELETE = `DELETE /klaviyo/api/lists/${LIST}`;

/** A server before a client that shows pages, and what a page and a model do with it. */
export function viewsScene() {
  let server: Started | undefined;
  const folder = mkdtempSync(join(tmpdir(), "klaviyo-views-"));
  const log = join(folder, "audit.jsonl");
  afterEach(async () => {
    await server?.close();
    server = undefined;
    rmSync(log, { force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const current = () => {
    if (!server) throw new Error("none was started");
    return server;
  };
  const lines = () =>
    readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  return {
    current,
    start: async (options: StartOptions = {}) => {
      server = await startClient({ capabilities: { extensions: SHOWS }, ...options });
      return server;
    },
    /** What a page calls; the server cannot tell it from a model, the host can. */
    page: (args: Record<string, unknown>) => current().call("view", args),
    ask: (args: Record<string, unknown> = {}) => current().call("delete_list", { list_id: LIST, ...args }),
    secretOf: ({ _meta }: Answer) => _meta?.["klaviyo/confirmation"],
    changesSent: () =>
      current()
        .sent()
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
    /** Flags of a server that writes an audit log, and its lines, whole and in brief. */
    audited: ["--audit-log", log],
    lines,
    told: () =>
      lines().map(({ event, answer, by, why }) => [event, answer ?? by, why].filter(Boolean).join(" ")),
  };
}
