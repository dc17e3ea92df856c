import { once } from "node:events";
import { PassThrough } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import { LineTransport } from "../../src/serve/lines.ts";

// How long a line over stdio may be, and how much of one that is longer is looked at for whose it was.

const MOST = 10 * 1024 * 1024;
let input: PassThrough;
let output: PassThrough;
let received: unknown[];
beforeEach(async () => {
  [input, output, received] = [new PassThrough(), new PassThrough(), []];
  const transport = new LineTransport(input, output);
  transport.onmessage = (message) => void received.push(message);
  await transport.start();
});

/** What is answered to one line at once. */
async function refusal(line: string): Promise<{ id: unknown; error: { message: string } }> {
  input.write(`${line}\n`);
  const [chunk] = await once(output, "data");
  return JSON.parse(String(chunk));
}
const letters = (count: number) => "x".repeat(count);
/** A request of so many bytes whose id stands before everything else, or after it. */
const request = (id: string, bytes: number, where: "first" | "last" = "first") => {
  const make = (text: string) =>
    where === "first"
      ? `{"jsonrpc":"2.0","id":${id},"method":"ping","params":{"p":"${text}"}}`
      : `{"jsonrpc":"2.0","method":"ping","params":{"p":"${text}"},"id":${id}}`;
  return make(letters(bytes - make("").length));
};

describe("a line", () => {
  it("is read with 10 MiB, and not with one byte more, and so is the next", async () => {
    input.write(`${request("7", MOST)}\n`);
    await expect.poll(() => received).toMatchObject([{ id: 7, method: "ping" }]);
    const refused = await refusal(request("8", MOST + 1));
    expect(refused.id).toBe(8);
    expect(refused.error.message).toBe(`a line has at most ${MOST} bytes, not ${MOST + 1}`);
    input.write(`${request("9", 100)}\n`);
    await expect.poll(() => received).toMatchObject([{ id: 7 }, { id: 9 }]);
  });
});

describe("the id of a line that is too long", () => {
  it.each([
    ["9".repeat(15), 999_999_999_999_999],
    ["9".repeat(16), null],
    [`"${letters(200)}"`, letters(200)],
    [`"${letters(201)}"`, null],
  ])("%s is told as %s, wherever it stands", async (id, told) => {
    for (const where of ["first", "last"] as const) {
      expect((await refusal(request(id, MOST + 1, where))).id).toBe(told);
    }
  });

  it("is looked for in the last 300 bytes", async () => {
    const spaced = (count: number) => {
      const end = `}},"id":5${" ".repeat(count)}}`;
      const begin = '{"jsonrpc":"2.0","method":"ping","params":{"p":{"q":"';
      return `${begin}${letters(MOST + 1 - begin.length - end.length - 1)}"${end}`;
    };
    // What stands before the comma tells that the id is the request's own.
    const around = `},"id":5}`.length;
    expect((await refusal(spaced(300 - around))).id).toBe(5);
    expect((await refusal(spaced(301 - around))).id).toBe(null);
  });
});
