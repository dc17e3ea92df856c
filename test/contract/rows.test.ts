import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compare } from "../../scripts/contract/compare.ts";
import { generate } from "../../scripts/contract/generate.ts";
import type { OpenApi } from "../../scripts/contract/openapi.ts";

// The script that writes the rows, on a document in the vendor's form that is small enough to be read.

const document = () => JSON.parse(readFileSync("test/contract/small-openapi.json", "utf8")) as OpenApi;
const files = (stable: OpenApi) => {
  const made = generate({ stable }).files;
  return { rows: made["klaviyo.jsonl"] ?? "", shapes: made["klaviyo-shapes.jsonl"] ?? "" };
};
const EXPECTED = readFileSync("test/contract/small.jsonl", "utf8");

describe("the rows of a small document", () => {
  it("are these lines", () => {
    expect(files(document()).rows.split("\n")).toEqual(EXPECTED.split("\n"));
  });

  it("are the same bytes each time, in whatever order the document has its paths", () => {
    const turned = document();
    turned.paths = Object.fromEntries(Object.entries(turned.paths).reverse());
    expect(files(document())).toEqual(files(document()));
    expect(files(turned)).toEqual(files(document()));
  });

  it("leave out what browsers call, and say why", () => {
    const [left, ...others] = generate({ stable: document() }).leftOut;
    expect(others).toEqual([]);
    expect(left?.name).toBe("get_client_books");
    expect(left?.reason).toContain("a company id instead of a key");
  });

  it("put the types that a giant alone needs into a file of their own", () => {
    const large = document();
    const edition = large.components.schemas.Edition;
    if (edition?.properties)
      edition.properties.binding = {
        type: "string",
        enum: Array.from({ length: 900 }, (_, n) => `binding-${n}`),
      };
    const { rows, shapes } = files(large);
    expect(rows).not.toContain('"type":"Edition"');
    expect(shapes).toContain('{"type":"Edition"');
  });
});

describe("a newer document beside the rows", () => {
  const mentions = (text: string) =>
    text === "create_room" ? ["tools/rooms.ts", "test/cases/rooms.ts"] : [];
  const compared = (change: (next: OpenApi) => void) => {
    const next = document();
    next.info.version = "2030-04-15";
    change(next);
    return compare(files(document()), files(next), mentions);
  };

  it("that changes nothing gives no line", () => {
    expect(compared(() => {})).toEqual([]);
  });

  it("shows operations added, removed and renamed", () => {
    const lines = compared(({ paths }) => {
      const rooms = paths["/api/rooms"];
      const covers = paths["/api/covers"];
      if (!rooms?.post || !covers) throw new Error("the small document is another");
      rooms.post.operationId = "open_room";
      delete paths["/api/covers"];
      paths["/api/book-covers"] = covers;
    });
    expect(lines).toEqual([
      "added upload_cover: POST /api/book-covers",
      "removed upload_cover: POST /api/covers",
      "renamed create_room → open_room  → tools/rooms.ts, test/cases/rooms.ts",
    ]);
  });

  it("shows what changed in an operation and which of our files it touches", () => {
    const lines = compared(({ paths, components }) => {
      const rooms = paths["/api/rooms"];
      const body = components.schemas.RoomCreate?.properties?.data?.properties?.attributes;
      if (!rooms?.post || !body?.properties) throw new Error("the small document is another");
      rooms.post["x-klaviyo-ratelimit"] = { burst: "3/s", steady: "60/m" };
      rooms.post["x-klaviyo-scopes"] = ["rooms:write", "books:read"];
      body.required = ["name", "kind"];
      body.properties.kind = { type: "string", enum: ["open", "closed", "by-appointment"] };
      body.properties.floor = { type: "integer" };
      delete body.properties.rules;
    });
    expect(lines).toEqual([
      "changed create_room  → tools/rooms.ts, test/cases/rooms.ts",
      "    - daily 150",
      "    - argument rules.open_from needed time",
      "    - argument rules.open_until optional time",
      "    - argument rules optional object",
      "    + scopes books:read",
      "    ~ rate: M → S",
      '    ~ argument kind: -optional +needed +"by-appointment"',
      "    + argument floor optional integer",
    ]);
  });

  it("shows filters, sorts and named types that changed", () => {
    const lines = compared(({ paths, components }) => {
      const rooms = paths["/api/rooms"];
      const name = rooms?.get?.["x-klaviyo-filters"]?.name;
      const edition = components.schemas.Edition;
      if (!rooms?.get || !name || !edition?.properties) throw new Error("the small document is another");
      name.operators = { single: ["contains", "equals"] };
      const sort = rooms.get.parameters?.find((parameter) => parameter.name === "sort");
      if (sort) sort.schema.enum = ["name", "-name"];
      edition.properties.printed_in = { type: "string" };
    });
    expect(lines).toEqual([
      "changed get_rooms",
      "    - sort created",
      "    ~ filter name: -any +contains",
      "changed type Edition",
      "    ~ printed_in: -date -null +string",
    ]);
  });
});
