import type { Judged } from "./entry.ts";

/** Custom objects: sources, records, types, schemas. */
export const objects: Judged = {
  create_data_source: ["adds", "A source with no records yet."],
  delete_data_source: ["deletes", "The source and what was fed through it are gone."],
  create_data_source_record: [["adds", "edits"], "A record; one with the same id is overwritten."],
  bulk_create_data_source_records: [
    ["adds", "edits"],
    "Records; those with the same ids are overwritten.",
    { counts: "data_source_records" },
  ],
  bulk_delete_object_records: ["deletes", "All these records are gone.", { counts: "object_record_ids" }],

  create_object_type: ["adds", "A new kind of object."],
  delete_object_type: ["deletes", "The kind of object and all its data are gone."],
  create_object_schema: [
    "adds",
    "A draft of a schema; an active one takes the place of that in use.",
    { when: [{ input: "status", equals: "active", effects: ["replaces"] }] },
  ],
  update_object_schema: [
    "edits",
    "Which properties records have; segments and messages that use a lost one break.",
    {
      when: [
        { input: "properties", given: true, effects: ["replaces"] },
        { input: "required", given: true, effects: ["replaces"] },
        { input: "status", given: true, effects: ["replaces"] },
      ],
    },
  ],
  update_source_mapping: [
    "replaces",
    "Properties are filled from other places; the former mapping is overwritten.",
  ],

  create_object_schema_relationship: [
    "adds",
    "A link between kinds of object.",
    { counts: "object_schemas" },
  ],
  update_object_schema_relationship: ["edits", "Another name or description of a link."],
  delete_object_schema_relationship: [
    "deletes",
    "The link is gone; segments and messages cannot follow it any more.",
    { counts: "object_schemas" },
  ],
  create_profile_schema_relationship: [
    "adds",
    "A link between people and a kind of object.",
    { counts: "profile_object_schemas" },
  ],
  update_profile_schema_relationship: ["edits", "Another name or description of a link to people."],
  delete_profile_schema_relationship: [
    "deletes",
    "The link to people is gone; segments and messages cannot follow it any more.",
    { counts: "profile_object_schemas" },
  ],
};
