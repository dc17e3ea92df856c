import type { Bucket } from "../gateway/buckets.ts";
import { MAX_KEY_CLOSED_MS, Pace, type Pacing, type TakeOptions, type Turn } from "../gateway/pace.ts";
import { type LimitSigns, readSigns } from "../gateway/signs.ts";
import { behindBucket, KEY_RATE, keyBucket, type Window, windowsOf } from "../gateway/windows.ts";
import { apart, partOf } from "./alone.ts";
import { History } from "./history.ts";
import type { KeyNames } from "./keys.ts";
import { Lines, pause } from "./lines.ts";
import { AWAY, type Link, type Watcher } from "./link.ts";
import { type Place, readPlace } from "./place.ts";
import { BEAT, CATCH_UP, CLOSE, COUNT, LEAVE, PLACE, TRIED, UNSEEN } from "./scripts.ts";

/** A place counts from when Redis gave it: one that arrives so much later than others do is asked for anew. */
const LATE_MS = 15;
/** Nobody knows yet how many share: as if there were so many. */
export const UNHEARD_MEMBERS = 4;
/** Whoever waits longer does not wait for the key, whose window is a second. */
const NEAR_MS = 1100;
/** So often it is looked whether Redis, which is coming back, is there. */
const LOOK_MS = 50;
/** The longest that anybody waits for a turn; what Lua counts exactly. */
const MOST_MS = 1e12;

export interface SharedOptions {
  /** Names of what is shared, by what they are of. */
  keys: KeyNames;
  /** Requests a second of the key. */
  keyRate?: number | undefined;
}

/** How it goes on while Redis is away. */
interface Alone {
  pace: Pace;
  over: AbortController;
  sent: boolean;
}

/** A closure that was heard of while Redis was away. */
interface Closure {
  names: readonly string[];
  until: number;
  wait: number;
  most: number;
}

/**
 * Keeps the requests of one Maton key within the limits over all processes that use it, by logs in Redis. While Redis is
 * away each of them goes on with an equal part of every limit.
 */
export class SharedPace implements Pacing, Watcher {
  readonly #link: Link;
  readonly #keys: SharedOptions["keys"];
  readonly #keyRate: number;
  readonly #id = crypto.randomUUID().slice(0, 13);
  readonly #history = new History();
  readonly #lines = new Lines();
  #taken = 0;
  #members = UNHEARD_MEMBERS;
  /** How many have their place in a window, by the name of its log. */
  #counts = new Map<string, number>();
  /** Windows of which a request of this process is to find out whether they are open. */
  readonly #trying = new Set<string>();
  /** The least time that an answer took of late. */
  #quickest = MOST_MS;
  #alone: Alone | undefined;
  #closures: Closure[] = [];

  private constructor(link: Link, { keys, keyRate = KEY_RATE }: SharedOptions) {
    this.#link = link;
    this.#keys = keys;
    this.#keyRate = keyRate;
  }

  static async over(link: Link, options: SharedOptions): Promise<SharedPace> {
    const pace = new SharedPace(link, options);
    await link.watch(pace);
    return pace;
  }

  async take(buckets: readonly Bucket[], options: TakeOptions): Promise<Turn> {
    const leave = await this.#lines.enter(options.who, options.signal);
    return this.#take(buckets, options, leave).finally(leave);
  }

