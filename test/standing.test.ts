import { afterAll, beforeAll, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// A person may allow such changes for half an hour, of what adds, edits, replaces or starts; and take it back.

const asked: string[] = [];
let server: Started;
beforeAll(async () => {
  server = await startClient({
    args: ["--unasked", "0,0"],
    elicit: (message) => {
      asked.push(message);
      return { action: "accept", content: { confirm: true, half_hour: true } };
    },
  });
});
afterAll(() => server.close());

const rename = (name: string) => server.call("update_list", { list_id: "QdF2hN", name });

it("holds for such changes until it is taken back, and for no others", async () => {
  const first = await rename("A");
  expect(first.json.hint).toContain("ask nobody for 30 minutes");
  expect((await rename("B")).json.data.name).toBe("B");
  expect(asked).toHaveLength(1);
  // What deletes is asked about, and its yes holds for nothing else.
  await server.call("delete_list", { list_id: "Hx8JzK" });
  expect(asked).toHaveLength(2);
  const back = await server.call("undo_change", { change: "approval" });
  expect(back.json).toMatchObject({ ok: true });
  await rename("C");
  expect(asked).toHaveLength(3);
});
