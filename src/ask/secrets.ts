import { isObject } from "../text.ts";

/** What an argument of a tool, a row or a body given whole is named when nobody but its owner may read it. */
const SECRET = /(?:^|_)(?:secrets?|tokens?|passwords?|(?:secret|api|private|access|signing)_key)$/;
/** Where a name says more than deeper down, among an account's own data: an input itself, and an attribute of a body. */
const INPUT = /^(?:body\.data\.attributes\.)?\w+$/;

/** The arguments of a call as a preview may show them: that a secret is among them, and not what it is. */
export function withoutSecrets<T>(args: T, declared: readonly string[] = [], path = ""): T {
  if (Array.isArray(args)) return args.map((one) => withoutSecrets(one, declared, `${path}[]`)) as T;
  if (!isObject(args)) return args;
  const shown = Object.entries(args).map(([name, value]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return [name, isSecret(name, at, declared) ? "(hidden)" : withoutSecrets(value, declared, at)];
  });
  return Object.fromEntries(shown) as T;
}

function isSecret(name: string, at: string, declared: readonly string[]): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
  return declared.includes(at) || SECRET.test(words) || (words === "key" && INPUT.test(at));
}