  async #take(buckets: readonly Bucket[], options: TakeOptions, leave: () => void): Promise<Turn> {
    const windows = this.#windows(buckets, options.background);
    this.#taken += 1;
    const id = `${this.#id}:${this.#taken}`;
    for (let how: "first" | "go" = "first"; ; ) {
      if (options.signal.aborted) return this.#giveBack(windows, id, how);
      const alone = this.#alone;
      if (alone) {
        leave();
        const turn = await this.#takeAlone(alone, buckets, options, id);
        if (turn === "again") continue;
        return turn;
      }
      const asked = performance.now();
      const place = this.#link.away ? AWAY : await this.#place(windows, id, how, options);
      if (place === AWAY) {
        if (options.remaining() <= 0) return { retryAfter: 1 };
        if (!this.#alone) await pause(LOOK_MS, options.signal);
        continue;
      }
      if (place.is === "late") return { retryAfter: Math.max(1, Math.ceil(place.wait / 1000)) };
      if (place.is === "unready") {
        if (place.wait >= options.remaining()) return { retryAfter: Math.ceil(place.wait / 1000) };
        how = "first";
      } else {
        how = "go";
        if (!this.#isLate(performance.now() - asked) && place.wait === 0)
          return this.#come(windows, id, place);
      }
      // It waits for a window of its own, and holds up nobody: those behind it may want another.
      if (place.wait > NEAR_MS) leave();
      if (place.wait > 0) await pause(place.wait, options.signal);
    }
  }

  learn(buckets: readonly Bucket[], answer: LimitSigns): void {
    const signs = readSigns(buckets, answer);
    this.#alone?.pace.learn(buckets, answer);
    if (signs.is === "full") {
      const byKey = signs.whose === "key";
      const full = windowsOf(byKey ? [this.#keyBucket()] : buckets);
      const names = full.map(({ name }) => name);
      const most = byKey ? MAX_KEY_CLOSED_MS : Math.max(...full.map(({ span }) => span));
      if (this.#link.away) {
        const until = performance.now() + signs.wait;
        this.#closures.push({ names, until, wait: signs.wait, most });
        return;
      }
      for (const name of names) this.#trying.delete(name);
      void this.#link.run(CLOSE, this.#statesOf(names), [signs.wait, most]);
      this.#tried(byKey ? buckets : [this.#keyBucket()], byKey ? "unanswered" : "passed");
      return;
    }
    this.#tried([this.#keyBucket(), ...buckets], "passed");
    const { left } = signs;
    const window = windowsOf(buckets).find(({ name }) => name === left?.window);
    // What was counted here already is no news, and most answers have none.
    if (!left || !window || window.limit - left.most <= this.#countOf(window.name)) return;
    this.#taken += 1;
    const id = `${this.#id}:${this.#taken}`;
    const args = [window.limit, window.span, left.most, left.for, id];
    void this.#link.run(UNSEEN, [this.#keys("log", window.name)], args);
  }

  unanswered(buckets: readonly Bucket[]): void {
    this.#alone?.pace.unanswered(buckets);
    this.#tried([this.#keyBucket(), ...buckets], "unanswered");
  }

  leftToday({ name, rate: { daily } }: Bucket): number | undefined {
    return daily === undefined ? undefined : Math.max(0, daily - this.#countOf(`${name} daily`));
  }

  lost(): void {
    if (this.#alone) return;
    const sharing = {
      members: this.#members,
      keyRate: this.#keyRate,
      counted: (name: string) => this.#countOf(name),
    };
    const lostAt = performance.now();
    const part = (window: Window) => partOf(apart(window), sharing, performance.now() - lostAt);
    const pace = new Pace({ keyRate: this.#keyRate, part });
    this.#alone = { pace, over: new AbortController(), sent: false };
  }

  async beat(back: boolean, anew: boolean): Promise<void> {
    this.#history.expire(performance.now());
    const apart = this.#alone?.sent === true;
    if (back) await this.#comeBack();
    const keys = [this.#keys("ready"), this.#keys("members"), this.#keys("active")];
    const args = [this.#id, back && (apart || anew) ? 1 : 0, "here"];
    const asked = performance.now();
    const [, members, logs] = (await this.#link.evaluate(BEAT, keys, args)) as [number, number, string[]];
    this.#isLate(performance.now() - asked);
    this.#members = members;
    const counts = logs.length > 0 ? ((await this.#link.evaluate(COUNT, logs, [])) as number[]) : [];
    this.#counts = new Map(logs.map((log, at) => [log, counts[at] ?? 0]));
  }

  async leave(): Promise<void> {
    const keys = [this.#keys("ready"), this.#keys("members"), this.#keys("active")];
    await this.#link.run(BEAT, keys, [this.#id, 0, "leaving"]);
  }

  /** Tells Redis what it may not know: what was sent meanwhile, and what it knew and may have forgotten. */
  async #comeBack(): Promise<void> {
    this.#alone?.over.abort();
    this.#alone = undefined;
    const now = performance.now();
    for (const { name, span, sent } of this.#history) {
      const entries = sent.flatMap(({ id, at }) => [id, Math.round(now - at)]);
      await this.#link.evaluate(
        CATCH_UP,
        [this.#keys("active"), this.#keys("log", name)],
        [span, ...entries],
      );
    }
    const closures = this.#closures;
    this.#closures = [];
    for (const { names, until, wait, most } of closures) {
      const rest = Math.round(until - now);
      if (rest > 0)
        await this.#link.evaluate(CLOSE, this.#statesOf(names), [wait > most ? wait : rest, most]);
    }
  }

  async #takeAlone(
    alone: Alone,
    buckets: readonly Bucket[],
    options: TakeOptions,
    id: string,
  ): Promise<Turn | "again"> {
    const signal = AbortSignal.any([options.signal, alone.over.signal]);
    const turn = await alone.pace.take(buckets, { ...options, signal });
    if (turn === "cancelled" && !options.signal.aborted) return "again";
    // Its turn came while Redis came back: it was told of nothing that was sent from then on.
    if (turn === "come" && this.#alone !== alone) return "again";
    if (turn === "come") {
      alone.sent = true;
      // Redis may know the id, with the place that it gave.
      this.#history.add(this.#windows(buckets), `${id}:alone`, performance.now());
    }
    return turn;
  }

  async #place(
    windows: readonly Window[],
    id: string,
    how: "first" | "go",
    { remaining, background = false }: TakeOptions,
  ): Promise<Place | typeof AWAY> {
    const keys = windows.flatMap(({ name }) => [this.#keys("log", name), this.#keys("state", name)]);
    const limits = windows.flatMap(({ limit, span }) => [limit, span]);
    const may = Math.min(MOST_MS, Math.floor(remaining()));
    const answer = await this.#link.run(
      PLACE,
      [this.#keys("ready"), this.#keys("called"), this.#keys("active"), ...keys],
      [id, may, how, background ? 1 : 0, ...limits],
    );
    return answer === AWAY ? AWAY : readPlace(answer);
  }

  /** Whether an answer took much longer than others of late; a beat comes before the first place. */
  #isLate(took: number): boolean {
    const late = took > this.#quickest + LATE_MS;
    this.#quickest = Math.min(took, this.#quickest + 1);
    return late;
  }

  #come(windows: readonly Window[], id: string, { counts, trials }: Place): Turn {
    const placed = windows.filter((_, at) => counts.has(at));
    this.#history.add(placed, id, performance.now());
    for (const [at, { name }] of windows.entries()) {
      const count = counts.get(at);
      if (count !== undefined) this.#counts.set(this.#keys("log", name), count);
      if (trials.has(at)) this.#trying.add(name);
    }
    return "come";
  }

  #giveBack(windows: readonly Window[], id: string, how: "first" | "go"): Turn {
    const logs = windows.map(({ name }) => this.#keys("log", name));
    if (how === "go") void this.#link.run(LEAVE, logs, [id]);
    return "cancelled";
  }

  #tried(buckets: readonly Bucket[], how: "passed" | "unanswered"): void {
    const names = windowsOf(buckets)
      .map(({ name }) => name)
      .filter((name) => this.#trying.delete(name));
    if (names.length > 0) void this.#link.run(TRIED, this.#statesOf(names), [how]);
  }

  #windows(buckets: readonly Bucket[], background = false): Window[] {
    const behind = background ? [behindBucket(this.#keyRate)] : [];
    return windowsOf([this.#keyBucket(), ...behind, ...buckets]).map(apart);
  }

  #keyBucket(): Bucket {
    return keyBucket(this.#keyRate);
  }

  #countOf(name: string): number {
    return this.#counts.get(this.#keys("log", name)) ?? 0;
  }

  #statesOf(names: readonly string[]): string[] {
    return names.map((name) => this.#keys("state", name));
  }
}
