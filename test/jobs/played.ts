import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Started, startClient } from "../client.ts";
import { Account } from "./account.ts";
import { Agent, type Step } from "./agent.ts";
import { JOB_TOKENS, type Job } from "./job.ts";

/** What a job took. */
export interface Played {
  calls: number;
  tokens: number;
  /** More than a job may take, and no text that is as long as it is. */
  over: boolean;
  steps: readonly Step[];
}

/** What is sent by POST and changes nothing. */
const READS = /-reports$|\/metric-aggregates$|\/template-render$|-estimation-jobs$/;

/**
 * Where jobs are done: a server and an account, both new after every job that changed something, since what a session
 * may do unasked, and what it remembers, is for one conversation. A job over files or accounts has both, and a folder, for
 * itself.
 */
export class Workplace {
  #server: Started | undefined;

  /** Plays a job; throws when its answer is wrong. */
  async play(job: Job): Promise<Played> {
    if (job.files || job.accounts > 1) return this.#apart(job);
    const server = this.#server ?? (await startClient());
    this.#server = server;
    try {
      return await played(job, server, "");
    } finally {
      const changes = server.sent().some(({ method, path }) => method !== "GET" && !READS.test(path));
      if (changes) await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  async #apart({ crowd, accounts: connections, files, ...job }: Job): Promise<Played> {
    const folder = mkdtempSync(join(tmpdir(), "klaviyo-job-"));
    const server = await startClient({
      args: files ? ["--files", folder] : [],
      sandbox: { crowd, ...(connections > 1 && { connections }) },
    });
    try {
      return await played(job, server, folder);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  }
}

async function played(
  job: Pick<Job, "question" | "isText" | "run">,
  server: Started,
  folder: string,
): Promise<Played> {
  const agent = new Agent(server.call, job.question);
  await job.run(agent, new Account(server.sandbox), folder);
  const { calls, tokens, steps } = agent;
  return { calls, tokens, steps, over: tokens > JOB_TOKENS && !job.isText };
}
