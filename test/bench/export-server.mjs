// A gateway with so many profiles or events, which came evenly, each page after so many milliseconds; /asked tells when
// each was asked for. argv: how many, milliseconds.
import http from "node:http";

const [total, delay] = process.argv.slice(2).map(Number);
const STEP = 400_000;
/** They come to this day, in whole seconds. */
const FIRST = Math.floor((Date.now() - total * STEP) / 1000) * 1000;
const CLAUSE = /(greater|less)-(than|or-equal)\(\w+,([^)]+)\)/g;
const connections = JSON.stringify({
  connections: [
    { connection_id: "one", status: "ACTIVE", creation_time: "2026-01-01T00:00:00Z", app: "klaviyo" },
  ],
});
const note = "x".repeat(200);
const asked = [];

/** The places that a filter selects: from the first on, to the one before the end. */
function selected(filter) {
  let [first, end] = [0, total];
  for (const [, side, bound, text] of filter.matchAll(CLAUSE)) {
    const place = (Date.parse(text) - FIRST) / STEP;
    if (side === "greater")
      first = Math.max(first, bound === "than" ? Math.floor(place) + 1 : Math.ceil(place));
    else end = Math.min(end, bound === "than" ? Math.ceil(place) : Math.floor(place) + 1);
  }
  return [first, Math.max(first, end)];
}

function page(path, query) {
  const [first, end] = selected(query.get("filter") ?? "");
  const from = first + Number(query.get("page[cursor]") ?? 0);
  const until = Math.min(end, from + Number(query.get("page[size]") ?? 20));
  const isEvents = path.endsWith("events");
  const data = Array.from({ length: Math.max(0, until - from) }, (_, at) => {
    const date = new Date(FIRST + (from + at) * STEP).toISOString();
    const id = `I${from + at}`;
    return isEvents
      ? { type: "event", id, attributes: { datetime: date, event_properties: { value: at, note } } }
      : {
          type: "profile",
          id,
          attributes: { email: `${id}@example.com`, created: date, properties: { note } },
        };
  });
  const next = until < end ? `https://a.klaviyo.com${path}?page%5Bcursor%5D=${until - first}` : null;
  return JSON.stringify({ data, links: { next } });
}

const server = http.createServer((request, response) => {
  request.resume();
  const { pathname, searchParams } = new URL(request.url, "http://127.0.0.1");
  const send = (body, type) => response.writeHead(200, { "content-type": type }).end(body);
  if (pathname === "/asked") return send(JSON.stringify(asked), "application/json");
  if (pathname.startsWith("/connections")) return send(connections, "application/json");
  if (!/\/(profiles|events)$/.test(pathname)) return send('{"data":[]}', "application/vnd.api+json");
  asked.push(performance.now());
  const body = page(pathname.replace(/^\/klaviyo/, ""), searchParams);
  setTimeout(send, delay, body, "application/vnd.api+json");
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
