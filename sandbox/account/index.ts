import type { Resource } from "../resource.ts";
import { drawAudiences, seedLists } from "./audiences.ts";
import { seedBrand } from "./brand.ts";
import { growTree } from "./campaign-tree.ts";
import { seedCampaigns } from "./campaigns.ts";
import { drawProducts, seedCatalog } from "./catalog.ts";
import { Clock } from "./clock.ts";
import { summarizePerson } from "./consent.ts";
import { seedContent, seedTranslations } from "./content.ts";
import { copyTemplates } from "./copies.ts";
import { seedCoupons } from "./coupons.ts";
import { seedDevices } from "./devices.ts";
import { linkExamples, seedExamples } from "./examples.ts";
import { linkTriggers, seedFlows } from "./flows.ts";
import { seedForms } from "./forms.ts";
import { seedImports } from "./imports.ts";
import { Journal } from "./journal.ts";
import { seedLate } from "./late.ts";
import { seedMeasures } from "./measures.ts";
import { seedMetrics } from "./metrics.ts";
import { seedObjects } from "./objects.ts";
import { seedOrganization } from "./organization.ts";
import { drawPeople, toProfiles } from "./profiles.ts";
import { seedReviews } from "./reviews.ts";
import { seedSegments } from "./segments.ts";
import { PostOffice } from "./sending.ts";
import { seedSettings } from "./settings.ts";
import { Shop } from "./shopping.ts";
import { seedTags } from "./tags.ts";
import { seedTemplates } from "./templates.ts";
import { seedWebhooks } from "./webhooks.ts";

const EVENTS = 5000;

/**
 * The whole account of the shop Northwind Outfitters: the same for every `now` of one UTC day, and with the same ids on
 * every day. It is told as a story, so that its parts agree: people join lists, shop, and get messages; figures,
 * segments and profiles follow from the events of that.
 */
export function seedAccount(now: Date): Resource[] {
  const clock = new Clock(now);
  const people = drawPeople(clock);
  const products = drawProducts();
  const templates = seedTemplates(products, clock);
  const metrics = seedMetrics(clock);
  const journal = new Journal(clock);
  const audiences = drawAudiences(people, journal);
  const shop = new Shop(journal, people, products);
  const post = new PostOffice(journal, shop);
  const campaigns = seedCampaigns(audiences, templates, post, clock);
  const flows = seedFlows({ people, audiences, templates, post, clock });
  shop.openDoors(EVENTS * 0.9);
  shop.fillUp(EVENTS);
  const later = new PostOffice(journal, shop, "late");
  const late = seedLate({ people, audiences, templates, post: later, clock, journal, products });
  const lists = seedLists(audiences, clock);
  const segments = seedSegments(people, clock);
  linkTriggers([...flows, ...late], [...lists, ...metrics]);
  const organization = seedOrganization();
  const content = seedContent(clock);
  const copies = copyTemplates([...campaigns, ...flows, ...late], templates);
  const tree = growTree([...campaigns, ...late]);
  const seeded = [
    organization,
    ...toProfiles(people, (person) => summarizePerson(person, clock)),
    ...seedImports(people, clock),
    ...lists,
    ...segments,
    ...campaigns,
    ...tree,
    ...flows,
    ...late,
    ...metrics,
    ...seedMeasures(clock),
    ...journal.toResources(),
    ...templates,
    ...copies,
    ...seedCatalog(products, clock),
    ...seedTags([...campaigns, ...flows, ...lists, ...segments, ...late]),
    ...seedCoupons(people, clock),
    ...seedWebhooks(clock),
    ...seedForms(clock),
    ...seedReviews(products, clock),
    ...content,
    ...seedTranslations([...templates, ...content, ...flows, ...tree, ...late], clock),
    ...seedBrand(content),
    ...seedDevices(people, clock),
    ...seedObjects(clock),
    ...seedSettings(organization, clock),
  ];
  const examples = seedExamples(seeded);
  linkExamples(examples, [...seeded, ...examples]);
  return [...seeded, ...examples];
}
