import type { Account } from "./account.ts";
import type { Agent } from "./agent.ts";

/** Tokens of answers that a job may take (o200k). */
export const JOB_TOKENS = 3000;

/** The jobs up to this number are those that all that may be called and read is counted of. */
export const COUNTED = 25;
export const ALL_CALLS = 50;
export const ALL_TOKENS = 30_000;

/** Something a marketer wants, as a scripted agent does it. */
export interface Job {
  /** Its number in the table. */
  number: number;
  /** What the person says, names and addresses included. */
  question: string;
  /** The answer is one text, such as the body of a template: it may take more than the budget. */
  isText: boolean;
  /** How much there is to read hangs on the day: the weeks of a quarter, say. */
  varies: boolean;
  /** It needs a folder that the person allowed. */
  files: boolean;
  /** So many people more than the account's story tells of. */
  crowd: number;
  /** So many accounts are connected. */
  accounts: number;
  /** Does it with the agent, then throws unless the account's own data says the same. */
  run(agent: Agent, account: Account, folder: string): Promise<void>;
  /** Throws unless the account's own data says the same as an answer, whoever gave it. */
  check(answer: unknown, account: Account, folder: string): Promise<void>;
}

/** The parts of a job; its answer is whatever the check needs to know of it. */
interface Parts<A> {
  question: string;
  isText?: boolean;
  varies?: boolean;
  files?: boolean;
  crowd?: number;
  accounts?: number;
  /** What the account is like before the person asks, where the seeded one has nothing of the kind. */
  given?(account: Account, folder: string): Promise<void>;
  /** The shortest honest calls: nothing is known but the question, the answers before, and what day it is. */
  play(agent: Agent): Promise<A>;
  /** Holds the answer, or what became of the account, against data read raw. */
  check(answer: A, account: Account, folder: string): Promise<void>;
}

/** Declares a job. */
export function job<A>(number: number, parts: Parts<A>): Job {
  const { question, isText = false, varies = false, files = false, crowd = 0, accounts = 1 } = parts;
  const { given, play, check } = parts;
  return {
    number,
    question,
    isText,
    varies,
    files,
    crowd,
    accounts,
    check: (answer, account, folder) => check(answer as A, account, folder),
    run: async (agent, account, folder) => {
      await given?.(account, folder);
      await check(await play(agent), account, folder);
    },
  };
}
