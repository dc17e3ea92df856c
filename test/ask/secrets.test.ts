import { expect, it } from "vitest";
import { withoutSecrets } from "../../src/ask/secrets.ts";

// What a preview repeats of a call's arguments: that a secret is among them, and not what it is.

const HIDDEN = "(hidden)";

it.each([
  ...["secret", "secrets", "token", "push_tokens", "password", "client_secret", "secret_key", "api_key"],
  ...["apiKey", "privateKey", "access_key", "signing_key", "accessToken", "API_KEY", "key"],
])("%s is hidden, and inside of something as well", (name) => {
  expect(withoutSecrets({ [name]: "s", name: "n" })).toEqual({ [name]: HIDDEN, name: "n" });
  expect(withoutSecrets({ body: { data: { attributes: { [name]: ["s"] } } } })).toEqual({
    body: { data: { attributes: { [name]: HIDDEN } } },
  });
});

it.each(["keys", "primary_key", "monkey", "tokenized", "secretary", "passwordless", "topsecret"])(
  "%s is not",
  (name) => {
    expect(withoutSecrets({ [name]: "n" })).toEqual({ [name]: "n" });
  },
);

it("a key deep among an account's own data is a name like others, and a token is not", () => {
  expect(withoutSecrets({ properties: { key: "k", deep: [{ token: "t", key: "k" }] } })).toEqual({
    properties: { key: "k", deep: [{ token: HIDDEN, key: "k" }] },
  });
  expect(withoutSecrets(["a", 5, null])).toEqual(["a", 5, null]);
});

it("what a tool declares is hidden by its path", () => {
  const args = { url: "u", endpoint: { url: "u" }, hooks: [{ url: "u" }] };
  expect(withoutSecrets(args, ["endpoint.url"])).toEqual({ ...args, endpoint: { url: HIDDEN } });
  expect(withoutSecrets(args, ["hooks[].url"])).toEqual({ ...args, hooks: [{ url: HIDDEN }] });
  expect(withoutSecrets(args, ["url"])).toEqual({ ...args, url: HIDDEN });
});
