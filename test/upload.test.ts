import { rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bodyOf } from "../src/gateway/body.ts";
import { newFolder } from "./export-gateway.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

const UPLOAD = "upload_image_from_file";
const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(64, 7),
]);

let folder: string;
let server: InProcess;
const start = (...flags: string[]) => {
  server = startInProcess(
    ({ host }) =>
      host === "control"
        ? connectionsOf("c1")
        : { data: { type: "image", id: "I1", attributes: { name: "Logo" } } },
    flags,
  );
};
const sent = () => server.sent.filter(({ method, host }) => method !== "GET" && host !== "control");

beforeEach(() => {
  folder = newFolder();
  start("--files", folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("an image of the folder", () => {
  it.each([
    ["PNG", PNG],
    ["JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])],
    ["GIF", Buffer.from("GIF89a and more")],
  ])("is sent as a form: %s", async (_, bytes) => {
    writeFileSync(join(folder, "logo.img"), bytes);
    const { json } = await server.call(UPLOAD, { file: "logo.img", name: "Logo", hidden: true });
    expect(json.data.id).toBe("I1");
    const [request] = sent();
    expect(request?.path).toBe("/api/image-upload");
    const body = await bodyOf(request ?? ({} as never));
    const form = await new Response(new Uint8Array(body?.bytes ?? []), {
      headers: { "content-type": body?.type ?? "" },
    }).formData();
    expect(form.get("name")).toBe("Logo");
    expect(form.get("hidden")).toBe("true");
    const file = form.get("file") as File;
    expect(file.name).toBe("logo.img");
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it("asks first: it leaves this computer for good", async () => {
    writeFileSync(join(folder, "logo.png"), PNG);
    start("--files", folder, "--confirm", "dangerous");
    const { json } = await server.call(UPLOAD, { file: "logo.png" });
    expect(json.status).toBe("needs_confirmation");
    expect(JSON.stringify(json.preview)).toContain("logo.png");
    expect(json.preview.changes).toContain(`a file of ${PNG.length} bytes`);
    expect(sent()).toEqual([]);
    await server.call(UPLOAD, { file: "logo.png", confirmation: json.confirmation });
    expect(sent()).toHaveLength(1);
  });

  it("does not leave when it is another one by the time of the yes", async () => {
    writeFileSync(join(folder, "logo.png"), PNG);
    start("--files", folder, "--confirm", "dangerous");
    const { json } = await server.call(UPLOAD, { file: "logo.png" });
    writeFileSync(join(folder, "logo.png"), Buffer.concat([PNG.subarray(0, -1), Buffer.from([8])]));
    const again = await server.call(UPLOAD, { file: "logo.png", confirmation: json.confirmation });
    expect(again.json.status).toBe("needs_confirmation");
    expect(again.json.hint).toContain("has changed since");
    expect(sent()).toEqual([]);
  });

  it("is looked at before anybody is asked, and a dry run is the request", async () => {
    writeFileSync(join(folder, "people.csv"), "email\n");
    writeFileSync(join(folder, "logo.png"), PNG);
    start("--files", folder, "--confirm", "dangerous");
    const { isError, text } = await server.call(UPLOAD, { file: "people.csv" });
    expect([isError, text]).toEqual([true, expect.stringContaining("is no JPEG, PNG or GIF")]);
    const dry = await server.call(UPLOAD, { file: "logo.png", dry_run: true });
    expect(dry.json.dry_run).toMatchObject({ method: "POST", body: { file: "logo.png" } });
    expect(sent()).toEqual([]);
  });
});

describe("nothing else leaves the folder", () => {
  it.each([
    ["what is no image", "people.csv", "is no JPEG, PNG or GIF"],
    ["what is called an image", "people.png", "is no JPEG, PNG or GIF"],
    ["a link", "link.png", "is no plain file of the folder"],
    ["a path out of it", "../logo.png", "is a path"],
    ["what is not there", "nowhere.png", "is not in the folder"],
    ["more than Klaviyo takes", "huge.png", "at most 5.0 MB are taken"],
  ])("%s", async (_, file, told) => {
    writeFileSync(join(folder, "people.csv"), "email\na@example.com\n");
    writeFileSync(join(folder, "people.png"), "email\na@example.com\n");
    writeFileSync(join(folder, "huge.png"), PNG);
    truncateSync(join(folder, "huge.png"), 5_000_000);
    symlinkSync(join(folder, "huge.png"), join(folder, "link.png"));
    const { isError, text } = await server.call(UPLOAD, { file });
    expect(isError).toBe(true);
    expect(text).toContain(told);
    expect(sent()).toEqual([]);
  });

  it("without a folder it is not there, and what sends a file says what it needs", async () => {
    start();
    expect((await server.call(UPLOAD, { file: "logo.png" })).text).toContain("it needs --files and a folder");
    start("--beta");
    const { text } = await server.call("change_operation", {
      name: "create_agent_knowledge_file_beta",
      arguments: { file: "x.pdf", title: "Returns" },
    });
    expect(text).toContain("the server has no folder that it may read files from");
    expect(sent()).toEqual([]);
  });
});
