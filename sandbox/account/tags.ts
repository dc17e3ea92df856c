import type { Link, Resource } from "../resource.ts";
import { Random } from "./random.ts";

const GROUPS = [
  {
    name: "Default",
    exclusive: false,
    isDefault: true,
    tags: "Sale,Newsletter,VIP,Wholesale,Retention,Test,Canada",
  },
  { name: "Season", exclusive: true, isDefault: false, tags: "Spring,Summer,Autumn,Winter,Holiday" },
];

/** Which words in a name earn which tag. */
const RULES: [RegExp, string][] = [
  [/sale|deal|clearance|off/i, "Sale"],
  [/newsletter/i, "Newsletter"],
  [/vip|gold/i, "VIP"],
  [/wholesale/i, "Wholesale"],
  [/winback|welcome|abandoned|60 days/i, "Retention"],
  [/canada/i, "Canada"],
  [/spring/i, "Spring"],
  [/season/i, "Summer"],
  [/winter/i, "Winter"],
  [/autumn/i, "Autumn"],
  [/gift|dad/i, "Holiday"],
];

/** The tag groups and tags, which are put on the campaigns, flows, lists and segments whose names they fit. */
export function seedTags(tagged: readonly Resource[]): Resource[] {
  const random = new Random("tags");
  const resources: Resource[] = [];
  const links = new Map<string, Link>();
  for (const { name, exclusive, isDefault, tags } of GROUPS) {
    const group = { type: "tag-group", id: random.uuid() };
    resources.push({ ...group, attributes: { name, exclusive, default: isDefault }, relationships: {} });
    const members = tags.split(",").map(
      (tagName): Resource => ({
        type: "tag",
        id: random.uuid(),
        attributes: { name: tagName },
        relationships: { "tag-group": { ...group } },
      }),
    );
    for (const { type, id, attributes } of members) links.set(String(attributes.name), { type, id });
    resources.push(...members);
  }
  for (const resource of tagged) {
    const list = resource.relationships.tags;
    if (!Array.isArray(list)) continue;
    for (const [words, tag] of RULES) {
      const link = links.get(tag);
      if (link && words.test(String(resource.attributes.name))) list.push(link);
    }
  }
  return resources;
}
