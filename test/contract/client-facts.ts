import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Fact } from "./stated.ts";

// What the vendor's client tells its users of an operation, in the comments of its declarations.

/** As far as the comments tell: of a filter's fields the operators alone, and no page that has a cursor alone. */
export type ClientFact = Pick<Fact, "scopes" | "rate" | "slower" | "filter" | "page">;

const FOLDER = join(dirname(createRequire(import.meta.url).resolve("klaviyo-api")), "api");

/** What the client tells of every operation that it has, by its method's name. */
export function clientFacts(): Map<string, ClientFact> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith("Api.d.ts"));
  const texts = files.map((name) => readFileSync(join(FOLDER, name), "utf8"));
  return new Map(texts.flatMap((text) => [...text.matchAll(METHOD)]).map(factIn));
}

/** A comment of an operation, and the method behind it. */
const METHOD = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+(\w+)\(/g;

function factIn([, comment = "", method = ""]: RegExpExecArray): [string, ClientFact] {
  const text = comment.replaceAll("&#x60;", "`").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const [usually = "", ...slower] = text.split("Rate limits when using the ");
  const scopes = /\*\*Scopes:\*\* ([^[*]*)/.exec(text)?.[1] ?? "";
  const filter = /Allowed field\(s\)\/operator\(s\):([^*]*)/.exec(text)?.[1] ?? "";
  const size = /@param pageSize Default: (\d+)\. Min: 1\. Max: (\d+)/.exec(text);
  return [
    method,
    {
      scopes: quoted(scopes).sort().join(" "),
      rate: windows(usually),
      slower: Object.fromEntries(slower.map((part) => [quoted(part)[0], windows(part)])),
      filter: Object.fromEntries(
        filter
          .split("<br>")
          .map(quoted)
          .filter(([field]) => field)
          .map(([field, ...operators]) => [field, operators.sort().join(" ")]),
      ),
      ...(size && { page: { largest: Number(size[2]), usual: Number(size[1]) } }),
    },
  ];
}

function windows(text: string): string {
  return [...text.matchAll(/(?:Burst|Steady|Daily): `(\d+\/[smd])`/g)].map(([, window]) => window).join(" ");
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, inner = ""]) => inner);
}
