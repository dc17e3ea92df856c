import type { Resource } from "../resource.ts";
import { linkTo, made } from "./made.ts";
import { SHOP_URL } from "./organization.ts";

const FONT = {
  font_family: "Helvetica",
  font_style: "normal",
  font_weight: "400",
  letter_spacing: "0",
  text_decoration: "none",
};
const DARK = "#1f2d2b";
const GREEN = "#24544b";

const text = (font_size: number, color = DARK) => ({ ...FONT, font_size, color });

const button = (id: string, name: string, isPrimary: boolean): Resource =>
  made("brand-button", id, {
    name,
    is_primary: isPrimary,
    style: {
      background_color: isPrimary ? GREEN : "#ffffff",
      border_radius: 4,
      box_shadow: null,
      is_shadow_active: false,
    },
    border: { border_color: GREEN, border_style: "solid", border_width: 1, is_border_active: !isPrimary },
    spacing: { padding_top: 9, padding_right: 18, padding_bottom: 9, padding_left: 18 },
    text: text(15, isPrimary ? "#ffffff" : GREEN),
    preview_page_hex: "#f3f1ea",
  });

const logo = (id: string, name: string, image: Resource | undefined): Resource =>
  made(
    "brand-logo",
    id,
    { width: 240, height: 64, alt_text: "Northwind Outfitters", link_url: SHOP_URL, name },
    { image: image ? linkTo("image", image.id) : null },
  );

/** How the shop's messages look and sound. */
export function seedBrand(resources: readonly Resource[]): Resource[] {
  const images = resources.filter(({ type }) => type === "image");
  const heading = (size: number) => text(size, GREEN);
  return [
    logo("01JBR0LG0A7X3M5Q9T2W4Y6Z8C", "Logo on light", images[0]),
    logo("01JBR0LG0B7X3M5Q9T2W4Y6Z8C", "Logo on dark", images[1]),
    button("01JBR0BT0A7X3M5Q9T2W4Y6Z8C", "Primary", true),
    button("01JBR0BT0B7X3M5Q9T2W4Y6Z8C", "Quiet", false),
    made("brand-color", "01JBR0CR0A7X3M5Q9T2W4Y6Z8C", {
      name: "Northwind",
      colors: [
        { name: "Pine", hex: GREEN },
        { name: "Snow", hex: "#f3f1ea" },
        { name: "Bark", hex: DARK },
      ],
    }),
    made("brand-social-group", "01JBR0SG0A7X3M5Q9T2W4Y6Z8C", {
      name: "Where to find us",
      social_links: [
        { platform: "instagram", url: "https://www.instagram.com/northwind-outfitters-example" },
        { platform: "youtube", url: "https://www.youtube.com/@northwind-outfitters-example" },
      ],
    }),
    made(
      "brand-email-default",
      "01JBR0ED0A7X3M5Q9T2W4Y6Z8C",
      {
        body: {
          background_color: "#f3f1ea",
          body_background_color: "#ffffff",
          text: text(15),
          h1_text: heading(30),
          h2_text: heading(24),
          h3_text: heading(20),
          h4_text: heading(17),
          link_text: text(15, GREEN),
        },
      },
      {
        "brand-logo": linkTo("brand-logo", "01JBR0LG0A7X3M5Q9T2W4Y6Z8C"),
        "brand-button": linkTo("brand-button", "01JBR0BT0A7X3M5Q9T2W4Y6Z8C"),
        "brand-social-group": linkTo("brand-social-group", "01JBR0SG0A7X3M5Q9T2W4Y6Z8C"),
      },
    ),
    made("brand-voice", "01JBR0VC0A7X3M5Q9T2W4Y6Z8C", {
      version: "1",
      tone_descriptors: ["plain", "warm", "knows the trail"],
      language_patterns: ["Short sentences", "No exclamation marks"],
    }),
  ];
}
