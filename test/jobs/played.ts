import { startClient } from "../client.ts";
import { Account } from "./account.ts";
import { Agent } from "./agent.ts";
import { JOB_TOKENS, type Job } from "./job.ts";

/** What a job took. */
export interface Played {
  calls: number;
  tokens: number;
  /** More than a job may take, and no text that is as long as it is. */
  over: boolean;
}

/** Plays a job with a server and an account of its own, as on a morning of its own; throws when its answer is wrong. */
export async function play(job: Job): Promise<Played> {
  const server = await startClient();
  try {
    const agent = new Agent(server.call, job.question);
    await job.run(agent, new Account(server.sandbox));
    const { calls, tokens } = agent;
    return { calls, tokens, over: tokens > JOB_TOKENS && !job.isText };
  } finally {
    await server.close();
  }
}
