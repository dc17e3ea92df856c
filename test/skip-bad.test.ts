import { beforeEach, describe, expect, it } from "vitest";
import { GatewayError } from "../src/errors.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

// Rows in the arguments of a call, some of which cannot be sent.

const IMPORT = "bulk_import_profiles";
const GOOD = (at: number) => ({ email: `p${at}@example.com` });
const BAD = { email: "p at example" };

let server: InProcess;
/** What is answered to the next posts instead of a job. */
let upset: Error[];
/** What the job says of rows that Klaviyo did not take, by their places in the request. */
let failing: number[];

beforeEach(() => {
  upset = [];
  failing = [];
  server = startInProcess(answering);
});

function answering({ host, method, path }: GatewayRequest): unknown {
  if (host === "control") return connectionsOf("c1");
  if (method === "POST") {
    const error = upset.shift();
    if (error) throw error;
    return { data: { type: "job", id: "J1", attributes: { status: "queued" } } };
  }
  if (path.endsWith("/import-errors")) {
    const pointerOf = (at: number) => `/data/attributes/profiles/data/${at}/attributes/email`;
    const errors = failing.map((at) => ({ detail: "no", source: { pointer: pointerOf(at) } }));
    return { data: errors.map((attributes) => ({ type: "import-error", id: "E", attributes })) };
  }
  if (path.endsWith("/J1"))
    return {
      data: { type: "job", id: "J1", attributes: { status: "complete", failed_count: failing.length } },
    };
  return { data: [], links: {} };
}

const posts = () => server.sent.filter(({ method, host }) => method === "POST" && host !== "control");
/** The e-mail addresses that left. */
const emails = (post = 0) => {
  const { data } = (posts()[post]?.body ?? {}) as {
    data: { attributes: { profiles: { data: { attributes: { email: string } }[] } } };
  };
  return data.attributes.profiles.data.map(({ attributes }) => attributes.email);
};

describe("rows that cannot be sent", () => {
  it("hold up the others as long as nobody says otherwise", async () => {
    for (const more of [{}, { skip_bad: false }]) {
      const profiles = [GOOD(0), { first_name: "Nobody" }];
      const { isError, text } = await server.call(IMPORT, { profiles, ...more });
      expect(isError).toBe(true);
      expect(text).toContain("profiles[1]");
    }
    expect(server.sent).toEqual([]);
  });

  it("are left out with skip_bad: the others go, and each is told with its place and why", async () => {
    const profiles = [GOOD(0), BAD, GOOD(2), { first_name: "Nobody" }, GOOD(4)];
    const { json } = await server.call(IMPORT, { profiles, skip_bad: true, wait: false });
    expect(emails()).toEqual(["p0@example.com", "p2@example.com", "p4@example.com"]);
    expect(JSON.stringify(posts()[0]?.body)).not.toContain("skip_bad");
    expect(json.left_out).toBe(2);
    expect(json.bad_rows.map(({ row }: { row: string }) => row)).toEqual(["profiles[1]", "profiles[3]"]);
    expect(json.bad_rows[0].why).toContain("profiles[1].email");
    expect(json.bad_rows[1].why).toContain("needs one of");
  });

  it("are left out where they depend on the account, too", async () => {
    const profiles = [{ phone_number: "+4915112345678" }, { phone_number: "+1 23" }, BAD, GOOD(3)];
    const { json } = await server.call(IMPORT, { profiles, skip_bad: true, wait: false });
    expect(json.bad_rows.map(({ row }: { row: string }) => row).sort()).toEqual([
      "profiles[1]",
      "profiles[2]",
    ]);
    expect(JSON.stringify(posts()[0]?.body)).toContain("+4915112345678");
    expect(JSON.stringify(posts()[0]?.body)).not.toContain("+1 23");
  });

  it("are told to be many, with the first of them", async () => {
    const profiles = Array.from({ length: 101 }, (_, at) => (at === 0 ? GOOD(0) : BAD));
    const { json } = await server.call(IMPORT, { profiles, skip_bad: true, wait: false });
    expect(json.left_out).toBe(100);
    expect(json.bad_rows).toHaveLength(40);
  });

  it("are an error where nothing else is there, and where the rows are not what is wrong", async () => {
    expect((await server.call(IMPORT, { profiles: [BAD], skip_bad: true })).isError).toBe(true);
    const { text } = await server.call(IMPORT, { profiles: [GOOD(0), BAD], skip_bad: true, list: 5 });
    expect(text).toContain("list");
    expect(server.sent.filter(({ host }) => host !== "control")).toEqual([]);
  });

  it("are codes as well", async () => {
    const codes = ["SUMMER-1", "", "SUMMER-2"];
    const args = { coupon_id: "C", codes, skip_bad: true, wait: false };
    const { json, text } = await server.call("bulk_create_coupon_codes", args);
    expect(json.left_out, text).toBe(1);
    expect(JSON.stringify(posts()[0]?.body)).toContain("SUMMER-2");
  });

  it("change nothing where there are none", async () => {
    const { json } = await server.call(IMPORT, { profiles: [GOOD(0)], skip_bad: true, wait: false });
    expect(json).not.toHaveProperty("left_out");
    expect(json).not.toHaveProperty("bad_rows");
  });
});

