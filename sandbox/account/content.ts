import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";
import { SHOP_URL } from "./organization.ts";

const IMAGES =
  "logo-dark,logo-white,hero-spring-trail,hero-first-snow,boots-wall,tent-at-dusk,team-burlington,sale-banner,care-guide-cover,gift-card".split(
    ",",
  );

const BLOCKS = [
  ["text", "Legal footer", { content: "<p>Northwind Outfitters, 125 Summit Street, Burlington VT</p>" }],
  ["button", "Shop now button", { content: "Shop now" }],
  [
    "text",
    "Repair promise",
    { content: "<p>Whatever breaks, we repair it, free of charge and for life.</p>" },
  ],
  [
    "image",
    "Trail Club badge",
    { properties: { alt_text: "Trail Club", src: "https://cdn.example.com/northwind/trail-club.png" } },
  ],
] as const;

const FEEDS = [
  ["Best sellers of the week", "best-sellers.json", "ok"],
  ["Trail conditions", "trails.json", "ok"],
  ["Old outlet feed", "outlet.xml", "disabled"],
] as const;

/** Pictures, shared blocks and feeds: what messages are made of. */
export function seedContent(clock: Clock): Resource[] {
  const images = IMAGES.map((name, index) =>
    made("image", String(77_410_200 + index * 3), {
      name,
      image_url: `https://cdn.example.com/northwind/library/${name}.png`,
      format: "png",
      size: 48_000 + index * 7_321,
      hidden: index === IMAGES.length - 1,
      updated_at: toIso(clock.daysAgo(300 - index * 25)),
    }),
  );
  const blocks = BLOCKS.map(([type, name, data], index) =>
    made("template-universal-content", `01JHG5Q8M2T7W0C4X6Z9B3N${index}KD`, {
      name,
      definition: {
        content_type: "block",
        type,
        data: {
          ...data,
          styles: {},
          display_options: { show_on: "all", visible_check: null, content_repeat: null },
        },
      },
      created: toIso(clock.daysAgo(400 - index * 30)),
      updated: toIso(clock.daysAgo(60 - index)),
      screenshot_status: "completed",
      screenshot_url: `https://cdn.example.com/northwind/screenshots/${index}.png`,
    }),
  );
  const feeds = FEEDS.map(([name, file, status], index) =>
    made("web-feed", `925e385b52fb405715f3616c337cc65${index}`, {
      name,
      url: `${SHOP_URL}/feeds/${file}`,
      request_method: "get",
      content_type: file.endsWith("xml") ? "xml" : "json",
      created: toIso(clock.daysAgo(350 - index * 90)),
      updated: toIso(clock.daysAgo(20 + index)),
      status,
    }),
  );
  return [...images, ...blocks, ...feeds];
}

/** What was translated for the customers in Quebec. */
export function seedTranslations(resources: readonly Resource[], clock: Clock): Resource[] {
  const first = (type: string) => resources.find((resource) => resource.type === type);
  const sources = ["template", "template-universal-content", "flow-message", "campaign-variation"];
  return sources.flatMap((type, index) => {
    const source = first(type);
    if (!source) return [];
    return made(
      "translation",
      `01JK2V7C9E4R5T6Y8U0P3S1D${index}F`,
      {
        source_locale: "en-US",
        target_locales: ["fr-CA"],
        fallback_locale: "en-US",
        channel: "email",
        metadata: {},
        _resource_type: type,
        _resource_id: source.id,
        created: toIso(clock.daysAgo(80 - index)),
        updated: toIso(clock.daysAgo(10 + index)),
        values: [
          {
            id: `${source.id}-1`,
            source: "New gear, same mountains",
            translations: { "fr-CA": "Du nouveau matériel, les mêmes montagnes" },
          },
        ],
      },
      { [type]: linkTo(type, source.id) },
    );
  });
}
