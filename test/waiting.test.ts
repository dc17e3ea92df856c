import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../src/errors.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { connectionsOf, type InProcess, startInProcess } from "./in-process.ts";

// Jobs that Klaviyo does in the background, on a clock of the test's own: a call waits for what became of each row.

const JOB = "J1";
const PROFILES = {
  profiles: [{ email: "a@example.com" }, { email: "b@example.com" }, { phone_number: "+4915112345678" }],
};

let server: InProcess;
let passed: number;
/** What the gateway answers to the look at this place, from 0 on. */
let job: (looks: number) => Record<string, unknown>;
let rest: (request: GatewayRequest) => unknown;
const start = () => {
  let looks = 0;
  server = startInProcess(async (request) => {
    if (request.host === "control") return connectionsOf("c1");
    if (request.method === "POST")
      return { data: { type: "job", id: JOB, attributes: { status: "queued" } } };
    if (!request.path.endsWith(`/${JOB}`) || request.query.some(([name]) => name === "include"))
      return rest(request);
    const attributes = job(looks);
    looks += 1;
    return { data: { type: "job", id: JOB, attributes } };
  });
};
const answered = async (name: string, args: Record<string, unknown>) => {
  let answer: Awaited<ReturnType<InProcess["call"]>> | undefined;
  passed = 0;
  void server.call(name, args).then((one) => {
    answer = one;
  });
  for (; answer === undefined && passed < 60_000; passed += 100) await vi.advanceTimersByTimeAsync(100);
  return answer as unknown as Awaited<ReturnType<InProcess["call"]>>;
};
const paths = () =>
  server.sent.filter(({ host }) => host !== "control").map(({ method, path }) => `${method} ${path}`);
const COMPLETE = { status: "complete", total_count: 3, completed_count: 3, failed_count: 0 };
const person = (id: string, attributes: Record<string, string>) => ({ type: "profile", id, attributes });

// What is loaded with the first call takes real time, which this clock does not know.
beforeAll(() => import("libphonenumber-js/min"));
beforeEach(() => {
  vi.useFakeTimers();
  rest = () => ({ data: [], links: {} });
});
afterEach(() => void vi.useRealTimers());