describe("the place of a row is the one that it has in the call", () => {
  const profiles = [BAD, GOOD(1), BAD, GOOD(3)];

  it("where its job tells of it", async () => {
    failing = [1];
    const { json } = await server.call(IMPORT, { profiles, skip_bad: true });
    expect(json.data.failed).toEqual([{ row: "profiles[3].email", why: "no" }]);
  });

  const pointerTo = (at: number) => `/data/attributes/profiles/data/${at}/attributes/email`;
  const refusing = (detail: string, pointer: string, ...more: string[]) => {
    const others = more.map((one) => ({ detail, pointer: one }));
    return new GatewayError({ status: 400, source: "klaviyo", detail, pointer, others });
  };

  it("where Klaviyo refuses the request for it: the others go alone", async () => {
    upset = [refusing("a disposable address", pointerTo(1))];
    const { json } = await server.call(IMPORT, { profiles, skip_bad: true, wait: false });
    expect(json.left_out).toBe(3);
    expect(json.bad_rows.at(-1)).toEqual({ row: "profiles[3]", why: "a disposable address" });
    expect(posts()).toHaveLength(2);
    expect(emails(1)).toEqual(["p1@example.com"]);
  });

  it.each([
    ["all of them", [pointerTo(0), pointerTo(1)], "profiles[1, 3].email"],
    ["something else besides", [pointerTo(1), "/data/relationships/lists"], "profiles[3].email"],
  ])("where Klaviyo refuses the request for %s it is an error", async (_, [first = "", ...more], place) => {
    upset = [refusing("no", first, ...more)];
    const { isError, text } = await server.call(IMPORT, { profiles, skip_bad: true });
    expect(isError).toBe(true);
    expect(text).toContain(place);
    expect(text).not.toContain("profiles[0].email");
    expect(posts()).toHaveLength(1);
  });

  it("and what is refused again and again is not sent for ever", async () => {
    upset = Array.from({ length: 9 }, () => refusing("no", pointerTo(0)));
    const all = Array.from({ length: 9 }, (_, at) => GOOD(at));
    expect((await server.call(IMPORT, { profiles: all, skip_bad: true })).isError).toBe(true);
    expect(posts()).toHaveLength(4);
  });
});

describe("a question", () => {
  it("is about the rows that go, and its answer tells of the others", async () => {
    server = startInProcess(answering, ["--confirm", "writes"]);
    const args = { profiles: [GOOD(0), BAD, GOOD(2)], skip_bad: true, wait: false };
    const { json } = await server.call(IMPORT, args);
    expect(json.status).toBe("needs_confirmation");
    expect(json.left_out).toBe(1);
    expect(JSON.stringify(json.preview)).toContain("p2@example.com");
    expect(JSON.stringify(json.preview)).not.toContain(BAD.email);
    await server.call(IMPORT, { ...args, confirmation: json.confirmation });
    expect(emails()).toEqual(["p0@example.com", "p2@example.com"]);
  });
});
