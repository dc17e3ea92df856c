const cache = new Map<string, string[]>();

/**
 * Unfolds the compact notation of attribute names, `a b{c d{e}}`, into dotted paths: a, b, b.c, b.d, b.d.e.
 * Klaviyo publishes its sparse fieldset names as such flat lists.
 */
export function unfoldNames(notation: string): string[] {
  const known = cache.get(notation);
  if (known) return known;
  const paths: string[] = [];
  const parents: string[] = [];
  let last = "";
  for (const [token] of notation.matchAll(/[^\s{}]+|[{}]/g)) {
    if (token === "{") parents.push(last);
    else if (token === "}") parents.pop();
    else {
      last = [...parents.slice(-1), token].join(".");
      paths.push(last);
    }
  }
  cache.set(notation, paths);
  return paths;
}
