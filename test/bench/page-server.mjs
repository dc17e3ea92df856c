// Answers every request with the same bytes: the page that a call is measured on. argv: the file that holds it.
import { readFileSync } from "node:fs";
import http from "node:http";

const page = readFileSync(process.argv[2]);
const connections = JSON.stringify({
  connections: [
    { connection_id: "one", status: "ACTIVE", creation_time: "2026-01-01T00:00:00Z", app: "klaviyo" },
  ],
});

const server = http.createServer((request, response) => {
  request.resume();
  if (request.url?.startsWith("/connections")) {
    response.writeHead(200, { "content-type": "application/json" }).end(connections);
    return;
  }
  response
    .writeHead(200, { "content-type": "application/vnd.api+json", "content-length": page.length })
    .end(page);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
