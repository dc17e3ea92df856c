import type { Behaviour } from "../klaviyo/operation.ts";
import { updateKnowledge, writeSecret } from "./agents.ts";
import { cloneAudience, cloneCampaign, cloneMessage } from "./campaign-copies.ts";
import { changeSchedule, scheduleCampaign, scheduleMessage } from "./campaign-schedules.ts";
import {
  createAudience,
  createCampaign,
  createMessage,
  createVariation,
  deleteAudience,
  updateCampaign,
  updateDefinition,
} from "./campaign-tree.ts";
import { createEntries, createEntry, deleteEntries, updateEntries, updateEntry } from "./catalog.ts";
import { addFlowAction, changeFlowAction, deleteFlowAction } from "./flows.ts";
import {
  cloneStored,
  createForm,
  createTagGroup,
  createTranslation,
  deleteTagGroup,
  mapMetric,
  publishForm,
  updateForm,
  uploadFromFile,
  uploadFromUrl,
  writeCustomMetric,
} from "./library.ts";
import {
  addRecords,
  createObjectSchema,
  createObjectType,
  deleteRecords,
  renameRelation,
} from "./objects.ts";
import { accept, createPushToken, deletePerson, suppress } from "./people.ts";
import { listMembers } from "./resources.ts";
import { queryFigures } from "./series.ts";
import { createStored, updateStored } from "./stored.ts";

/** What single operations of the table of facts do besides what their paths say, by name, without `_beta`. */
export const named: Record<string, Behaviour> = {
  create_campaign: createCampaign,
  update_campaign: updateCampaign,
  clone_campaign: cloneCampaign,
  create_campaign_clone: cloneCampaign,
  create_campaign_audience: createAudience,
  update_campaign_audience: updateDefinition("definition"),
  delete_campaign_audience: deleteAudience,
  clone_campaign_audience: cloneAudience,
  create_campaign_message: createMessage,
  update_campaign_message: updateDefinition("_next"),
  clone_campaign_message: cloneMessage,
  create_campaign_variation: createVariation,
  update_campaign_variation: updateDefinition("definition"),
  schedule_campaign_message: scheduleMessage,
  schedule_campaign: scheduleCampaign,
  update_campaign_message_schedule: changeSchedule,

  create_catalog_variant: createEntry,
  create_catalog_category: createEntry,
  update_catalog_variant: updateEntry,
  update_catalog_category: updateEntry,
  bulk_create_catalog_items: createEntries,
  bulk_create_catalog_variants: createEntries,
  bulk_create_catalog_categories: createEntries,
  bulk_update_catalog_items: updateEntries,
  bulk_update_catalog_variants: updateEntries,
  bulk_update_catalog_categories: updateEntries,
  bulk_delete_catalog_items: deleteEntries,
  bulk_delete_catalog_variants: deleteEntries,
  bulk_delete_catalog_categories: deleteEntries,
  create_back_in_stock_subscription: accept,

  get_profile_ids_for_list: listMembers,
  get_profile_ids_for_segment: listMembers,
  bulk_suppress_profiles: suppress(true),
  bulk_unsuppress_profiles: suppress(false),
  request_profile_deletion: deletePerson,
  create_push_token: createPushToken,
  create_conversation_message: accept,

  create_data_source_record: addRecords,
  bulk_create_data_source_records: addRecords,
  bulk_delete_object_records: deleteRecords,
  create_object_type: createObjectType,
  create_object_schema: createObjectSchema,
  update_object_schema_relationship: renameRelation,
  update_profile_schema_relationship: renameRelation,

  update_flow_action: changeFlowAction,
  create_flow_action: addFlowAction,
  delete_flow_action: deleteFlowAction,

  create_form: createForm,
  update_form: updateForm,
  publish_form: publishForm("live"),
  unpublish_form: publishForm("draft"),
  upload_image_from_url: uploadFromUrl,
  upload_image_from_file: uploadFromFile,
  clone_universal_content: cloneStored,
  create_tag_group: createTagGroup,
  delete_tag_group: deleteTagGroup,
  create_translation: createTranslation,
  create_custom_metric: writeCustomMetric(createStored),
  update_custom_metric: writeCustomMetric(updateStored),
  update_mapped_metric: mapMetric,

  create_agent_secret: writeSecret,
  update_agent_secret: writeSecret,
  update_agent_knowledge: updateKnowledge,

  query_flow_series: queryFigures("flow"),
  query_form_values: queryFigures("form"),
  query_form_series: queryFigures("form"),
  query_segment_values: queryFigures("segment"),
  query_segment_series: queryFigures("segment"),
  query_customer_agent_values: queryFigures("customer-agent"),
  query_customer_agent_skill_values: queryFigures("agent-skill"),
};
