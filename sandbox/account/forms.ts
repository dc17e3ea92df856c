import type { Resource, Values } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";

/** Id, name, status, how many days old, and its versions: what kind, called what, live or a draft. */
const FORMS = [
  [
    "UkQ3xW",
    "Welcome: 10% off",
    "live",
    610,
    [
      ["popup", "With the tent", "live"],
      ["popup", "With the boots", "live"],
    ],
  ],
  ["RtB7nE", "Footer sign-up", "live", 580, [["embed", "Footer", "live"]]],
  [
    "XpL4vS",
    "Exit: free shipping",
    "live",
    240,
    [
      ["flyout", "Bottom right", "live"],
      ["flyout", "Bottom right, new text", "draft"],
    ],
  ],
  ["VdH9cM", "Free shipping banner", "draft", 95, [["banner", "Top of the page", "draft"]]],
  ["TgJ2yR", "Trail Club giveaway", "draft", 12, [["full_page", "Win a weekend", "draft"]]],
] as const;

/** The sign-up forms with their versions. */
export function seedForms(clock: Clock): Resource[] {
  return FORMS.flatMap(([id, name, status, age, versions], index) => {
    const stamps = (days: number) => ({
      created_at: toIso(clock.daysAgo(age)),
      updated_at: toIso(clock.daysAgo(days)),
    });
    const isTest = versions.filter(([, , state]) => state === "live").length > 1;
    const held = versions.map(([form_type, variation_name, state], at) =>
      made(
        "form-version",
        String(4_711_000 + index * 10 + at),
        {
          form_type,
          variation_name,
          ab_test: isTest ? { variation_name } : null,
          status: state,
          ...stamps(Math.ceil(age / 3)),
        },
        { form: linkTo("form", id) },
      ),
    );
    const definition = {
      versions: held.map((version) => writeVersion(Number(version.id), version.attributes)),
    };
    return [
      made("form", id, { name, status, ab_test: isTest, ...stamps(Math.ceil(age / 4)), definition }),
      ...held,
    ];
  });
}

/** A version as a form's definition has it: what it asks, and when it appears. */
function writeVersion(id: number, { form_type, variation_name, status }: Values): Values {
  const text = (words: string) => ({ id: `${id}-text`, type: "text", properties: { text: words } });
  return {
    id,
    name: variation_name,
    type: form_type,
    status,
    steps: [
      {
        id: `${id}-1`,
        name: "Email",
        columns: [
          {
            rows: [
              { blocks: [text("Good trails start here")] },
              {
                blocks: [
                  { id: `${id}-email`, type: "email", properties: { label: "Email", required: true } },
                ],
              },
              { blocks: [{ id: `${id}-button`, type: "button", properties: { label: "Sign me up" } }] },
            ],
          },
        ],
      },
    ],
    triggers: [{ type: "delay", properties: { seconds: 8 } }],
    teasers: [],
    dynamic_button: null,
    styles: { width: "medium", background_color: "#f3f1ea", minimum_height: 250 },
    properties: { show_close_button: true, click_outside_to_close: true },
    location: "center_center",
    specialties: [],
  };
}
