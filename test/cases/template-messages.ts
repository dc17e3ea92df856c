import type { Case, OfficialClient } from "./case.ts";

const HERO = "dmAjy2";
const UNUSED = "ywMf4w";
/** The flows that are not archived, each with the templates of its messages: copies, all of them. */
const FLOWS = `
VJvBNr mPFaC8 26o96S VrLjqB
a3ZsTT MKk4Mh 9sAfRs
2rvfCT ZF5Uyu 9SPiZE
DuoXcE uYRLyG w62cif
8fucdi dLjgCm
a8i8jf ut4a9C
qcbEZu YKjJVh XH3m9Z
moML5Y GbZk47 FCtU8p
b9QFgj sXfmzG`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

const template = (id: string) => ({
  method: "GET",
  path: `/api/templates/${id}`,
  query: { "fields[template]": "name" },
});

const sent = (id: string) => [
  template(id),
  { method: "GET", path: "/api/flows", query: { "fields[flow]": "name,status", "page[size]": "50" } },
  ...FLOWS.flatMap(([flow, ...copies]) => [
    {
      method: "GET",
      path: `/api/flows/${flow}`,
      query: { "additional-fields[flow]": "definition", "fields[flow]": "name,definition" },
    },
    ...copies.map(template),
  ]),
];

const officially =
  (id: string) =>
  async ({ flows, templates }: OfficialClient) => {
    const name = (one: string) => templates.getTemplate(one, { fieldsTemplate: ["name"] });
    await name(id);
    await flows.getFlows({ fieldsFlow: ["name", "status"], pageSize: 50 });
    for (const [flow = "", ...copies] of FLOWS) {
      await flows.getFlow(flow, { additionalFieldsFlow: ["definition"], fieldsFlow: ["name", "definition"] });
      for (const copy of copies) await name(copy);
    }
  };

/** A message has a copy of its template, which keeps the name: each is looked at. */
export const templateMessagesCases: readonly Case[] = [
  {
    tool: "get_messages_for_template",
    name: "one that a flow has a copy of",
    args: { template_id: HERO },
    sent: sent(HERO),
    official: officially(HERO),
    reads: { data: [{ flow_id: "VJvBNr", flow: "Welcome Series", message_id: "GaqEhz", copy_id: "mPFaC8" }] },
  },
  {
    tool: "get_messages_for_template",
    name: "one that no flow has",
    args: { template_id: UNUSED },
    sent: sent(UNUSED),
    official: officially(UNUSED),
    reads: { data: [], hint: "No flow that is not archived has a message with it." },
  },
];
