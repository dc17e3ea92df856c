import { Connection } from "../../src/redis/connection.ts";
import { keysOf } from "../../src/redis/keys.ts";
import { SharedPace } from "../../src/redis/pace.ts";

// What Redis adds to a request, measured in a process of its own while everything else runs: how long a turn takes where
// no limit makes anybody wait. The url is its argument; it tells the times when it is asked.

const EVERY_MS = 20;
const [, , url = ""] = process.argv;
const times: number[] = [];

async function run(): Promise<void> {
  const keys = keysOf("the probe's");
  const link = (await Connection.connect(url, () => undefined)).link(keys("key"));
  const pace = await SharedPace.over(link, { keys, keyRate: 10_000 });
  const bucket = { name: "probe:GET /lists", rate: { burst: 1000, steady: 60_000 } };
  const signal = new AbortController().signal;
  await pace.take([bucket], { remaining: () => 60_000, signal });
  for (;;) {
    const asked = performance.now();
    await pace.take([bucket], { remaining: () => 60_000, signal });
    // While it is away it adds nothing: its part is taken from memory, and what makes that wait is the limit.
    if (!link.away) times.push(performance.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

process.on("message", () => process.send?.(times.splice(0)));
process.on("disconnect", () => process.exit());
void run();
