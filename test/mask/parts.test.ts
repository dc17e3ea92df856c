import { describe, expect, it } from "vitest";
import { Cipher } from "../../src/mask/cipher.ts";
import { withPeople } from "../../src/mask/documents.ts";
import { Learnt } from "../../src/mask/learnt.ts";
import { type Masking, maskedText, maskedValue } from "../../src/mask/outgoing.ts";
import { withoutPatterns } from "../../src/mask/patterns.ts";
import { saidByKey } from "../../src/mask/people.ts";
import { bytesOfToken, holdsToken, tokenOf } from "../../src/mask/tokens.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const cipher = new Cipher(KEY);

describe("a token", () => {
  it.each(["", "a", "ann@example.com", "Żółć 漢字 🙂", "x".repeat(500)])(
    "opens as what it was made of: %s",
    (value) => {
      const token = cipher.seal(value, "c1");
      expect(token).toMatch(/^person_[0-9A-HJKMNP-TV-Z]+@masked$/);
      expect(cipher.open(token, "c1")).toBe(value);
      expect(cipher.open(token.toLowerCase(), "c1")).toBe(value);
    },
  );

  it("is the same for the same value, account and key, and another for any other", () => {
    const token = cipher.seal("ann@example.com", "c1");
    expect(new Cipher(KEY).seal("ann@example.com", "c1")).toBe(token);
    const others = [
      cipher.seal("ann@example.con", "c1"),
      cipher.seal("ann@example.com", "c2"),
      new Cipher(`${KEY}x`).seal("ann@example.com", "c1"),
    ];
    expect(new Set([token, ...others]).size).toBe(4);
  });

  it("opens under its own account and key alone, and not once anything in it is changed", () => {
    const token = cipher.seal("ann@example.com", "c1");
    expect(cipher.open(token, "c2")).toBeUndefined();
    expect(new Cipher(`${KEY}x`).open(token, "c1")).toBeUndefined();
    const bytes = bytesOfToken(token) as Uint8Array;
    for (const at of bytes.keys()) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(cipher.open(tokenOf(changed), "c1")).toBeUndefined();
    }
    for (const none of ["person_@masked", "person_00@masked", "person_IIII@masked", "ann@example.com", ""]) {
      expect(cipher.open(none, "c1")).toBeUndefined();
    }
  });

  it.each([
    ["person_7F3A@masked", true],
    ["person_7F3A…@masked", true],
    [{ a: ["x", { b: "to person_00@masked" }] }, true],
    [{ "person_00@masked": 1 }, true],
    ["ann@example.com", false],
    [{ a: [1, null, "person_"] }, false],
  ])("is seen in %j: %s", (value, holds) => {
    expect(holdsToken(value)).toBe(holds);
  });
});

it.each([
  ["write to ann.o-neil+x@mail.example.co.uk.", "write to #."],
  ["https://shop.example/?e=ann%40example.com&x=1", "https://shop.example/?e=#&x=1"],
  ["call +49 (30) 901-820 now, or +12025550199", "call # now, or #"],
  ["tel=%2B12025550199", "tel=#"],
  ["(202) 555-0199 or 202-555-0199 or 202.555.0199", "# or # or #"],
  ["from 203.0.113.7:443", "from #:443"],
  ["http://203.0.113.7/", "http://#/"],
  ["2001:db8::1 and fe80:1:2:3:4:5:6:7", "# and #"],
  ["fd::1, fe80::abcd and 1.2.3.4", "#, # and #"],
  ["x!y#ann$z@example.com", "#"],
  [" ann/of=it&all@example.com ", "#"],
  ['see "ann of it"@example.com', "see #"],
  ["0049 30 901820 and (0049) 30-901820", "# and (#"],
  ["+ 49 30 901820 111", "#"],
  ["202\u00b7555\u00b70199, 202\u2014555\u20140199x12", "#, #x12"],
  ["ip_203.0.113.7_", "ip_#_"],
  ["0012345678905 and 2025-0199", "0012345678905 and 2025-0199"],
  ["2026-11-27T10:20:30+00:00", "2026-11-27T10:20:30+00:00"],
  ["Chrome/120.0.0.0 v1.2.3.4.5", "Chrome/120.0.0.0 v1.2.3.4.5"],
  ["300.1.2.3 and 1.2.3", "300.1.2.3 and 1.2.3"],
  ["div::before { } at 10:20:30", "div::before { } at 10:20:30"],
  ["@media print, ann@localhost, order 12025550199", "@media print, ann@localhost, order 12025550199"],
])("in %j it sees %j", (text, seen) => {
  expect(withoutPatterns(text, () => "#")).toBe(seen);
});

