import type { Case } from "../../../src/tool/effects.ts";
import type { Judged } from "./entry.ts";

const rewritten = ["html", "definition", "text", "amp"].map(
  (input): Case => ({ input, given: true, effects: ["replaces"] }),
);

/** Templates, shared blocks, images, translations, reviews. */
export const content: Judged = {
  create_template: ["adds", "A new template; no message has it yet."],
  clone_template: ["adds", "A copy of a template."],
  update_template: [
    "edits",
    "What was written is overwritten; messages have copies of their own.",
    { when: rewritten },
  ],
  delete_template: ["deletes", "The template is gone; messages that were made from it stay."],
  render_template: ["reads", "Only shows how it looks with these values."],
  create_template_preview_send_job: [
    "sends",
    "Real e-mail goes to these addresses, at most 100 times a day.",
    { once: "recipients" },
  ],

  create_universal_content: ["adds", "A shared block that no message holds yet."],
  clone_universal_content: ["adds", "A copy of a shared block that no message holds yet."],
  update_universal_content: [
    "edits",
    "Every message that holds the block changes, those of live flows too.",
    { when: [{ input: "definition", given: true, effects: ["publishes", "replaces"] }] },
  ],
  delete_universal_content: ["deletes", "The shared block is gone for every template that holds it."],

  upload_image_from_url: ["adds", "A new image, which Klaviyo fetches from that address."],
  upload_image_from_file: [
    "adds",
    "A file of this computer becomes an image that is open to everybody who has its url.",
    { asks: true },
  ],
  update_image: ["edits", "Its name, and whether the library lists it; messages go on showing it."],

  create_translation: ["adds", "A set of languages for a message or block, with no text of its own yet."],
  update_translation: [
    "replaces",
    "Translated texts and languages are overwritten, those of live flow messages too.",
  ],
  delete_translation: ["deletes", "All translated texts are gone."],

  update_review: [
    "edits",
    "Shoppers see it on the website, or see it no more; the writer can be told of a rejection.",
    {
      when: [
        { input: "status.value", equals: ["published", "featured"], effects: ["publishes"] },
        { input: "status.value", otherThan: ["published", "featured"], effects: ["stops"] },
      ],
    },
  ],
};
