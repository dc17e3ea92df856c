import { oneLine } from "../text.ts";

/** A number as Klaviyo keeps it (E.164), or what is wrong with it. */
export type ReadPhone = (text: string) => { number: string } | { problem: string };

/** What people call countries besides the names that Unicode has for them. */
const ALSO: Readonly<Record<string, string>> = {
  usa: "US",
  "united states of america": "US",
  uk: "GB",
  "great britain": "GB",
  england: "GB",
  holland: "NL",
  "czech republic": "CZ",
  uae: "AE",
};

/** More characters than any number has, however it is parted. */
const MAX_LENGTH = 60;

/**
 * A reader of phone numbers by the plans of all countries, as far as their lengths: which ranges are in use changes too often. A number without a country's code is one of `country`: its
 * code of two letters, or its name as an account has it. The plans are loaded here, since few calls need them.
 */
export async function phoneReader(country: string | undefined): Promise<ReadPhone> {
  const { parsePhoneNumberFromString, getCountries } = await import("libphonenumber-js/min");
  const name = country?.trim().toLowerCase().replace(/^the /, "") ?? "";
  const names = new Intl.DisplayNames("en", { type: "region" });
  const region = getCountries().find(
    (code) => code === ALSO[name] || code.toLowerCase() === name || names.of(code)?.toLowerCase() === name,
  );
  return (text) => {
    const read = text.length > MAX_LENGTH ? undefined : parsePhoneNumberFromString(text, region);
    if (read?.isPossible() && !read.ext) return { number: read.number };
    const written = JSON.stringify(oneLine(text, MAX_LENGTH));
    if (!region && !text.trim().startsWith("+")) {
      return { problem: `${written} says no country` };
    }
    return {
      problem: `${written} is no phone number${region && !text.includes("+") ? ` of ${names.of(region)}` : ""}`,
    };
  };
}

/** What is said of a number that cannot be read. */
export const PHONE_FORM = "Write it with + and the country's code, e.g. +12025550143.";
