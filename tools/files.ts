import { z } from "zod";
import { indirect, section } from "../src/tool/declare.ts";
import { READS } from "../src/tool/effects.ts";
import { flag, freeObject, nonEmptyText, text } from "./params.ts";
import { words } from "./words.ts";

/** What reads and writes files: there only where a person allows a folder. */
export const files = section("files", {
  export_collection: indirect({
    title: "Export to a file",
    description:
      'Writes all that an operation lists to a new file in the folder that the person allowed, as .csv or .jsonl. E.g. name get_profiles, file "profiles.csv", columns ["email","properties.tier"].',
    inputSchema: {
      name: nonEmptyText,
      arguments: freeObject.optional(),
      file: nonEmptyText,
      columns: z.array(z.string()).min(1).optional(),
    },
    judgement: READS,
    runs: "export",
    deadPaths: [],
  }),

  upload_image_from_file: words({
    title: "Upload an image",
    does: "Puts an image of the allowed folder (JPEG, PNG or GIF, up to 5 MB) into Klaviyo's library; its url is open to everybody.",
    inputSchema: { file: nonEmptyText, name: text, hidden: flag },
    settledBy: "get_images",
  }),
});
