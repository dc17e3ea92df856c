import type { PreviewRead } from "../ask/preview.ts";
import { isObject } from "../text.ts";
import type { Input } from "../tool/tool.ts";
import type { Use, Uses } from "../tool/use.ts";

/**
 * Whether a thing is in use now: by the first of its uses that shows it. Undefined where that cannot be read: no use is
 * known of its type, or a read fails, or did not read everything.
 */
export async function isInUse(
  { type, id }: { type: string; id: string },
  uses: Uses,
  read: PreviewRead,
): Promise<boolean | undefined> {
  const known = Object.hasOwn(uses, type) ? uses[type] : undefined;
  let sure = known !== undefined;
  for (const use of known ?? []) {
    const result = await read(use.tool, filled(use.arguments, id));
    if (!isObject(result)) sure = false;
    else if (resourcesOf(use, result, id).some((item) => use.holds.includes(at(item, use.path) as string)))
      return true;
    else if (result.next_cursor) sure = false;
  }
  return sure ? false : undefined;
}

function filled(input: Input, id: string): Input {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, value === "$id" ? id : value]),
  );
}

function resourcesOf(use: Use, result: Record<string, unknown>, id: string): unknown[] {
  if (use.included) return [result.included ?? []].flat();
  const items = [result.data].flat();
  return use.among
    ? items.filter((item) => use.among?.some((path) => [at(item, path)].flat().includes(id)))
    : items;
}

function at(item: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), item);
}
