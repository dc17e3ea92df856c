import { describe, expect, it } from "vitest";
import { isJsonType, nextCursor, primaryData } from "../../src/jsonapi/document.ts";
import { readAccount } from "../../src/tool/account.ts";
import { isOfAnotherApp, readConnection, readConnections } from "../../src/tool/connection.ts";

// What is read off answers, of which any part may be missing or of another kind.

describe("a document", () => {
  it.each<[type: string | undefined, json: boolean]>([
    ["application/json", true],
    ["application/json; charset=utf-8", true],
    ["application/vnd.api+json", true],
    ["Application/JSON", true],
    ["text/html", false],
    ["application/jsonp", false],
    ["application/xml+jsonish", false],
    ["see application/json", false],
    ["", false],
    [undefined, false],
  ])("of type %o is JSON: %s", (type, json) => {
    expect(isJsonType(type)).toBe(json);
  });

  it.each<[document: unknown, data: object[]]>([
    [{ data: { id: "a" } }, [{ id: "a" }]],
    [{ data: [{ id: "a" }, null, "b", { id: "c" }] }, [{ id: "a" }, { id: "c" }]],
    [{ data: null }, []],
    [{}, []],
    ["text", []],
    [null, []],
  ])("%o holds %o", (document, data) => {
    expect(primaryData(document)).toEqual(data);
  });

  const next = (url: unknown) => ({ links: { next: url } });
  it.each<[document: unknown, cursor: string | undefined]>([
    [next("https://a.klaviyo.com/api/lists?page[cursor]=abc"), "abc"],
    [next("https://a.klaviyo.com/api/lists?page%5Bcursor%5D=a%3Db"), "a=b"],
    [next("https://a.klaviyo.com/api/reports?page_cursor=abc"), "abc"],
    [{ data: next("https://a.klaviyo.com/api/lists?page[cursor]=abc") }, "abc"],
    [next(null), undefined],
    [next("https://a.klaviyo.com/api/lists"), undefined],
    [next("https://a.klaviyo.com/api/lists?page[cursor]="), undefined],
    [next("http://a.klaviyo.com/api/lists?page[cursor]=abc"), undefined],
    [next("https://b.klaviyo.com/api/lists?page[cursor]=abc"), undefined],
    [next("https://a.klaviyo.com.evil.com/?page[cursor]=abc"), undefined],
    [next("https://a.klaviyo.com/?page[cursor]=https://evil.com"), undefined],
    [next("https://a.klaviyo.com/?page[cursor]=s3%2Bx.y-z://evil"), undefined],
    [next("https://a.klaviyo.com/?page[cursor]=1:%2F%2Fx"), "1://x"],
    [next("https://a.klaviyo.com/?page[cursor]=-a:%2F%2Fx"), "-a://x"],
    [next("/api/lists?page[cursor]=abc"), undefined],
    [{ links: "https://a.klaviyo.com/?page[cursor]=abc" }, undefined],
    [{ links: null, data: { links: null } }, undefined],
    [null, undefined],
    [[], undefined],
  ])("%o goes on with %o", (document, cursor) => {
    expect(nextCursor(document)).toBe(cursor);
  });
});

describe("an account", () => {
  const answer = (attributes: unknown, id: unknown = "A") => ({ data: [{ id, attributes }] });
  it.each<[document: unknown, account: object | undefined]>([
    [
      answer({
        timezone: "Europe/Berlin",
        preferred_currency: "EUR",
        contact_information: { organization_name: "Shop", street_address: { country: "DE" } },
      }),
      { id: "A", name: "Shop", timezone: "Europe/Berlin", currency: "EUR", country: "DE" },
    ],
    [answer({}), { id: "A" }],
    [answer(null), { id: "A" }],
    [answer({ contact_information: "none", timezone: "" }), { id: "A" }],
    [answer({ contact_information: { street_address: 5 }, preferred_currency: 5 }), { id: "A" }],
    [answer({}, 5), undefined],
    [{ data: [] }, undefined],
    [{ errors: [] }, undefined],
    [undefined, undefined],
  ])("%o is %o", (document, account) => {
    expect(readAccount(document)).toEqual(account);
  });
});

describe("a connection", () => {
  const PENDING = { connection_id: "c", status: "PENDING" };
  const page = (url: unknown) => readConnection({ ...PENDING, url })?.url;

  it.each<[document: unknown, connection: object | undefined]>([
    [{ connection: { connection_id: "c", status: "ACTIVE" } }, { id: "c", status: "ACTIVE" }],
    [
      { connection_id: "c", id: "d", status: "ACTIVE", app: "klaviyo" },
      { id: "c", status: "ACTIVE" },
    ],
    [{ id: "d" }, { id: "d", status: "" }],
    [
      { id: "d", status: "ACTIVE", creation_time: "t1", last_updated_time: "t2", url: "https://x.y" },
      { id: "d", status: "ACTIVE", created: "t1", updated: "t2" },
    ],
    [
      { id: "d", creation_time: 5, last_updated_time: null },
      { id: "d", status: "" },
    ],
    [{ id: "d", app: "shopify" }, undefined],
    [{ connection: { id: "d", app: "shopify" } }, undefined],
    [{ id: "" }, undefined],
    [{ connection: {} }, undefined],
    [{ connection: "c" }, undefined],
    ["c", undefined],
    [null, undefined],
  ])("%o is %o", (document, connection) => {
    expect(readConnection(document)).toEqual(connection);
  });

  it.each<[document: unknown, another: boolean]>([
    [{ app: "shopify" }, true],
    [{ connection: { app: "shopify" } }, true],
    [{ app: null }, true],
    [{ app: "klaviyo" }, false],
    [{}, false],
    ["shopify", false],
  ])("%o is of another app: %s", (document, another) => {
    expect(isOfAnotherApp(document)).toBe(another);
  });

  it.each(["https://maton.ai/s?token=t", "http://127.0.0.1:1/s", "http://localhost/s"])(
    "that waits has the page %s",
    (url) => {
      expect(page(url)).toBe(url);
    },
  );
  it.each([
    "http://maton.ai",
    "ftp://127.0.0.1",
    "https://user@maton.ai",
    "https://:word@maton.ai",
    "maton.ai",
    5,
    undefined,
  ])("that waits has no page %s", (url) => {
    expect(readConnection({ ...PENDING, url })).toEqual({ id: "c", status: "PENDING" });
  });

  it("is one of several, oldest first, without its page", () => {
    const one = (id: string, creation_time?: string, more = {}) => ({
      id,
      status: "A",
      creation_time,
      ...more,
    });
    const listed = [
      one("new", "2026-02-02"),
      one("old", "2026-01-01", { status: "PENDING", url: "https://x.y" }),
      one("undated"),
      one("other", "2025-01-01", { app: "shopify" }),
      { status: "A" },
      "none",
    ];
    expect(readConnections({ connections: listed })).toEqual([
      { id: "undated", status: "A" },
      { id: "old", status: "PENDING", created: "2026-01-01" },
      { id: "new", status: "A", created: "2026-02-02" },
    ]);
    for (const none of [undefined, {}, { connections: "c" }, [one("a")]])
      expect(readConnections(none)).toEqual([]);
  });
});
