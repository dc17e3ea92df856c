import { TOKEN_MS } from "../../src/ask/tokens.ts";
import { OPTIONS } from "../../src/config/options.ts";
import { GRACE_MS } from "../../src/redis/alone.ts";
import { UNHEARD_MEMBERS } from "../../src/redis/pace.ts";
import { GONE_MS, HEAL_MS } from "../../src/redis/scripts.ts";
import measured from "../../test/scale/measured.json" with { type: "json" };

/** What docs/scale.md says of several servers: constants of the code, and what `npm run test:scale -- --record` found. */
export function replicasSection(): string {
  const { maton, faults, one, two, cores, keyRate } = measured;
  return `## Several servers

\`${OPTIONS.redisUrl.env}\` names a Redis 7 or Valkey 8, and whatever servers are given the same one share what is of one Maton key: the limits of the key and of each operation and account, exactly, by Redis' clock; confirmations, for ${seconds(TOKEN_MS)}, each good once at whichever server its caller reaches; what may change unasked; reports; closures after a 429. [What stands there](privacy.md#what-stands-in-redis) can be read only with the Maton key. Unset, nothing of it is loaded.

| \`${OPTIONS.redisUrl.env}\` | |
|---|---|
| \`redis://127.0.0.1:6379\` | one server; \`/2\` behind it is its database 2 |
| \`redis://klaviyo-mcp:password@redis.internal:6379\` | with a user, or a password alone (\`redis://:password@…\`); all but letters and digits is percent-encoded in both |
| \`rediss://klaviyo-mcp:password@redis.internal:6380\` | over TLS; an authority of your own stands in a file that \`NODE_EXTRA_CA_CERTS\` names where the server is started |
| \`redis://node-1:6379,redis://node-2:6379\` | a cluster, by one or some of its nodes: one tells of the others, and some are for when it is down. User, password and TLS are those of the first; a cluster has no numbered databases |

A user of Redis who may do this and no more is made there by \`ACL SETUSER klaviyo-mcp on >PASSWORD ~klaviyo-mcp:* +@read +@write +@connection -@dangerous +eval +evalsha +time +info +cluster|slots +cluster|info\`. A user, password, certificate or database that Redis refuses ends the start with what to set. Where that comes later, as with a password that was changed, it is said in the log, counts as away, and mends when it is right again.

In a cluster all that is of one Maton key stands on one node, keys are spread over all nodes, and a slot that is moved is followed. A node that is gone takes away the keys that it carried and no others, where the cluster has \`cluster-require-full-coverage no\`; with \`yes\`, which is the default, all of them. A replica that takes its place, or its own return, brings them back.

Sessions stay on the server that they began on. [\`deploy/nginx.conf\`](../deploy/nginx.conf) draws the id of a session and sends its requests by it, and a server that has a Redis takes that id from \`X-Session-Id\`. A server that goes or comes costs the clients whose sessions move one new \`initialize\`; what they agreed to before holds. [\`deploy/compose.yaml\`](../deploy/compose.yaml) is two servers, nginx and Valkey. \`npm run test:deploy\` brings it up by its one command: callers keep their sessions, one server is killed and Valkey restarted between what is asked and what is agreed to, each change is made once, and all are well and end when told. Where no Docker answers, it starts Debian's in a network of its own, and images made of Debian's packages stand in for those of nginx, Valkey and Node.

While Redis is away, reads go on: after ${seconds(GRACE_MS)} each server sends an equal part of every limit, and of what a minute or a day had left (a quarter before it first heard how many share: ${UNHEARD_MEMBERS} are assumed). A change that would ask is refused with the reason, and the budget of unasked changes counts as spent. It heals by itself: all begin again at the same moment, ${seconds(HEAL_MS)} after Redis is back. A server that says nothing for ${seconds(GONE_MS)} is counted no more. One that alone has lost Redis goes on with its part while the others use the whole: a 429 corrects that.

Measured by \`npm run test:scale -- --record\`, everything on ${cores} cores of one machine, a gateway that answers at once:

| | |
|---|--:|
| three servers, thirty callers, ${OPTIONS.keyRate.default} requests a second of the key: share of it used | ${percent(maton.used)} |
| added by Redis to a request there, median | ${maton.addedP50.toFixed(1)} ms |
| added by Redis to a request there, 99th percentile | ${maton.addedP99.toFixed(1)} ms |
| calls with a server killed, Redis stopped and started, nginx reloaded, at ${keyRate} requests a second | ${number(faults.calls)} in ${faults.seconds} s |
| answers lost, changes lost, made twice or of another account, windows over their limit | 0 |
| share of the rate used between faults, at least | ${percent(Math.min(1, faults.used))} |
| sessions that thirty callers began | ${faults.sessions} |
| calls a second without a limit, one server | ${number(one)} |
| calls a second without a limit, two servers | ${number(two)} |

Two servers beside callers, gateway, nginx and Redis on ${cores} cores have no more of them than one has: that they serve no faster here says nothing of machines of their own. One server is far from what ${OPTIONS.keyRate.default} requests a second of a key need; several are for the one that fails, not for speed. Towards a thousand callers the key is the limit: thirty callers share ${OPTIONS.keyRate.default} requests a second, a thousand would each have one in ${number(1000 / Number(OPTIONS.keyRate.default))} seconds, so that they need keys of their own (\`--caller-keys\`, or \`key\` in the file of \`--team\`), each of which has its own place in a cluster of Redis; sessions, of which a server keeps a bounded number, want more servers in \`deploy/nginx.conf\`; and each key in use costs each server one request to Redis a second.
`;
}

const seconds = (ms: number) => (ms >= 60_000 ? `${ms / 60_000} minutes` : `${ms / 1000} s`);
const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
const number = (value: number) => value.toLocaleString("en-US");
