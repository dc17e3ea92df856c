/**
 * What marketers and shops call a thing → the words that Klaviyo's operations have for it. Reviewed by hand: a line
 * stands here because people say it, never because one question needs it. `?` behind a word: it is likely, not sure;
 * `=` before the meaning: the words themselves say nothing more.
 */
export const WORDS: Readonly<Record<string, string>> = {
  // What is to be done
  "show, see, view, read, fetch, look up, find, search, browse, retrieve, check, pull, tell, which, what, how many, who, is, are, does, has, details, overview, inspect":
    "= get",
  "make, new, set up, build, write, start a, design, draft a, define, register, compose, open a, introduce, store, save":
    "create",
  "change, edit, rename, modify, set, adjust, fix, correct, switch, replace, turn, move, rewrite, revise, tweak, swap, give, archive, unarchive, restore, mark, unlist, hide, amend, extend, rotate, reorder, feature, increase, lower, raise":
    "update",
  "remove, erase, throw away, get rid of, drop, wipe, trash, discard, clean up, revoke": "delete remove",
  delete: "delete remove?",
  "take off, take out, kick, pull out of, detach, unlink, exclude": "remove delete?",
  "untag, unlabel, take the tag off, take label off": "remove tag from",
  "put, attach, append, place, assign": "add",
  add: "add create",
  "copy, duplicate, replicate, reuse": "clone",
  generate: "create",
  "many, batch, mass, hundreds, thousands, thousand, at once, in one go, csv, spreadsheet, backfill, multiple, all at once, en masse":
    "bulk",
  "load, import, sync, upload": "bulk? create? import?",
  "two accounts, two profiles, in there twice, combine, dedupe, deduplicate, duplicate profiles, duplicate contacts, duplicate customers, same person, same customer":
    "merge profiles",
  "stop, abort, halt, call off": "cancel",
  "go live, put live, live, launch, activate, enable, take live": "publish update? status?",
  "pause, deactivate, disable, switch off, turn off, turn on, switch on, resume": "update status",
  "deactivate form, deactivate popup, deactivate newsletter popup, disable form, disable popup, turn off popup, turn off form, pause form, pause popup, take offline, take down, offline, unpublish, take off the site, take off site":
    "unpublish",
  "connected to, linked to, belongs to, belong to, associated with": "for",
  "link, connect, relate, associate, relation": "relationship create",
  "progress, finished, done, completed, still running, status of job, import status, job status, queue":
    "job get",
  "failed, failures, errors, went wrong, rejected rows, bad rows": "errors get",
  "preview, personalised preview, rendered": "preview? render",
  "by id, single, one particular, this one": "get",

  // People and consent
  "customer, contact, person, people, shopper, somebody, someone, subscriber, member, user, lead, buyer, recipient, client, everyone":
    "profile?",
  "find a customer, look up customer, look up person, find contact, find person, find subscriber, by email, by phone":
    "get profiles",
  "upsert, create or update, add or update, otherwise update, or update, if new, if not there, identify":
    "create or update profile",
  "upload contacts, import contacts, import customers, import subscribers, contact import, import csv, import list, import people, migrate contacts, contact upload":
    "bulk import profiles",
  "import job, upload done, import done, is import, import finished": "bulk import profiles job get",
  "custom property, custom properties, custom field, contact attribute, profile field, person attribute":
    "profile? update? properties?",
  "consented, agreed, opt, opt in, sign up, signed up, consent, permission, resubscribe, double opt in, marketing consent":
    "subscribe profiles? bulk?",
  "opt out, opted out, unsubscribe, revoke consent, withdraw consent, stop mailing":
    "unsubscribe profiles? bulk?",
  "stop marketing, stop all marketing, stop all emails, complainer, complained, do not mail, do not contact, do not email, blocklist, blacklist, suppression list, suppression, block, stop emailing, never email, hard bounces, bounced addresses, mute, ban":
    "suppress profiles bulk",
  "allow again, whitelist, unban, take off suppression, unblock, blocked address, reactivate, lift suppression, remove suppression, remove from suppression, unblacklist, receive again":
    "unsuppress profiles bulk",
  "anonymize, anonymise, purge, dsar, erasure, gdpr, ccpa, right to be forgotten, forget, privacy, data erasure, erase data, erase customer, personal data, delete customer, delete contact, delete person, delete profile, delete subscriber, delete data, remove permanently, data subject":
    "request profile deletion data privacy",
  "devices, handset, device, device token, mobile device, app push, push notification, push subscription, fcm, apns":
    "push token",
  "chat, inbox, helpdesk, support thread, chat history, dms": "conversation",
  "reply, respond, answer, text back, message a customer, message customer, support message":
    "create conversation message",
  "lists of customer, lists is on, lists on, lists a profile": "lists for profile",

  // Lists, segments
  "mailing list, opt in list, newsletter subscribers, newsletter list, subscriber list, distribution list, email list":
    "list",
  "members of, people in, who is in, who is on, contacts in": "get profiles for",
  "audience, cohort, target group, group of customers, smart list, dynamic list, customer group":
    "segment? audience?",
  "build an audience, audience of people, cohort of": "create segment",
  "conditions, criteria, rules, filter logic": "definition segment?",
  "segment size, size of segment, member count, grow, growth, shrinking, growing, how fast, how big":
    "query segment values series",

  // Campaigns
  "newsletter, blast, broadcast, mailing, mailshot, one off email, email send, eblast, went out, sent out":
    "campaign",
  "text message campaign, sms campaign, sms blast, email campaign, push campaign": "= campaign",
  "email, e mail, emails, mail": "= message? campaign? template?",
  "subject, subject line, preheader, preview text, from name, sender name": "message? campaign?",
  "content of, body of": "= message? template? get?",
  "push notification in campaign, text of, campaign text, wording of": "= message campaign? get?",
  "fire off, dispatch, send it, send out, send now, send the campaign, blast out, send campaign":
    "send campaign",
  "revert, back to draft, unschedule, stop a send": "cancel campaign send",
  "ab test, a b test, split test, split test subject, test subject, test variant, a b, variant of message, multivariate":
    "campaign variation create?",
  "how many people will, how many will, reach, estimated audience, audience size, estimate, recipient count, will get, will receive, how many recipients, would receive":
    "recipient estimation campaign",
  "recalculate, re estimate, recompute": "refresh",
  "later, postpone, delay an email, delay email, delay a campaign, move send, reschedule, send time, scheduled send, plan for":
    "schedule campaign",
  "test message, sample email, test email, test mail, send a test, send myself, proof, test send":
    "template preview send",
  "use template, apply template, set template": "assign template campaign message",

  // Flows
  "automation, automated, drip, drip campaign, sequence, series, journey, workflow, autoresponder, welcome series, nurture, winback, win back, reactivation, re engagement, reminder series, onboarding, abandoned checkout, cart abandonment, abandoned cart, cart reminder, browse abandonment, post purchase, lifecycle":
    "flow",
  "time delay, step, delay, wait step, split, branch": "flow? action",
  "step of flow, flow email, email in flow, email of flow, email from flow, automation email, flow message":
    "flow message? action?",
  "starts when, start when, kicks off, fires, set off, triggers, start an automation, starts an automation, start automation":
    "triggered flows",

  // Forms and reviews
  "popup, pop up, popover, exit intent, lightbox, signup form, sign up form, signup, opt in form, flyout, embed, spin to win, quiz, banner form, subscribe form, slide in, landing form, on site, lead capture, teaser, overlay":
    "form",
  "rating, ratings, stars, star, testimonial, ugc, feedback": "review",
  "moderation, moderate, approve, reject, feature review, publish review, hide review, spam":
    "update? review",
  "product review, product reviews": "= review",

  // Coupons
  "promo, promotion, rebate, markdown, discount, voucher, offer": "coupon",
  "promo code, discount code, voucher code, gift code, voucher, unique voucher, gift card, promotion code, unique code, one time code, vouchers left, single use, redeem":
    "coupon code",
  vouchers: "coupon codes",
  codes: "coupon? codes",

  // Catalog
  "product, merchandise, article, goods for sale, assortment": "catalog item",
  "product catalog, inventory feed, product to feed": "catalog items",
  "out of stock, quantity, sku, skus, variant, sizes, colours, colors of, inventory, stock, size of":
    "catalog variant",
  "collection, shelf, product group, category tree, product category, product type, department, category":
    "catalog category",
  "available again, back in stock, restock, restocked, waitlist, waiting list, wait list, sold out notification, notify me, restock alert, stock alert":
    "back in stock subscription",
  "catalog sync, catalog upload, catalog import": "bulk create catalog items job",

  // Events, metrics, reports
  "activity feed, did do, activity, activities, timeline, action taken, behaviour, behavior, history, recently":
    "event get",
  "log, log a, track, record a, record an, send server, server side": "create? event",
  "opens, clicks, clicked, opened": "query? values? series? event?",
  "who received, who got, event of type, who clicked, who opened, who bought, clicked yesterday": "event get",
  "purchase, order, orders, checkout, transaction, page view, custom event": "event",
  "what do we track, kinds of events do we track, kinds of events, event types, kind of event, event type, tracked events":
    "= get metrics",
  "revenue, turnover, aov, total, sum, aggregate, average": "query metric aggregates values?",
  "revenue chart, daily revenue, weekly revenue, monthly revenue, daily sales, sales chart, ltv, revenue per, revenue by, sales per, sales by, orders per, orders by, order value, average order value, total orders, number of orders, how many orders, how many purchases":
    "query metric aggregates",
  "perform, performing, performs, performance, effectiveness, roi, engagement, ctr, earned, brought in, report, statistics, stats, kpi, open rate, click rate, number of opens, number of clicks, responses, answers to, opens and clicks, conversion, conversion rate, bounce rate, results, how did, unsubscribe rate, deliverability, saw, submitted, submissions, per campaign, how well":
    "query values",
  "trend, weekly, daily, monthly, per day, per week, per month, over time, over the last, by day, by week, by month, history of, timeseries, time series":
    "query series aggregates?",
  "own metric, calculated metric, computed metric, derived metric": "custom metric",
  "conversion metric, counts as, standard metric, metric mapping, revenue metric, mapped metric":
    "mapped metric",
  "event property, event properties, event fields, properties of event, properties event, event carry":
    "properties for metric",

  // Content
  "layout, email design, design, html, drag and drop, email template": "template",
  "universal block, universal blocks, block of email, footer, header, footer block, header block, content block, saved block, shared block, reusable, module, building block, shared footer, shared header, snippet, saved section, shared section, global block, shared content":
    "universal content",
  "artwork, picture, photo, banner, media, gif, jpg, jpeg, png, asset, media library": "image",
  "from url, from link, picture from url, url into, into library, upload a picture, upload a photo, upload image, from a link, from a url, hosted image":
    "upload image url",
  "from computer, local file, from disk, my machine": "upload image file",
  "label, labelled": "tag",
  "folder, label group, group labels, taxonomy, labels in a group": "tag group",
  "external data, data into emails, live data, weather, json feed, xml feed, rss, rss feed, external feed, data feed, feed, external product feed, feed url":
    "= web feed",

  // Account
  "utm, tracking parameters, tracking setting, link tracking, utm source, utm parameters, url parameters, google analytics":
    "tracking settings",
  "get notified, notified at, be notified, notify our server, callback, endpoint, http post, real time, our server":
    "webhook",
  "our backend, in our backend, our system": "webhook create?",
  "can subscribe to, event topics, webhook topic": "webhook topics",
  "who are we, public api key, site id, our address, company address, account settings, account name, timezone, time zone, currency, company, organization, organisation, contact information, industry":
    "account get",
  "how much do we pay, sends left, sms credits, our plan, plan, usage, quota, credits, invoice, subscription plan, allowance, how many sends":
    "billing usage",
  logo: "brand logo",
  "brand palette, palette, colour, color, hex": "brand color",
  "button, cta": "brand button",
  "social links, facebook, instagram, tiktok, social icons, social media": "brand social group",
  "tone of voice, tone, brand guidelines, wording": "brand voice",
  "from address, default sender, reply to address, sender email, sender address, email defaults":
    "brand email default",
  "another language, other languages, foreign, language, languages, locale, german, french, spanish, italian, multilingual, localise, localize, localized":
    "translation",
  translate: "create translation",
  "phone numbers we text, sending number, dedicated number, sms number, toll free, short code, long code, phone number for texting, texting, text from, sender id, 10dlc, sms sender, text sender, numbers":
    "text messaging sender",
  "number registration, carrier registration, brand registration, verification status, register business, register number":
    "text messaging sender registration",
  "sms settings, text settings, sms setup, configure sms, set up sms, enable sms":
    "text messaging configuration create?",

  // Custom objects
  "custom object, custom data, object, entity": "object type",
  "add a field, add field, new field, drop a column, remove a field, remove column, new column":
    "update object schema",
  records: "object? records",
  "custom object records, records into object, object entries, load records, ingest records":
    "data source records object",
  "field, fields of, fields object, columns, data model, object fields, field to object": "schema object?",
  "come from, origin, source of data, integration": "data source",
  "source columns, map columns, map source, field mapping, map fields": "source mapping update",
  "import log, sync log, ingestion, sync errors, ingest, rejected records, records rejected, records were rejected, object records were rejected, why rejected":
    "ingestion logs",
};