it.each([
  ["FirstName", false, "name"],
  ["$last_name", false, "name"],
  ["Billing Name", false, "name"],
  ["customer", false, "name"],
  ["name", false, undefined],
  ["name", true, "name"],
  ["Product Name", false, undefined],
  ["$phone_number", false, "detail"],
  ["mobilePhone", false, "detail"],
  ["Address1", false, "detail"],
  ["Shipping Street", false, "detail"],
  ["ZipCode", false, "detail"],
  ["Date of Birth", false, "detail"],
  ["birthday", false, "detail"],
  ["client_ip", false, "detail"],
  ["Email Address", false, "detail"],
  ["LNAME", false, "name"],
  ["name_first", false, "name"],
  ["user_name", false, "name"],
  ["Client Name", false, undefined],
  ["phone2", false, "detail"],
  ["phone_home", false, "detail"],
  ["Contact number", false, "detail"],
  ["To Number", false, "detail"],
  ["msisdn", false, "detail"],
  ["emails", false, "detail"],
  ["Email Domain", false, undefined],
  ["birth_year", false, "detail"],
  ["Year of birth", false, "detail"],
  ["D.O.B.", false, "detail"],
  ["line1", true, "detail"],
  ["line1", false, undefined],
  ["house_number", false, "detail"],
  ["geolocation", false, "detail"],
  ["child_product", false, undefined],
  ["Gift Message", false, "text"],
  ["Comments", false, "text"],
  ["Zip Line Tour", false, undefined],
  ["Shipping Method", false, undefined],
  ["constructor", false, undefined],
])("what is called %s (within a person: %s) says %s", (key, within, said) => {
  expect(saidByKey(key, within)).toBe(said);
});

describe("an answer", () => {
  const seal = (value: string, account: string) => `person_${account}${value.length}@masked`;
  const masking = (hidesTexts = true): Masking => {
    const learnt = new Learnt();
    learnt.add("name", "May", "A");
    learnt.add("name", "O'Brien-Smith", "A");
    learnt.add("detail", "12 Elm Street", "A");
    learnt.add("detail", "+12025550199", "A");
    learnt.add("text", "I liked it all, and so did Bo", "A");
    learnt.addOwn("support@shop.example");
    return { learnt, account: "B", seal, hidesTexts };
  };

  it.each<[string, string, string]>([
    ["", "May", "person_A3@masked"],
    ["name", "May O'Brien-Smith", "person_A17@masked"],
    ["name", "Sale in May", "Sale in May"],
    ["hint", "MAY has 2 orders", "person_A3@masked has 2 orders"],
    ["hint", "Maybe", "Maybe"],
    ["text", "at 12 Elm Street, 12025550199", "at person_A13@masked, person_A12@masked"],
    ["text", "at 12 Elm…, and 12 Elm Str…", "at person_A13@masked…, and person_A13@masked…"],
    ["text", "12…", "12…"],
    ["text", "write to bo@x.example", "write to person_B12@masked"],
    ["html", "write to support@shop.example", "write to support@shop.example"],
    ["from_email", "hello@shop.example", "hello@shop.example"],
    ["content", "I liked it all, and so did Bo", "(free text, hidden)"],
    ["content", "liked it all, and", "(free text, hidden)"],
    ["first_name", "Bo", "person_B2@masked"],
    ["row", '{"first_name":"Bo","n":1}', '{"first_name":"person_B2@masked","n":1}'],
    ["id", "May", "May"],
    ["hint", "Write it as +12025550143", "Write it as +12025550143"],
  ])("has %s %j as %j", (key, text, masked) => {
    expect(maskedText(text, masking(), key)).toBe(masked);
  });

  it("has free texts where they are asked for, without what is known in them", () => {
    const { learnt, ...rest } = masking(false);
    learnt.add("text", "May I write to bo@x.example?", "A");
    expect(maskedText("May I write to bo@x.example?", { ...rest, learnt })).toBe(
      "person_A3@masked I write to person_B12@masked?",
    );
  });

  it("has keys masked as well, and numbers of a place", () => {
    expect(maskedValue({ "bo@x.example": 1, latitude: 50.1, price: 50.1 }, masking())).toEqual({
      "person_B12@masked": 1,
      latitude: "person_B4@masked",
      price: 50.1,
    });
  });
});

it("tells what is a person's from what is only text, and leaves what an account wrote as it is", () => {
  const attributes = { name: "Ann Smith", first_name: "x", count: 1 };
  const visitor = { said: () => "#", other: (text: string) => (text === "Ann Smith" ? "(Ann)" : text) };
  const shown = (type: string, origin = {}) => {
    const whole = withPeople({ data: [{ type, id: "1", attributes }] }, visitor, origin);
    return (whole as { data: { attributes: unknown }[] }).data[0]?.attributes;
  };
  expect(shown("template")).toEqual(attributes);
  expect(shown("template", { rendered: true })).toEqual({ ...attributes, name: "(Ann)" });
  expect(shown("segment")).toEqual({ ...attributes, name: "(Ann)" });
  expect(shown("anything", { unknown: true })).toEqual({
    name: "(Ann)",
    first_name: "#",
    count: 1,
  });
  const profile = {
    type: "profile",
    id: "1",
    attributes: { first_name: "Ann", locale: null, properties: { dob: 7 } },
  };
  expect(withPeople({ data: profile }, visitor)).toEqual({
    data: {
      type: "profile",
      id: "1",
      attributes: { first_name: "#", locale: null, properties: { dob: "#" } },
    },
  });
});
