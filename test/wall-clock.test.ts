import { afterEach, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { DANGEROUS } from "./dangerous.ts";

// Somebody sets the machine's clock, again and again: an hour with each look at it.

let server: Started;
afterEach(() => server.close());

const leaping = (hours: number) => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(
    `let leaps = 0; const real = Date.now; Date.now = () => real() + ${hours * 3_600_000} * (leaps += 1);`,
  )}`,
});

it.each([
  ["ahead", 1],
  ["back", -1],
])("a call has its time and a token its five minutes when the clock is set %s", async (_, hours) => {
  server = await startClient({ env: leaping(hours) });
  expect((await server.call("get_profiles", { limit: 40, page_size: 10 })).isError).toBeFalsy();
  const call = { ...DANGEROUS.delete_list };
  const asked = await server.call("delete_list", call);
  expect(asked.json.status).toBe("needs_confirmation");
  const done = await server.call("delete_list", { ...call, confirmation: asked.json.confirmation });
  expect(done.json).toMatchObject({ ok: true });
});
