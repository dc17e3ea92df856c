import type { Resource } from "../resource.ts";
import type { Product } from "./catalog.ts";
import { type Clock, HOUR, toIso } from "./clock.ts";
import { SHOP_URL } from "./organization.ts";
import { Random } from "./random.ts";

const THEMES = "Spring Sale,Newsletter,New Arrivals,Welcome,Trail Notes,VIP,Winter Clearance,Care Guide";
const KINDS = ["Hero", "Product Grid", "Story", "Reminder", "Plain"];
const EDITORS = ["CODE", "USER_DRAGGABLE", "SYSTEM_DRAGGABLE"] as const;

const PRAISE = [
  "Seam-sealed and tested through a whole Vermont mud season.",
  "Light enough to forget, tough enough to hand down.",
  "Cut for layering, with room to move on the steep parts.",
  "Made from recycled yarn, dyed without a drop of waste water.",
  "The one our own staff reach for when the forecast is wrong.",
];

/** Forty e-mail templates of real size: 20 to 60 KB of HTML made of one table row a product. */
export function seedTemplates(products: readonly Product[], clock: Clock): Resource[] {
  const random = new Random("templates");
  // The rows are the bulk of the work, so each is written once and shared.
  const rows = products.map((product, index) => writeRow(product, PRAISE[index % PRAISE.length] ?? ""));
  const names = THEMES.split(",").flatMap((theme) => KINDS.map((kind) => `${theme}: ${kind}`));
  return names.map((name, index) => {
    const editor = EDITORS[index % EDITORS.length] ?? "CODE";
    const start = random.between(0, products.length);
    const count = random.between(18, 58);
    const picked = Array.from({ length: count }, (_, row) => (start + row) % products.length);
    const created = clock.daysAgo(random.between(70, 620));
    const id = random.shortId();
    return {
      type: "template",
      id,
      attributes: {
        name,
        editor_type: editor,
        html: writeHtml(name, picked.map((row) => rows[row]).join("")),
        text: writeText(
          name,
          picked.slice(0, 9).flatMap((row) => products[row] ?? []),
        ),
        amp: null,
        created: toIso(created),
        updated: toIso(created + random.between(1, 1500) * HOUR),
        definition: editor === "SYSTEM_DRAGGABLE" ? writeDefinition(random, id, name) : null,
      },
      relationships: {},
    };
  });
}

function writeRow(product: Product, praise: string): string {
  const cell = `style="padding:12px 18px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#1f2d2b"`;
  return `<tr>
<td width="200" valign="top" ${cell}><a href="${product.url}?utm_source=klaviyo"><img src="${product.image}" width="180" alt="${product.title}" style="display:block;border:0;border-radius:4px"></a></td>
<td valign="top" ${cell}><h3 style="margin:0 0 6px;font-size:18px">${product.title}</h3><p style="margin:0 0 10px">${praise}</p>
<p style="margin:0 0 10px"><b>$${product.price.toFixed(2)}</b> &middot; ${product.category.replace("&", "&amp;")}</p>
<a href="${product.url}" style="display:inline-block;padding:9px 18px;background:#24544b;color:#fff;text-decoration:none">Shop now</a></td>
</tr>
`;
}

function writeHtml(name: string, rows: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title></head>
<body style="margin:0;background:#f3f1ea">
<span style="display:none">{{ event.PreviewText|default:'New gear, same mountains' }}</span>
<table role="presentation" width="600" align="center" cellspacing="0" cellpadding="0" style="background:#fff">
<tr><td colspan="2" style="padding:24px"><h1>Hi {{ first_name|default:'there' }},</h1><p>Here is what we set aside for you this week.</p></td></tr>
${rows}<tr><td colspan="2" style="padding:24px;font-size:12px">{{ organization.name }} &middot; {{ organization.full_address }}<br>{% unsubscribe 'Unsubscribe' %} &middot; {% manage_preferences 'Manage preferences' %}</td></tr>
</table></body></html>`;
}

function writeText(name: string, products: Product[]): string {
  const lines = products.map(
    (product) => `* ${product.title}, $${product.price.toFixed(2)}\n  ${product.url}`,
  );
  return `${name}\n\nHi {{ first_name|default:'there' }},\n\nHere is what we set aside for you this week.\n\n${lines.join("\n")}\n\nAll of it: ${SHOP_URL}/collections/new\n\n{% unsubscribe 'Unsubscribe' %}`;
}

function writeDefinition(random: Random, templateId: string, name: string): object {
  const nextId = () => String(random.between(100_000_000, 999_999_999));
  const shownToAll = { show_on: "all", content_repeat: null, visibility: null };
  const writeBlock = (content: string) => ({
    id: nextId(),
    content_type: "block",
    type: "text",
    data: { content, display_options: shownToAll, styles: { block_padding_top: 9, block_padding_bottom: 9 } },
  });
  const column = {
    id: nextId(),
    data: {},
    blocks: [writeBlock(`<h1>${name}</h1>`), writeBlock("<p>Hi {{ first_name|default:'there' }},</p>")],
  };
  const row = { id: nextId(), data: { styles: { column_layout: "1-column-full-width" } }, columns: [column] };
  const section = {
    id: nextId(),
    content_type: "section",
    type: "section",
    data: { properties: {}, display_options: shownToAll, styles: { background_color: "#ffffff" } },
    rows: [row],
  };
  return {
    id: nextId(),
    template_id: templateId,
    body: {
      id: nextId(),
      properties: { css_class: null },
      styles: { background_color: "#f3f1ea", width: 600 },
      sections: [section],
    },
    styles: [
      { id: nextId(), style_type: "text-styles", styles: { font_family: "Helvetica", font_size: 15 } },
    ],
  };
}