describe("a job over rows", () => {
  it("is waited for, and each row that it took is told with what it made", async () => {
    job = (looks) => (looks < 3 ? { status: "processing" } : COMPLETE);
    rest = () => ({
      data: [
        person("P3", { phone_number: "+4915112345678" }),
        person("P1", { email: "A@example.com" }),
        person("P9", { email: "x@example.com" }),
      ],
    });
    start();
    const { json } = await answered("bulk_import_profiles", PROFILES);
    expect(json.data).toEqual({
      id: JOB,
      ...COMPLETE,
      made: [{ row: "profiles[2]", id: "P3" }, { row: "profiles[0]", id: "P1" }, { id: "P9" }],
    });
    expect(json.hint).toBe("Done: every row was taken.");
    expect(paths()).toHaveLength(6);
  });

  it("tells which row failed and why, from what stands beside the job", async () => {
    job = () => ({ ...COMPLETE, completed_count: 2, failed_count: 1 });
    rest = ({ path }) =>
      path.endsWith("/import-errors")
        ? {
            data: [
              {
                type: "import-error",
                id: "E1",
                attributes: {
                  detail: "Invalid phone number",
                  source: { pointer: "/data/attributes/profiles/data/2/attributes/phone_number" },
                },
              },
            ],
            links: { next: null },
          }
        : { data: [] };
    start();
    const { json } = await answered("bulk_import_profiles", PROFILES);
    expect(json.data.failed).toEqual([{ row: "profiles[2].phone_number", why: "Invalid phone number" }]);
    expect(json.hint).toBe("Done, but for 1 row: the others were taken. Mend those and send them alone.");
  });

  it("tells which code failed and why, from the job itself", async () => {
    const error = {
      detail: "exists",
      source: { pointer: "/data/attributes/coupon-codes/data/0/attributes/unique_code" },
    };
    job = () => ({
      status: "complete",
      total_count: 3,
      completed_count: 2,
      failed_count: 1,
      errors: [error],
    });
    start();
    const args = { coupon_id: "SALE", codes: ["X", "1", "A-1"] };
    const { json } = await answered("bulk_create_coupon_codes", args);
    expect(json.data.failed).toEqual([{ row: "codes[0]", why: "exists" }]);
    // The codes stand in the call, and what is made of them says nothing more.
    expect(json.data.made).toBeUndefined();
    expect(paths().slice(1)).toEqual([
      "POST /api/coupon-code-bulk-create-jobs",
      `GET /api/coupon-code-bulk-create-jobs/${JOB}`,
    ]);
  });

  it("does not tell an id again that a row says itself", async () => {
    job = () => COMPLETE;
    const made = ["$custom:::$default:::A-1", "$custom:::$default:::OTHER"];
    const data = made.map((id) => ({ type: "catalog-item", id }));
    rest = () => ({ data: { type: "job", id: JOB, attributes: {}, relationships: { items: { data } } } });
    start();
    const item = { title: "Mug", description: "x", url: "https://shop.example.com" };
    const items = ["1", "A-1", "B"].map((external_id) => ({ external_id, ...item }));
    const args = { name: "bulk_create_catalog_items", arguments: { items } };
    const { json } = await answered("change_operation", args);
    expect(json.data.made).toEqual([{ id: "$custom:::$default:::OTHER" }]);
  });

  it.each([10, 11])("of %i rows says what each became only where these are few", async (count) => {
    job = () => ({ ...COMPLETE, total_count: count, completed_count: count });
    rest = () => ({ data: [person("P1", { email: "p1@example.com" })] });
    start();
    const profiles = Array.from({ length: count }, (_, at) => ({ email: `p${at}@example.com` }));
    const { json } = await answered("bulk_import_profiles", { profiles });
    const made = count === 10 ? { made: [{ row: "profiles[1]", id: "P1" }] } : {};
    expect(json.data).toEqual({ id: JOB, ...COMPLETE, total_count: count, completed_count: count, ...made });
  });

  it("that takes longer than a call is told as it is, with how to go on", async () => {
    job = () => ({ status: "processing", total_count: 3, completed_count: 1, failed_count: 0 });
    start();
    const { json } = await answered("bulk_import_profiles", PROFILES);
    expect(passed).toBeGreaterThan(30_000);
    expect(passed).toBeLessThanOrEqual(40_000);
    expect(json.data).toEqual({
      id: JOB,
      status: "processing",
      total_count: 3,
      completed_count: 1,
      failed_count: 0,
    });
    expect(json.hint).toContain(`get_bulk_import_profiles_job with job_id "${JOB}" shows its progress.`);
  });

  it("that was cancelled says so", async () => {
    job = () => ({ status: "cancelled", total_count: 3, completed_count: 0, failed_count: 0 });
    start();
    const { json } = await answered("bulk_import_profiles", PROFILES);
    expect(json.data.status).toBe("cancelled");
    expect(json.hint).toContain("The job is cancelled");
  });

  it.each([
    [
      "cannot be read",
      () => {
        throw new GatewayError({ status: 404, source: "klaviyo", detail: "gone" });
      },
    ],
    ["says nothing of itself", () => ({})],
  ])("that %s is begun all the same, and told as begun", async (_, look) => {
    job = look;
    start();
    const { json, isError } = await answered("bulk_import_profiles", PROFILES);
    expect(isError).toBeFalsy();
    expect(json.data).toEqual({ id: JOB, status: "queued" });
    expect(json.hint).toContain("get_bulk_import_profiles_job");
  });

  it("is not waited for with wait false", async () => {
    job = () => COMPLETE;
    start();
    const { json } = await answered("bulk_import_profiles", { ...PROFILES, wait: false });
    expect(json.data).toEqual({ id: JOB, status: "queued" });
    expect(paths()).toEqual(["POST /api/profile-bulk-import-jobs"]);
  });

  it("is waited for where an operation is called by its name, too", async () => {
    job = () => COMPLETE;
    start();
    const args = { item_ids: ["$custom:::$default:::A", "$custom:::$default:::B"] };
    const { json } = await answered("change_operation", {
      name: "bulk_delete_catalog_items",
      arguments: args,
    });
    expect(json.data).toMatchObject({ id: JOB, status: "complete" });
  });
});
