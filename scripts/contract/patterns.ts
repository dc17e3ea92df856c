// The pattern language of ResourceType.attributes: `a.{b,c}` stands for a.b and a.c, and for a above them.

/** Names of attributes, packed: those below one name stand together, a name that others stand below is left out. */
export function packed(names: readonly string[]): string[] {
  const plain: string[] = [];
  const below = new Map<string, string[]>();
  for (const name of [...new Set(names)].sort()) {
    const dot = name.lastIndexOf(".");
    if (names.some((other) => other.startsWith(`${name}.`))) continue;
    if (dot < 0) plain.push(name);
    else below.set(name.slice(0, dot), [...(below.get(name.slice(0, dot)) ?? []), name.slice(dot + 1)]);
  }
  const groups = [...below].map(([stem, [only, ...others]]) => {
    return others.length === 0 ? `${stem}.${only}` : `${stem}.{${[only, ...others].join(",")}}`;
  });
  return [...plain, ...groups];
}
