import type { Preview, ResourceType } from "../tool/tool.ts";
import { pathIds, type Row, type Rows } from "./rows.ts";

/**
 * What a person sees before a delete, a patch or a change of relationships: the read of the same thing, its summary.
 * The thing is what the path names last; where nothing reads that, what stands before it.
 */
export function previewsOf(row: Row, rows: Rows, resourceOf: (type: string) => ResourceType): Preview[] {
  const segments = row.path.split("/");
  for (let end = segments.length; end > 0; end -= 1) {
    if (!segments[end - 1]?.startsWith("{")) continue;
    const read = readOf(segments.slice(0, end).join("/"), row, rows);
    const type = read?.result;
    if (!read || !type || !/^(?:job )?[\w-]+$/.test(type)) continue;
    const resource = resourceOf(type.replace("job ", ""));
    // The ids of two paths differ in name where what stands before them does.
    const given = pathIds(row);
    const args = pathIds(read).map((id, at) => [id, `$${given[at] ?? id}`]);
    return [
      {
        tool: read.name,
        arguments: Object.fromEntries(args),
        label: resource.type.replaceAll("-", " "),
        show: resource.summary,
      },
    ];
  }
  return [];
}

function readOf(path: string, row: Row, rows: Rows): Row | undefined {
  const same = rows.readsOf(path);
  return same.find(({ revision }) => revision === row.revision) ?? same[0];
}
