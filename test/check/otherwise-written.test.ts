import { expect, it } from "vitest";
import { rewritten } from "../../src/check/rewritten.ts";
import { rowsOf } from "./filtered.ts";

// Filters as other query languages have them, in Klaviyo's; what is not plain stays unread.

it.each(
  rowsOf(`
    email = 'ann@example.com' → equals(email,"ann@example.com")
    email == "ann@example.com" → equals(email,"ann@example.com")
    status === Sent → equals(status,"Sent")
    status:Sent → equals(status,"Sent")
    (status = Sent) → equals(status,"Sent")
    status is Sent → equals(status,"Sent")
    status IS Sent → equals(status,"Sent")
    count>=5 → greater-or-equal(count,5)
    count > -5.5 → greater-than(count,-5.5)
    count<=5 → less-or-equal(count,5)
    count < 5 → less-than(count,5)
    archived = true → equals(archived,true)
    archived = false → equals(archived,false)
    archived = truer → equals(archived,"truer")
    count = 5 apples → equals(count,"5 apples")
    created > 2026-01-02 → greater-than(created,2026-01-02)
    created > 2026-01-02T03:04:05Z → greater-than(created,2026-01-02T03:04:05Z)
    created > 2026-01-02T03:04:05.678+02:00 → greater-than(created,2026-01-02T03:04:05.678+02:00)
    created > 2026-01-02T03:04 → greater-than(created,2026-01-02T03:04)
    created > on 2026-01-02 → greater-than(created,"on 2026-01-02")
    name like 'Spring%' → contains(name,"Spring")
    name like %Spring% → contains(name,"Spring")
    name contains Spring → contains(name,"Spring")
    name = 50% off → equals(name,"50% off")
    name = 'Ann"s' → equals(name,"Ann\\"s")
    name = it's "so" → equals(name,"it's \\"so\\"")
    name = "so" they say → equals(name,"\\"so\\" they say")
    name = 'a" → equals(name,"'a\\"")
    name = '' → equals(name,"")
    status in (Sent, 'Draft') → any(status,["Sent","Draft"])
    status in [Sent,5] → any(status,["Sent",5])
    $source.name = a → equals($source.name,"a")
    a-b_c=d → equals(a-b_c,"d")
    a=1 and b=2 → equals(a,1),equals(b,2)
    a=1 AND b=2 && c=3 → equals(a,1),equals(b,2),equals(c,3)
    a=1, b:2;c>3&d<4 → equals(a,1),equals(b,2),greater-than(c,3),less-than(d,4)
    name = Ann, Ben → equals(name,"Ann, Ben")
    name = Ann and Ben → undefined
    a=1 or b=2 → equals(a,"1 or b=2")
    status in Sent → undefined
    status in one of (Sent) → undefined
    status → undefined
    = Sent → undefined
    status Sent → undefined
    status = → undefined
    a=1 and b → undefined
    b and a=1 → undefined
  `),
)("%s is %s", (text, read) => {
  expect(String(rewritten(text))).toBe(read);
});

it("space and line breaks around a clause and in its value", () => {
  expect(rewritten("  a = 1  ")).toBe("equals(a,1)");
  expect(rewritten("  ( a = 1 )  ")).toBe("equals(a,1)");
  expect(rewritten("a = 1\nand b = 2")).toBe("equals(a,1),equals(b,2)");
  expect(rewritten('a = "one\ntwo"')).toBe('equals(a,"one\ntwo")');
  expect(rewritten("a in [b,\nc]")).toBe('any(a,["b","c"])');
});

it("a text of 2000 letters is read, and a longer one is no slip", () => {
  const text = (letters: number) => `a=${"b".repeat(letters - 2)}`;
  expect(rewritten(text(2000))).toBe(`equals(a,"${"b".repeat(1998)}")`);
  expect(rewritten(text(2001))).toBeUndefined();
});
