import { ConfigError } from "../errors.ts";
import { didYouMean, isLoopbackName } from "../text.ts";
import { flawOfConnection } from "../tool/id.ts";

/** Makes a setting of its text. `label` is what people know it by; throws ConfigError that says what to set. */
export type Reader<T> = (value: string | undefined, label: string) => T;

/** A setting that may be left unset. */
export function optional<T>(read: Reader<T>): Reader<T | undefined> {
  return (value, label) => (value === undefined ? undefined : read(value, label));
}

/** Text as it stands. */
export const text: Reader<string> = (value = "") => value;

/** The id of a connection, which goes into a header; a blank one would pin nothing. */
export const connectionId: Reader<string> = (value = "", label) => {
  const trimmed = value.trim();
  const flaw = flawOfConnection(trimmed);
  if (!flaw) return trimmed;
  throw new ConfigError(`${label} ${flaw}: set it to an id that list_connections shows, or leave it out.`);
};

/** Names, comma-separated; empty ones do not count. */
export const names: Reader<string[]> = (value = "") =>
  value
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** What is on when its flag stands alone. */
export const yesOrNo: Reader<boolean> = (value, label) => {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new ConfigError(`${label} is true or false, not ${JSON.stringify(value)}.`);
};

/** One of a few words. */
export function oneOf<T extends string>(...choices: readonly T[]): Reader<T> {
  return (value, label) => {
    const found = choices.find((choice) => choice === value);
    if (found) return found;
    throw new ConfigError(`${label} is one of ${choices.join(", ")}.${didYouMean(value ?? "", choices)}`);
  };
}

/** Some of these words, comma-separated; none when nothing is said. */
export function someOf<T extends string>(...choices: readonly T[]): Reader<T[]> {
  return (value, label) => names(value, label).map((one) => oneOf(...choices)(one, label));
}

/** How many people and how many items: two whole numbers, the first of people. */
export const spent: Reader<{ people: number; items: number }> = (value, label) => {
  const numbers = names(value, label).map(Number);
  const [people = -1, items = -1] = numbers;
  if (numbers.length === 2 && numbers.every((one) => Number.isInteger(one) && one >= 0))
    return { people, items };
  throw new ConfigError(
    `${label} is two whole numbers, of people and of items, as 25,100; not ${JSON.stringify(value)}.`,
  );
};

/** Both words are said, so that `off` stands where it is meant. */
export const onOrOff: Reader<boolean> = (value, label) => oneOf("on", "off")(value, label) === "on";

/** A whole number between two bounds, which both count. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return (value, label) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new ConfigError(
      `${label} is a whole number from ${least} to ${most}, not ${JSON.stringify(value)}.`,
    );
  };
}

/** The name of an API revision: a date, of which there may be a `.pre`. */
export function revisionLike(example: string): Reader<string> {
  return (value = "", label) => {
    if (/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(value)) return value;
    throw new ConfigError(`${label} must be a date such as ${example}.`);
  };
}

/** A url without a slash at its end; plain http for this machine only. */
export const url: Reader<string> = (value = "", label) => {
  const refuse = (why: string) => new ConfigError(`${label} ${why}, e.g. https://api.maton.ai.`);
  if (!URL.canParse(value)) throw refuse("must be a url");
  const { href, protocol, hostname, username, password, search, hash } = new URL(value);
  if (username || password || search || hash) throw refuse("must be a plain url");
  if (protocol === "http:" && !isLoopbackName(hostname))
    throw refuse("must be https, since it carries the key");
  if (protocol !== "https:" && protocol !== "http:") throw refuse("must be https");
  return href.replace(/\/+$/, "");
};

/** Something of at least so many characters that is shown to nobody, not even where it is refused. */
export function secretOf(least: number): Reader<string> {
  return (value = "", label) => {
    if (value.trim().length >= least) return value.trim();
    throw new ConfigError(
      `${label} needs ${least} characters or more, drawn at random: openssl rand -base64 ${least}.`,
    );
  };
}

/** Where Redis is: the url of one server, or of some nodes of a cluster, by commas. It may hold a password. */
export const redisUrl: Reader<string> = (value = "", label) => {
  const nodes = value.split(",").map((one) => one.trim());
  if (!nodes.every(isRedisUrl))
    throw new ConfigError(
      `${label} is a url such as redis://127.0.0.1:6379 or rediss://user:password@host:6380, of a cluster one or some by commas; in a password all but letters and digits is percent-encoded.`,
    );
  if (nodes.length > 1 && nodes.some((one) => /[1-9]/.test(new URL(one).pathname)))
    throw new ConfigError(
      `${label} names a database of a cluster, which has one alone: leave the number out.`,
    );
  return value;
};

function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(text);
  if (!/^rediss?:$/.test(protocol) || hostname === "" || !/^(\/\d*)?$/.test(pathname)) return false;
  try {
    return typeof decodeURIComponent(username + password) === "string";
  } catch {
    return false;
  }
}

/** Something that is sent in a header and shown to nobody, not even where it is refused. */
export const key: Reader<string | undefined> = (value, label) => {
  const trimmed = value?.trim();
  if (!trimmed) return undefined;
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new ConfigError(`${label} holds characters that no key has: copy it again from maton.ai/settings.`);
};
