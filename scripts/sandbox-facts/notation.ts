/** Folds dotted names into the notation `a b{c d}`; a name that others are below need not be among them. */
export function fieldsOf(names: readonly string[]): string {
  const roots = new Map<string, string[]>();
  for (const name of names) {
    const [root = "", ...rest] = name.split(".");
    const below = roots.get(root) ?? [];
    roots.set(root, rest.length > 0 ? [...below, rest.join(".")] : below);
  }
  return [...roots]
    .map(([root, below]) => (below.length > 0 ? `${root}{${fieldsOf(below)}}` : root))
    .join(" ");
}

/** Unfolds the notation: every name, those in between included. */
export function namesIn(notation: string): string[] {
  const names: string[] = [];
  const parents: string[] = [];
  let last = "";
  for (const [token] of notation.matchAll(/[^\s{}]+|[{}]/g)) {
    if (token === "{") parents.push(last);
    else if (token === "}") parents.pop();
    else {
      last = [...parents.slice(-1), token].join(".");
      names.push(last);
    }
  }
  return names;
}

/** Whether two lists fold into the same notation but for the order of names. */
export function sameNames(one: readonly string[], other: readonly string[]): boolean {
  const whole = (names: readonly string[]) => namesIn(fieldsOf(names)).sort().join(" ");
  return whole(one) === whole(other);
}
