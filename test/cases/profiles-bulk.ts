import type { Case } from "./case.ts";

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const NEWSLETTER = "Y6nRLr";
// The sandbox's import from before, in which two of forty rows failed.
const JOB = "01K9FB7RZT4YQ2M6XW8CVD5HNE";

/** Imports of profiles and what became of them. */
export const profilesBulkCases: readonly Case[] = [
  {
    tool: "bulk_import_profiles",
    name: "the smallest valid call",
    args: { profiles: [{ email: "import+1@example.com" }] },
    sent: {
      method: "POST",
      path: "/api/profile-bulk-import-jobs",
      body: {
        data: {
          type: "profile-bulk-import-job",
          attributes: {
            profiles: { data: [{ type: "profile", attributes: { email: "import+1@example.com" } }] },
          },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.bulkImportProfiles({
        data: {
          type: "profile-bulk-import-job",
          attributes: {
            profiles: { data: [{ type: "profile", attributes: { email: "import+1@example.com" } }] },
          },
        },
      }),
    reads: { data: { status: "queued", total_count: 1 } },
  },
  {
    tool: "bulk_import_profiles",
    name: "every argument but unset_properties",
    args: {
      profiles: [
        {
          profile_id: SARAH,
          first_name: "Sára",
          location: { city: "Québec", latitude: 46.8139, timezone: "America/Toronto" },
          properties: { "Loyalty Tier": "Gold", isVip: true },
          append_properties: { "Favorite Categories": "Climbing" },
          unappend_properties: { "Favorite Categories": "Packs" },
        },
        { phone_number: "+15552018888", external_id: "crm/4712", last_name: "O’Neil" },
      ],
      list_id: NEWSLETTER,
    },
    sent: {
      method: "POST",
      path: "/api/profile-bulk-import-jobs",
      body: {
        data: {
          type: "profile-bulk-import-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  id: SARAH,
                  attributes: {
                    first_name: "Sára",
                    location: { city: "Québec", latitude: 46.8139, timezone: "America/Toronto" },
                    properties: { "Loyalty Tier": "Gold", isVip: true },
                  },
                  meta: {
                    patch_properties: {
                      append: { "Favorite Categories": "Climbing" },
                      unappend: { "Favorite Categories": "Packs" },
                    },
                  },
                },
                {
                  type: "profile",
                  attributes: { phone_number: "+15552018888", external_id: "crm/4712", last_name: "O’Neil" },
                },
              ],
            },
          },
          relationships: { lists: { data: [{ type: "list", id: NEWSLETTER }] } },
        },
      },
    },
    official: ({ profiles }) =>
      profiles.bulkImportProfiles({
        data: {
          type: "profile-bulk-import-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  id: SARAH,
                  attributes: {
                    firstName: "Sára",
                    location: { city: "Québec", latitude: 46.8139, timezone: "America/Toronto" },
                    properties: { "Loyalty Tier": "Gold", isVip: true },
                  },
                  meta: {
                    patchProperties: {
                      append: { "Favorite Categories": "Climbing" },
                      unappend: { "Favorite Categories": "Packs" },
                    },
                  },
                },
                {
                  type: "profile",
                  attributes: { phoneNumber: "+15552018888", externalId: "crm/4712", lastName: "O’Neil" },
                },
              ],
            },
          },
          relationships: { lists: { data: [{ type: "list", id: NEWSLETTER }] } },
        },
      }),
    reads: { data: { status: "queued", total_count: 2 } },
  },
  {
    // Not held against the vendor's client: it throws on every patchProperties.unset.
    tool: "bulk_import_profiles",
    name: "properties to unset",
    args: {
      profiles: [{ email: "sarah.novak1@example.com", unset_properties: ["Birthday", "Last Survey"] }],
    },
    sent: {
      method: "POST",
      path: "/api/profile-bulk-import-jobs",
      body: {
        data: {
          type: "profile-bulk-import-job",
          attributes: {
            profiles: {
              data: [
                {
                  type: "profile",
                  attributes: { email: "sarah.novak1@example.com" },
                  meta: { patch_properties: { unset: ["Birthday", "Last Survey"] } },
                },
              ],
            },
          },
        },
      },
    },
  },
  {
    tool: "get_bulk_import_profiles_job",
    name: "the smallest valid call",
    args: { job_id: JOB },
    sent: { method: "GET", path: `/api/profile-bulk-import-jobs/${JOB}` },
    official: ({ profiles }) => profiles.getBulkImportProfilesJob(JOB),
    reads: { data: { id: JOB, status: "complete", total_count: 40, completed_count: 38, failed_count: 2 } },
  },
  {
    tool: "get_bulk_import_profiles_job",
    name: "every argument",
    args: { job_id: JOB, fields: ["status", "failed_count", "list:name"], include: ["lists"] },
    sent: {
      method: "GET",
      path: `/api/profile-bulk-import-jobs/${JOB}`,
      query: {
        include: "lists",
        "fields[profile-bulk-import-job]": "status,failed_count",
        "fields[list]": "name",
      },
    },
    official: ({ profiles }) =>
      profiles.getBulkImportProfilesJob(JOB, {
        include: ["lists"],
        fieldsProfileBulkImportJob: ["status", "failed_count"],
        fieldsList: ["name"],
      }),
    reads: { data: { status: "complete", failed_count: 2 } },
  },
  {
    tool: "get_errors_for_bulk_import_profiles_job",
    name: "the smallest valid call",
    args: { job_id: JOB },
    sent: {
      method: "GET",
      path: `/api/profile-bulk-import-jobs/${JOB}/import-errors`,
      query: {
        "fields[import-error]": "code,title,detail,source.pointer,original_payload",
        "page[size]": "20",
      },
    },
    official: ({ profiles }) =>
      profiles.getErrorsForBulkImportProfilesJob(JOB, {
        fieldsImportError: ["code", "title", "detail", "source.pointer", "original_payload"],
        pageSize: 20,
      }),
    reads: {
      data: [
        {
          detail: "Invalid email address",
          original_payload: { external_id: "6810990001", email: "no address" },
        },
        { original_payload: { external_id: "6810990002" } },
      ],
    },
  },
  {
    tool: "get_errors_for_bulk_import_profiles_job",
    name: "every argument",
    args: { job_id: JOB, fields: ["detail", "source"], page_size: 2 },
    sent: {
      method: "GET",
      path: `/api/profile-bulk-import-jobs/${JOB}/import-errors`,
      query: { "fields[import-error]": "detail,source", "page[size]": "2" },
    },
    official: ({ profiles }) =>
      profiles.getErrorsForBulkImportProfilesJob(JOB, {
        fieldsImportError: ["detail", "source"],
        pageSize: 2,
      }),
    reads: { data: [{ source: { pointer: "/data/attributes/profiles/data/38/attributes/email" } }, {}] },
  },
];
