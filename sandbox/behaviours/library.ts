import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { Refusal, refuseBody, refuseConflict } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readParent, type Write } from "./resources.ts";
import { createJob, store } from "./stored.ts";

interface Version extends Values {
  id?: number;
}

/** The versions of a form as resources of their own, the ones it had left behind. */
function writeVersions(call: Call, form: Resource, definition: { versions: Version[] }): void {
  const { store: all } = call;
  for (const version of all.linkedResources(form, "form-versions")) all.remove(version);
  const versions = definition.versions.map((version, index) => {
    const name = typeof version.name === "string" ? version.name : `Version ${index + 1}`;
    const kind = version.type === "full_screen" ? "full_page" : (version.type ?? "popup");
    const attributes = {
      form_type: kind,
      variation_name: name,
      ab_test: null,
      status: form.attributes.status,
    };
    const made = store(call, "form-version", {
      attributes,
      relationships: { form: { data: { type: "form", id: form.id } } },
    });
    return { ...version, id: version.id ?? made.id };
  });
  form.attributes.definition = { ...definition, versions };
}

/** A new form is a draft. */
export const createForm: Behaviour = (call) => {
  const { attributes } = readData<{ attributes: Values & { definition: { versions: Version[] } } }>(call);
  const form = store(call, "form", { attributes });
  writeVersions(call, form, attributes.definition);
  return form;
};

/** Replaces the definition of a draft as a whole. */
export const updateForm: Behaviour = (call) => {
  const form = readParent(call);
  const { attributes } = readData<{ attributes: { name?: string; definition?: { versions: Version[] } } }>(
    call,
  );
  if (attributes.definition && form.attributes.status === "live")
    throw refuseConflict("/data/attributes/definition", "The versions of a live form cannot be changed.");
  if (attributes.name) form.attributes.name = attributes.name;
  if (attributes.definition) writeVersions(call, form, attributes.definition);
  return call.store.touch(form);
};

/** Puts a form live or takes it down, which is done at once; a form with a test in it is refused. */
export function publishForm(status: "live" | "draft"): Behaviour {
  return (call) => {
    const { relationships } = readData<{ relationships: { form: { data: Link } } }>(call);
    const form = call.store.get("form", relationships.form.data.id);
    if (form.attributes.ab_test)
      throw refuseBody("/data/relationships/form", "A form with an A/B test cannot be published by API.");
    for (const one of [form, ...call.store.linkedResources(form, "form-versions")]) {
      one.attributes.status = status;
      call.store.touch(one);
    }
    const job = createJob(call) as Resource;
    job.attributes.status = "complete";
    return job;
  };
}

/** The last part of an address, without what comes after the dot. */
const stemOf = (address: string) =>
  address
    .split(/[?#]/)[0]
    ?.split("/")
    .at(-1)
    ?.replace(/\.\w+$/, "") || "image";

function addImage(call: Call, address: string, attributes: Values): Resource {
  const format =
    address
      .match(/\.(jpe?g|png|gif)\b/i)?.[1]
      ?.toLowerCase()
      .replace("jpg", "jpeg") ?? "png";
  const name = (attributes.name as string | undefined) || stemOf(address);
  return store(call, "image", {
    attributes: {
      name,
      format,
      size: 64_000,
      hidden: attributes.hidden === true || attributes.hidden === "true",
      image_url: `https://cdn.example.com/northwind/library/${encodeURIComponent(name)}.${format}`,
    },
  });
}

/** Takes an image from where it is; the sandbox goes nowhere to look. */
export const uploadFromUrl: Behaviour = (call) => {
  const { attributes } = readData<{ attributes: Values & { import_from_url: string } }>(call);
  const { import_from_url: from } = attributes;
  if (!/^(https:\/\/|data:image\/)/.test(from))
    throw refuseBody("/data/attributes/import_from_url", "import_from_url must be an https or data url.");
  return addImage(call, from.startsWith("data:") ? "image" : from, attributes);
};

/** Takes the image of a form. */
export const uploadFromFile: Behaviour = (call) => {
  const { file, ...attributes } = readData<{ attributes: Values & { file: string } }>(call).attributes;
  return addImage(call, String(file), attributes);
};

/** Copies a resource under a new name, as the body says or else as a copy. */
export const cloneStored: Behaviour = (call) => {
  const data = readData<{ id?: string; attributes: { id?: string; name?: string | null } }>(call);
  const source = call.store.get(call.operation.type, data.id ?? data.attributes.id ?? "");
  const name = data.attributes.name ?? `Clone of ${source.attributes.name}`;
  return call.store.create(
    source.type,
    { ...structuredClone(source.attributes), name },
    structuredClone(source.relationships),
  );
};

/** A translation is of one thing, by which it is found too. */
export const createTranslation: Behaviour = (call) => {
  const data = readData<Write>(call);
  const [source, ...more] = Object.values(data.relationships ?? {}).flatMap((held) => held.data);
  if (!source || more.length > 0)
    throw refuseBody("/data/relationships", "Exactly one resource to translate is required.");
  const made = store(call, "translation", data);
  Object.assign(made.attributes, { _resource_type: source.type, _resource_id: source.id });
  return made;
};

/** A group's name is its own; there is one default group. */
export const createTagGroup: Behaviour = (call) => {
  const { attributes } = readData<Write & { attributes: { name: string; exclusive?: boolean | null } }>(call);
  const isTaken = call.store.all("tag-group").some((group) => group.attributes.name === attributes.name);
  if (isTaken)
    throw refuseConflict("/data/attributes/name", `A tag group named ${attributes.name} already exists.`);
  return store(call, "tag-group", {
    attributes: { name: attributes.name, exclusive: attributes.exclusive ?? false, default: false },
  });
};

/** Deletes a group with its tags; the default one stays. */
export const deleteTagGroup: Behaviour = (call) => {
  const group = readParent(call);
  if (group.attributes.default)
    throw new Refusal(400, [{ detail: "The default tag group cannot be deleted." }]);
  for (const tag of call.store.linkedResources(group, "tags")) call.store.remove(tag);
  call.store.remove(group);
  return undefined;
};

/** A custom metric is linked to the metrics that its definition counts. */
export function writeCustomMetric(write: Behaviour): Behaviour {
  return (call) => {
    const made = write(call) as Resource;
    const { metric_groups = [] } = (made.attributes.definition ?? {}) as {
      metric_groups?: { metric_id: string }[];
    };
    metric_groups.forEach(({ metric_id }, index) => {
      if (!call.store.find("metric", metric_id))
        throw refuseBody(
          `/data/attributes/definition/metric_groups/${index}/metric_id`,
          `A metric with id ${metric_id} does not exist.`,
        );
    });
    made.relationships.metrics = metric_groups.map(({ metric_id }) => ({ type: "metric", id: metric_id }));
    return made;
  };
}

/** What a mapped metric stands for is one metric, of the account or made for it. */
export const mapMetric: Behaviour = (call) => {
  const mapped = readParent(call);
  const { relationships = {} } = readData<Write>(call);
  const [[name, held] = ["", { data: [] }]] = Object.entries(relationships);
  const link = [held.data].flat()[0];
  if (!link || Object.keys(relationships).length !== 1)
    throw refuseBody("/data/relationships", "Either a metric or a custom metric is required.");
  if (!call.store.find(link.type, link.id))
    throw refuseBody(`/data/relationships/${name}`, `A ${link.type} with id ${link.id} does not exist.`);
  mapped.relationships = { metric: null, "custom-metric": null, [name]: { type: link.type, id: link.id } };
  return call.store.touch(mapped);
};
