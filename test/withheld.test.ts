import { describe, expect, it } from "vitest";
import { withoutSecrets } from "../src/ask/secrets.ts";

// By which names a value is a secret: test/second/secrets.test.ts has the previews of every tool.

describe("secrets in a preview", () => {
  it.each([
    "secret",
    "secrets",
    "token",
    "tokens",
    "password",
    "passwords",
    "secret_key",
    "api_key",
    "private_key",
    "access_key",
    "signing_key",
    "client_secret",
    "clientSecret",
    "apiKey",
    "API_KEY",
    "refreshToken",
    "key",
  ])("%s is hidden, beside what is not", (name) => {
    expect(withoutSecrets({ [name]: "s3cret", name: "n" })).toEqual({ [name]: "(hidden)", name: "n" });
  });

  it.each([
    "secretary",
    "tokenised",
    "keys",
    "public_key",
    "monkey",
    "my_secrecy",
    "nonsecret",
    "secret_santa",
  ])("%s is shown", (name) => {
    expect(withoutSecrets({ [name]: "v" })).toEqual({ [name]: "v" });
  });

  it.each<[why: string, args: unknown, shown: unknown]>([
    [
      "in rows",
      { rows: [{ token: "a", at: 1 }, "text", null] },
      { rows: [{ token: "(hidden)", at: 1 }, "text", null] },
    ],
    ["whole, whatever it is", { secrets: { a: "b" } }, { secrets: "(hidden)" }],
    [
      "a key of a body",
      { body: { data: { attributes: { key: "k" } } } },
      { body: { data: { attributes: { key: "(hidden)" } } } },
    ],
    ["no key among an account's own data", { properties: { key: "k" } }, { properties: { key: "k" } }],
    ["no key deeper in a body", { body: { data: { key: "k" } } }, { body: { data: { key: "k" } } }],
    [
      "no key below an attribute",
      { body: { data: { attributes: { a: { key: "k" } } } } },
      { body: { data: { attributes: { a: { key: "k" } } } } },
    ],
    ["no value by itself", "token", "token"],
  ])("%s", (_, args, shown) => {
    expect(withoutSecrets(args)).toEqual(shown);
  });

  it("are hidden where the tool names them, at their place alone", () => {
    const args = { code: "a", deep: { code: "b", pin: "c" }, rows: [{ pin: "d" }] };
    expect(withoutSecrets(args, ["code", "deep.pin", "rows[].pin"])).toEqual({
      code: "(hidden)",
      deep: { code: "b", pin: "(hidden)" },
      rows: [{ pin: "(hidden)" }],
    });
  });
});
