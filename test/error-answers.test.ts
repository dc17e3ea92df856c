import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { klaviyo, OF_WHOM } from "./error-answers.ts";
import { OF_WHAT } from "./error-places.ts";
import { readBefore } from "./read-before.ts";

// Answers as they come, through a real client: every line that a model reads of them.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
  await server.call("get_accounts");
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

/** A line that ends with … is the beginning of what is read. */
function expectLines(text: string, reads: readonly string[]): void {
  const told = text.split("\n").map((line, at) => {
    const read = reads[at] ?? "";
    return read.endsWith("…") && line.startsWith(read.slice(0, -1)) ? read : line;
  });
  expect(told).toEqual(reads);
}

describe("an answer is read before it is explained:", () => {
  it.each([...OF_WHOM, ...OF_WHAT].map((one) => [one.what, one] as const))(
    "%s",
    async (_, { fault, tool, args = {}, reads }) => {
      await readBefore(server, args);
      server.sandbox.addFault({ ...fault, match: { operation: tool } });
      const { text, isError } = await server.call(tool, args);
      expect(isError).toBe(true);
      expectLines(text, reads);
    },
  );
});

describe("a count that was accepted", () => {
  const args = { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" };

  it.each(["get_campaign_recipient_estimation_job", "get_campaign_recipient_estimation"])(
    "and is then not there (%s) is not available, and no id is to blame",
    async (operation) => {
      server.sandbox.addFault({ ...klaviyo(404, "Not found."), match: { operation } });
      const { text } = await server.call("estimate_campaign_recipients", args);
      expectLines(text, [
        "estimate_campaign_recipients: 404 from Klaviyo: Not found.",
        "The campaign is there and the count was accepted, but its estimate is not available.…",
      ]);
    },
  );

  it("and was not for an unknown campaign", async () => {
    const { text } = await server.call("estimate_campaign_recipients", { campaign_id: "01NOSUCH" });
    expect(text).toContain('no campaign has the id or the name "01NOSUCH"\nArgument: campaign_id');
  });
});

it("JSON of a success without a content-type is read", async () => {
  const body = JSON.stringify({ data: [{ type: "list", id: "L", attributes: { name: "n" } }], links: {} });
  server.sandbox.addFault({ status: 200, body, contentType: "", match: { path: "/klaviyo/" } });
  const { json } = await server.call("get_lists");
  expect(json.data).toMatchObject([{ id: "L", name: "n" }]);
});

it.each(["a\tb", "<script>", "x".repeat(200), ""])("X-Request-Id %j is left out", async (id) => {
  const fault = klaviyo(501, "oops");
  server.sandbox.addFault({
    ...fault,
    headers: { "x-request-id": id },
    match: { path: "/klaviyo/" },
  });
  expect((await server.call("get_lists")).text).not.toContain("X-Request-Id");
});
