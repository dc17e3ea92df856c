/**
 * What marketers and shops call a thing → the words that Klaviyo's operations have for it. Reviewed by hand: a line
 * stands here because people say it, never because one question needs it. `?` behind a word: it is likely, not sure;
 * `=` before the meaning: the words themselves say nothing more.
 */
export const WORDS: Readonly<Record<string, string>> = {
  // What is to be done
  "show, see, view, read, fetch, look up, find, search, browse, retrieve, check, pull, tell, which, what, how many, who, is, are, does, has, details, overview, inspect":
    "= get",
  "make, new, set up, build, write, insert, start a, design, draft a, define, register, compose, open a, introduce, store, save":
    "create",
  "change, edit, rename, modify, set, adjust, fix, correct, switch, replace, turn, move, rewrite, revise, tweak, swap, give, archive, unarchive, restore, mark, unlist, hide, amend, extend, rotate, reorder, feature, increase, lower, raise, instead of, rather than, shorten, lengthen, let expire, expire, longer, shorter, use another":
    "update",
  "remove, erase, throw away, throw out, bin, ditch, kill, close down, take away, scrap, get rid of, no longer need, nobody uses, not needed, do away, drop, wipe, trash, discard, clean up, revoke":
    "delete remove",
  delete: "delete remove?",
  "take off, take out, kick, pull out of, detach, unlink": "remove delete?",
  "exclude, leave out": "update? remove?",
  "untag, unlabel, take the tag off, take label off": "remove tag from",
  "put, attach, append, place, assign": "add",
  add: "add create",
  "copy, duplicate, replicate, reuse": "clone",
  generate: "create",
  "many, batch, mass, hundreds, thousands, thousand, at once, in one go, csv, spreadsheet, backfill, multiple, all at once, en masse":
    "bulk",
  "load, import, sync, upload": "bulk? create? import?",
  "two accounts, two profiles, in there twice, combine, dedupe, deduplicate, duplicate profiles, duplicate contacts, duplicate customers, same person, same customer, duplicates of, duplicates, doubled, twice in":
    "merge profiles",
  "stop, abort, halt, call off": "cancel",
  "go live, put live, live, launch, activate, enable, take live, switch to live": "publish update? status?",
  "pause, deactivate, disable, switch off, turn off, turn on, switch on, resume, unpause, put on hold, stop automation":
    "update status",
  "deactivate form, deactivate popup, deactivate newsletter popup, disable form, disable popup, turn off popup, turn off form, pause form, pause popup, take offline, take down, offline, unpublish, take off the site, take off site":
    "unpublish",
  "connected to, linked to, belongs to, belong to, associated with": "for",
  "link, connect, relate, associate, relation": "relationship create",
  "progress, finished, done, completed, still running, status of job, import status, job status, queue, generated yet, created yet, uploaded yet, imported yet, deleted yet, through, ended, over yet, is through, come through, how far, succeed, succeeded, successful, go through, went through, ready yet, stuck":
    "job get",
  "failed, fail, failures, errors, went wrong, bad rows, skipped": "errors get",
  "rejected rows, rows rejected, rows failed, rows fail, rows import, import rejected, import failed, import errors, contacts rejected, rows skipped, were not imported, not imported, did not make it, didn t make it, did not arrive, left out import":
    "get errors for bulk import profiles job",
  "preview, personalised preview, rendered, how looks, looks for, look like, looks like, filled in, with data of":
    "preview? render template?",
  "by id, single, one particular, this one": "get",

  // People and consent
  "customer, contact, person, people, shopper, somebody, someone, subscriber, member, user, users, lead, buyer, shoppers, visitor, patron, audience member, addressee, recipient, client, everyone":
    "profile?",
  "find a customer, look up customer, look up person, find contact, find person, find subscriber, by email, by phone, with email, with phone, person phone number, customer phone number, behind phone number, whose phone number, whose email, behind email":
    "get profiles",
  "upsert, create or update, add or update, otherwise update, or update, if new, if not there, identify":
    "create or update profile",
  "upload contacts, import contacts, import customers, import subscribers, contact import, import csv, import list, import people, migrate contacts, contact upload":
    "bulk import profiles",
  "import job, upload done, import done, is import, import finished": "bulk import profiles job get",
  "custom property, custom properties, custom field, contact attribute, profile field, person attribute":
    "profile? update? properties?",
  "consented, agreed, opt, opt in, sign up, signed up, consent, permission, resubscribe, double opt in, marketing consent, wants texts again, wants our again, wants again, wants emails, wants to receive, wants newsletter, asked to receive, agreed to receive":
    "subscribe profiles? bulk?",
  "opt out, opted out, unsubscribe, revoke consent, withdraw consent, stop mailing people, stop sending sms, stop sending texts, stop sending text, stop sending emails to, stop sending mails to, stop sending him, stop sending her, stop sending them, stop texting, no more texts, no more sms, no more emails, no longer wants, does not want, doesn t want":
    "unsubscribe profiles? bulk?",
  "stop marketing, stop all marketing, stop all emails, complainer, complained, do not mail, do not contact, do not email, blocklist, blacklist, suppression list, suppression, block, stop emailing, never email, never contact, never mail, never text, never write, must not get, should not get, not email, hard bounces, bounced addresses, mute, ban":
    "suppress profiles bulk",
  "allow again, whitelist, unban, take off suppression, unblock, blocked address, reactivate, lift suppression, remove suppression, remove from suppression, unblacklist, receive again, get again, emails again, email again, emailed again, mailable again, blocked by mistake, suppressed by mistake":
    "unsuppress profiles bulk",
  "who is suppressed, who are suppressed, who is blocked, who bounced, who hard bounced, who hard bounces, who bounces, who complained, suppressed profiles, suppressed people, suppressed contacts, how many suppressed":
    "= get profiles",
  "anonymize, anonymise, purge, dsar, erasure, gdpr, ccpa, right to be forgotten, forget, privacy, data erasure, erase data, erase customer, personal data, delete customer, delete contact, delete person, delete profile, delete subscriber, delete data, remove permanently, data subject":
    "request profile deletion data privacy",
  "text, texts, text message, text messages, sms, sms message": "= message?",
  "subscribed to, is subscribed, are subscribed, who can we text, who can we email, who can we mail, reachable by, who is subscribed, who subscribed, who has consent":
    "= get profiles",
  "devices, handset, phone app, mobile app, app user, app users, app notification, app notifications, iphone, android, device, device token, mobile device, app push, push notification, push subscription, fcm, apns":
    "push token",
  "chat, inbox, helpdesk, support thread, chat history, dms": "conversation",
  "reply, respond, answer, write back, support question, answer back, text back, message a customer, message customer, support message":
    "create conversation message",
  "lists of customer, lists is on, lists on, lists a profile": "lists for profile",

  // Lists, segments
  "mailing list, opt in list, newsletter subscribers, newsletter list, subscriber list, distribution list, email list":
    "list",
  "kick off list, take off list, take off from list, remove from list, drop from list, off the list, out of list":
    "remove profiles from list",
  "without unsubscribing, without unsubscribe, keep consent, keep subscribed, still subscribed":
    "= profiles?",
  "members of, people in, who is in, who is on, contacts in": "get profiles for",
  "group of people, group of buyers, group of shoppers, dynamic group, smart group, auto updating group":
    "= segment create?",
  "audience, cohort, target group, group of customers, smart list, dynamic list, customer group":
    "segment? audience?",
  "build an audience, audience of people, cohort of, haven t bought, have not bought, hasn t bought, not bought, never bought, haven t opened, have not opened, not opened, didn t open, did not open, haven t purchased, have not purchased, not purchased, haven t ordered, not ordered, non openers, inactive, lapsed, unengaged, not engaged, spent more, spent over, spent at least, bought more than, bought at least, ordered more than, more than orders, customers who never, people who never":
    "create segment",
  "joined segment, left segment, joined and left, entered segment, exited segment, members added, members removed, gained members, lost members":
    "query segment values",
  "conditions, criteria, rules, filter logic": "definition segment?",
  "segment size, size of segment, segment membership, membership, member count, members over time, segment over time, shrink, grow, growth, shrinking, growing, how fast, how big":
    "query segment values series",

  // Campaigns
  "announcement, e blast, mass email, bulk email, promotional email, product launch email, newsletter, blast, broadcast, mailing, mailshot, one off email, email send, eblast, went out, sent out":
    "campaign",
  "text message campaign, sms campaign, sms blast, email campaign, push campaign": "= campaign",
  "email, e mail, emails, mail": "= message? campaign? template?",
  "subject, subject line, preheader, preview text, from name, sender name": "message? campaign?",
  "which subject won, subject line won, best subject, last send, last sent, did send, what did we send, recently sent, sent last, sent yesterday, sent this":
    "get campaigns query? values?",
  "content of, body of": "= message? template? get?",
  "push notification in campaign, text of, campaign text, wording of": "= message campaign? get?",
  "fire off, dispatch, send it, send out, send now, send the campaign, blast out, send campaign, fire campaign, fire newsletter, release campaign, hit send":
    "send campaign",
  "revert, back to draft, unschedule, stop a send, stop the send, stop the mailing, stop the newsletter, stop the campaign, stop the email, take back, call back, pull back, recall, stop sending, abort send, cancel send, is going out, already going out, sent by mistake":
    "cancel campaign send",
  "resend, send again, remail": "clone campaign create?",
  "exclude from campaign, exclude from send, exclude from newsletter, leave out of campaign, who receives, who gets campaign, who campaign goes, goes to, recipients of, audience of campaign, campaign recipients, send to another, different segment":
    "update? campaign audience",
  "ab test, a b test, split test, split test subject, test subject, test variant, a b, variant of message, multivariate":
    "campaign variation create?",
  "how many people will, how many will, how large audience, how big audience, how large will, how big will, reach, estimated audience, audience size, estimate, recipient count, will get, will receive, how many recipients, would receive":
    "recipient estimation campaign",
  "recalculate, re estimate, recompute": "refresh",
  "later, postpone, put off, push campaign, push back, bring forward, other time, different time, different day, another day, to monday, to tuesday, to wednesday, to thursday, to friday, to saturday, to sunday, to tomorrow, delay an email, delay email, delay a campaign, move send, reschedule, send time, scheduled send, plan for":
    "schedule campaign",
  "test message, sample email, test email, test mail, send a test, send myself, proof, test send":
    "template preview send",
  "use template, apply template, set template": "assign template campaign message",

  // Flows
  "automation, automated, drip, drip campaign, sequence, series, journey, workflow, autoresponder, welcome series, nurture, winback, win back, birthday mail, birthday email, replenishment, cross sell, upsell, thank you email, follow up, followup, triggered email, triggered emails, reactivation, re engagement, reminder series, onboarding, abandoned checkout, cart abandonment, abandoned cart, cart reminder, browse abandonment, post purchase, lifecycle":
    "flow",
  "halt automation, halt emails, pause emails, halt flow, stop the flow, stop flow, stop the automation, stop the series":
    "update flow status",
  "add to flow, message to flow, text to flow, sms to flow, email to flow, email to automation, message to automation":
    "create flow action",
  "time delay, step, delay, wait, wait step, split, branch, conditional split": "flow? action",
  "wait before, wait between, delay before, delay between, wait time, days between, time between":
    "= flow action update?",
  "insert step, add a step, add step, new step, another email to flow, add an email to": "create flow action",
  "step of flow, flow email, email in flow, email of flow, email from flow, automation email, flow message":
    "flow message? action?",
  "starts when, start when, kicks off, fires, set off, triggers, start an automation, starts an automation, start automation, listen to, listens to, reacts to, react to, which flow starts, which automations start":
    "triggered flows",

  // Forms and reviews
  "popup, pop up, pop ups, popover, sign up box, signup box, newsletter box, email capture, opt in box, sign up widget, widget, exit intent, lightbox, signup form, sign up form, signup, opt in form, flyout, embed, spin to win, wheel, quiz, modal, slide out, slider, sticky bar, bar on site, banner form, subscribe form, slide in, landing form, on site, lead capture, teaser, overlay":
    "form",
  "rating, ratings, stars, star, testimonial, ugc, feedback, say about, think of, think about, said about, opinion, opinions, complaints about":
    "review",
  "moderation, moderate, approve, reject, feature review, publish review, hide review, spam":
    "update? review",
  "product review, product reviews": "= review",

  // Coupons
  "percent off, money off, price cut, promo, promotion, rebate, markdown, discount, voucher, offer": "coupon",
  "promo code, discount code, voucher code, gift code, voucher, unique voucher, gift card, promotion code, unique code, one time code, vouchers left, single use, redeem":
    "coupon code",
  vouchers: "coupon codes",
  codes: "coupon? codes",

  // Catalog
  "product, merchandise, article, goods for sale, item in shop, items in shop, shop item": "catalog item",
  "assortment, product range, whole range, our range, product list, whole catalog, entire catalog, all products":
    "bulk? catalog items",
  "product catalog, inventory feed, product to feed": "catalog items",
  "in stock, stock level, low stock, barcode, out of stock, quantity, sku, skus, variant, sizes, colours, colors of, inventory, stock, size of":
    "catalog variant",
  "collection, shelf, product group, category tree, product category, product type, department, product line, category":
    "catalog category",
  "available again, back in stock, restock, restocked, waitlist, waiting list, wait list, sold out notification, notify me, restock alert, stock alert":
    "back in stock subscription",
  "catalog sync, catalog upload, catalog import, product upload, product import, product sync, item import, upload products, import products, feed import":
    "bulk create catalog items job?",
  "is back, are back, comes back, told when back": "back in stock",

  // Events, metrics, reports
  "activity feed, did do, activity, activities, timeline, action taken, behaviour, behavior, history, recently":
    "event get",
  "log, log a, track, record a, record an, send server, server side": "create? event",
  "track event, log event, record event, send event, push event, fire event, report an event, track a custom event, track a purchase, log a purchase, record a purchase":
    "create event",
  "when mailed, was mailed, were mailed, was sent, were sent, when sent, when did send": "= get campaigns",
  "opens, clicks, clicked, opened": "query? values? series? event?",
  "views, view count, impressions, views of, times shown, submit rate, submits, form views, form performance":
    "query values",
  "who received, who got, event of type, who clicked, who opened, who bought, who asked, who requested, who viewed, who started, who abandoned, clicked yesterday":
    "event get",
  "purchase, purchases, bought, ordered, order, orders, refund, refunds, login, sign in, added to cart, viewed, checkout, transaction, page view, custom event":
    "event",
  "what do we track, do we track, do we record, kinds of actions, kinds of activity, what can we measure, kinds of events do we track, kinds of events, event types, kind of event, event type, tracked events":
    "= get metrics",
  "revenue, turnover, aov, total, sum, aggregate, average, count of, by country, by city, by product, by channel, grouped by, basket, basket size, how often":
    "query metric aggregates values?",
  "revenue chart, daily revenue, weekly revenue, monthly revenue, daily sales, sales chart, ltv, revenue per, revenue by, sales per, sales by, orders per, orders by, order value, average order value, total orders, number of orders, how many orders, how many purchases":
    "query metric aggregates",
  "perform, performing, performs, performance, effectiveness, roi, engagement, ctr, earned, brought in, report, statistics, stats, kpi, open rate, click rate, number of opens, number of clicks, responses, answers to, opens and clicks, conversion, conversion rate, bounce rate, results, how did, unsubscribe rate, deliverability, saw, submitted, submissions, per campaign, how well, won, winner, winning, best, worst, top, earn, earns, earning, made most, make money, how much money, money, better, compare, complaint rate, spam rate, spam complaint rate, unsubscribes caused, unsubscribes from campaign, unsubscribes from flow, unsubscribes per, click through, signups":
    "query values",
  "trend, weekly, daily, monthly, per day, per week, per month, over time, over the last, by day, by week, by month, history of, timeseries, time series":
    "query series aggregates?",
  "own metric, calculated metric, computed metric, derived metric": "custom metric",
  "use another event, use another metric, use a different event, use a different metric, remap":
    "update mapped metric",
  "conversion metric, counts as, standard metric, metric mapping, revenue metric, mapped metric, stands for, metric for revenue, metric is used for, used as revenue, counts towards":
    "mapped metric",
  "event property, event properties, event fields, properties of event, properties event, event carry, fields event, event have, event contain, fields does event":
    "properties for metric",

  // Content
  "mail design, email theme, html email, layout, email layout, mail layout, receipt layout, email design, design, html, drag and drop, email template":
    "template",
  "universal block, universal blocks, block of email, footer, header, footer block, header block, content block, saved block, shared block, reusable, module, building block, shared footer, shared header, snippet, saved section, shared section, global block, shared content":
    "universal content",
  "artwork, picture, pictures, visual, graphic, icon, screenshot, photo, banner, media, gif, jpg, jpeg, png, asset, media library":
    "image",
  "from url, from link, picture from url, url into, into library, upload a picture, upload a photo, upload image, add a photo, add photo, add a picture, add picture, add image, add an image, new picture, new photo, from a link, from a url, hosted image":
    "upload image url",
  "from computer, local file, from disk, my machine": "upload image file",
  "label, labelled, labels": "tag",
  "tagged with, labelled with, everything tagged, which tags, tags of, tags on": "tags for?",
  "folder, label group, group labels, taxonomy, labels in a group": "tag group",
  "external data, data into emails, live data, weather, json feed, xml feed, rss, rss feed, external feed, data feed, feed, external product feed, feed url, json, xml, blog, cms, articles into, api data, live content":
    "= web feed",

  // Account
  "utm, tracking parameters, tracking setting, link tracking, utm source, utm parameters, url parameters, google analytics":
    "tracking settings",
  "tell our server, call our server, calling our server, calling server, ping our server, pinged when, get notified, notified at, be notified, notify our server, callback, endpoint, http post, real time, our server":
    "webhook",
  "our backend, in our backend, our system": "webhook create?",
  "can subscribe to, trigger webhook, trigger a webhook, events for webhook, event topics, webhook topic":
    "webhook topics",
  "who are we, which account, account details, store name, public api key, site id, our address, company address, account settings, account name, timezone, time zone, currency, company, company name, organization, organisation, contact information, industry":
    "account get",
  "how much do we pay, sends left, sms credits, our plan, plan, usage, quota, credits, invoice, subscription plan, allowance, how many sends, can still send, emails left, texts left, left this month, credit left, monthly limit, our limit, billing":
    "billing usage",
  "logo, emblem, wordmark": "brand logo",
  "brand palette, palette, colour, color, colours, colors, hex": "brand color",
  "button, cta": "brand button",
  "social links, facebook, instagram, tiktok, social icons, social media": "brand social group",
  "tone of voice, tone, brand guidelines, how we speak, how we sound, how we write, how we talk, writing style, style of writing, brand personality":
    "brand voice",
  "from address, default sender, reply to address, sender email, sender address, email defaults":
    "brand email default",
  "another language, other languages, foreign, language, languages, locale, german, french, spanish, italian, multilingual, localise, localize, localized":
    "translation",
  "translate, translated": "create translation",
  "phone numbers we text, sending number, dedicated number, sms number, toll free, short code, long code, phone number for texting, texting, text from, numbers text from, sender id, 10dlc, sms sender, text sender, our numbers, sms numbers, which numbers, text number":
    "text messaging sender",
  "number registration, carrier registration, brand registration, verification status, register business, register number":
    "text messaging sender registration",
  "sms settings, text settings, sms setup, configure sms, set up sms, enable sms":
    "text messaging configuration create?",

  // Custom objects
  "custom object, custom objects, custom data, object, entity": "object type",
  "record of customer, records of customer, record, belong to customer, belongs to customer, customer own, customer owns":
    "object? record?",
  "add a field, add field, new field, drop a column, remove a field, remove column, new column":
    "update object schema",
  records: "object? records",
  "custom object records, records into object, object entries, load records, ingest records, push records, send records, records in, rows into, rows to, from our warehouse, from warehouse, data warehouse, our erp, our database":
    "data source records object",
  "field, fields of, fields object, columns, data model, object fields, field to object": "schema object?",
  "come from, origin, source of data, integration": "data source",
  "schema history, versions of schema, schema changed": "schema versions",
  "source columns, map columns, map source, field mapping, map fields": "source mapping update",
  "import log, sync log, ingestion, sync errors, ingest, rejected records, records rejected, records were rejected, object records were rejected, why rejected":
    "ingestion logs",
  "records fail, records failed, object fail, records missing, records not arriving, not come in, fail to come in":
    "ingestion logs",
  "object to profile, object to customer, records to profile, records to customer, link object, connect object, connect records, relate object, link records":
    "profile schema relationship create",
};
