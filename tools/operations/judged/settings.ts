import type { Judged } from "./entry.ts";

/** Brand, tracking, text messaging: what holds for all that the account sends. */
export const settings: Judged = {
  create_brand_logo: ["adds", "One more logo in the brand's library."],
  update_brand_logo: ["publishes", "Whatever takes this logo from the brand's library shows the new one."],
  delete_brand_logo: ["deletes", "The logo is gone from the brand's library."],
  create_brand_button: [
    "adds",
    "One more style of button; a primary one is what new buttons look like.",
    { when: [{ input: "is_primary", equals: true, effects: ["publishes"] }] },
  ],
  update_brand_button: ["publishes", "Buttons that follow the brand look otherwise from then on."],
  delete_brand_button: ["deletes", "The style of button is gone from the brand's library."],
  create_brand_color: ["adds", "One more palette in the brand's library."],
  update_brand_color: [
    "publishes",
    "The palette that editors offer; given colours take the place of all in it.",
    { when: [{ input: "colors", given: true, effects: ["replaces"] }] },
  ],
  delete_brand_color: ["deletes", "The palette is gone from the brand's library."],
  create_brand_social_group: ["adds", "One more row of social links in the brand's library."],
  update_brand_social_group: [
    "publishes",
    "Whatever shows this row of social links leads to the new addresses.",
  ],
  delete_brand_social_group: ["deletes", "The row of social links is gone from the brand's library."],
  update_brand_email_default: ["publishes", "E-mail that follows the brand looks otherwise from then on."],
  update_brand_voice: [
    ["publishes", "replaces"],
    "Texts that Klaviyo writes for the brand sound otherwise; the former voice is lost.",
  ],

  update_tracking_setting: [
    "publishes",
    "Links in all campaigns and flows carry other parameters, which analytics rely on.",
  ],

  create_text_messaging_configuration: [
    "publishes",
    "Sets the account up for text messages; this name stands before every one of them.",
  ],
  create_text_messaging_sender: [
    ["adds", "forwards"],
    "Orders a number, and gives a person's and the business's details to the carriers.",
  ],
  create_text_messaging_sender_registration: [
    ["adds", "forwards"],
    "A person's and the business's details go to the carriers, and cannot be withdrawn.",
  ],
};
