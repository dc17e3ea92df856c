import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";

const SOURCE = "01JDS0RC0A7X3M5Q9T2W4Y6Z8C";
const RENTAL = "01J0BJTY0A7X3M5Q9T2W4Y6Z8C";
const SHOP = "01J0BJTY0B7X3M5Q9T2W4Y6Z8C";

const PROPERTIES = [
  { id: 1, name: "rental_id", type: "string", description: "Number on the slip" },
  { id: 2, name: "item", type: "string", description: "What was lent" },
  { id: 3, name: "due", type: "timestamp", description: "When it is to be back" },
];

const RENTALS = ["Harbor 2-Person Tent", "Fjord Trekking Pack", "Tundra Down Quilt"];

/** What the shop lends, as objects of its own beside the profiles. */
export function seedObjects(clock: Clock): Resource[] {
  const stamps = { created_at: toIso(clock.daysAgo(140)), updated_at: toIso(clock.daysAgo(9)) };
  const words = { title: "Rental", description: "Gear that is lent for a weekend", visibility: "private" };
  const schema = (id: string, status: string, published_at: string | null) =>
    made(
      "object-schema",
      id,
      { ...words, status, properties: PROPERTIES, required: ["rental_id"], published_at },
      {
        "source-mapping": linkTo("source-mapping", "01JSRCMP0A7X3M5Q9T2W4Y6Z8C"),
        "object-schemas": [linkTo("object-schema", "01J0BJSC0C7X3M5Q9T2W4Y6Z8C")],
        "profile-object-schemas": [linkTo("profile-object-schema", "01JPR0SC0A7X3M5Q9T2W4Y6Z8C")],
      },
    );
  const records = RENTALS.map((item, index) =>
    made("object-record", `01J0BJRC0${index}7X3M5Q9T2W4Y6Z8C`, {
      record_properties: { rental_id: `R-10${index}`, item, due: toIso(clock.daysAgo(-3 - index)) },
    }),
  );
  const toRecord = ({ type, id }: Resource) => linkTo(type, id);
  return [
    made("data-source", SOURCE, {
      title: "Rental desk",
      description: "The desk's own database, sent every night",
      visibility: "private",
      namespace: "rental-desk",
    }),
    made(
      "object-type",
      RENTAL,
      {
        title: "Rental",
        description: words.description,
        status: "active",
        namespace: "rental-desk",
        ...stamps,
      },
      {
        "current-schema": linkTo("object-schema", "01J0BJSC0A7X3M5Q9T2W4Y6Z8C"),
        "draft-schema": linkTo("object-schema", "01J0BJSC0B7X3M5Q9T2W4Y6Z8C"),
        "schema-versions": ["A", "B"].map((at) => linkTo("object-schema", `01J0BJSC0${at}7X3M5Q9T2W4Y6Z8C`)),
        "object-types": [linkTo("object-type", SHOP)],
        "profile-object-types": [linkTo("profile-object-type", "01JPR0TY0A7X3M5Q9T2W4Y6Z8C")],
        "object-records": records.map(toRecord),
      },
    ),
    made("object-type", SHOP, {
      title: "Store",
      description: "Where gear is lent",
      status: "draft",
      namespace: "rental-desk",
      ...stamps,
    }),
    schema("01J0BJSC0A7X3M5Q9T2W4Y6Z8C", "active", toIso(clock.daysAgo(100))),
    schema("01J0BJSC0B7X3M5Q9T2W4Y6Z8C", "draft", null),
    made("object-schema", "01J0BJSC0C7X3M5Q9T2W4Y6Z8C", {
      ...words,
      title: "Store",
      status: "draft",
      properties: PROPERTIES.slice(0, 1),
      required: [],
      published_at: null,
    }),
    made("source-mapping", "01JSRCMP0A7X3M5Q9T2W4Y6Z8C", {
      property_mappings: PROPERTIES.map(({ id, name }) => ({
        id,
        type: "simple",
        source_id: SOURCE,
        path: name,
      })),
      relationship_mappings: [],
    }),
    made("profile-object-type", "01JPR0TY0A7X3M5Q9T2W4Y6Z8C", {}),
    made("profile-object-schema", "01JPR0SC0A7X3M5Q9T2W4Y6Z8C", {}),
    ...records,
    made(
      "object-ingestion-log",
      "01J0BJLG0A7X3M5Q9T2W4Y6Z8C",
      {
        status: "error",
        event_type: "validation_error",
        timestamp: toIso(clock.daysAgo(8)),
        summary: "1 of 3 records has no rental_id",
        errors: [
          { code: "missing", message: "rental_id is required", property: "rental_id", invalid_value: null },
        ],
      },
      {
        "object-type": linkTo("object-type", RENTAL),
        "object-record": records[2] ? toRecord(records[2]) : null,
      },
    ),
  ];
}
