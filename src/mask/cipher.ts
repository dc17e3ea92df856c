import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { bytesOfToken, tokenOf } from "./tokens.ts";

/** Bytes of the synthetic IV, which is the proof that a token is ours as well. */
const IV = 16;
const SALT = "klaviyo-mcp: people of an account";

interface Keys {
  mac: Uint8Array;
  cipher: Uint8Array;
}

/**
 * Values of persons as tokens and back, without a table: deterministic authenticated encryption as SIV (RFC 5297) does
 * it, of the two parts that node:crypto has. For each account HKDF-SHA-256 makes two keys of 32 bytes from the one that
 * was given, with the account as its info. IV = the first 16 bytes of HMAC-SHA-256(mac key, value); token = IV,
 * AES-256-CTR(cipher key, IV, value). The same value of an account is the same token, and nothing of it shows but its
 * length. A token opens only where the HMAC of what comes out is its IV: one that is changed, made up, or of another
 * account or key does not.
 */
export class Cipher {
  readonly #key: string;
  readonly #keys = new Map<string, Keys>();

  /** `key` is what KLAVIYO_MCP_MASK_KEY says. */
  constructor(key: string) {
    this.#key = key;
  }

  /** The token of a value in an account. */
  seal(value: string, account: string): string {
    const { mac, cipher } = this.#of(account);
    const plain = Buffer.from(value, "utf8");
    const iv = ivOf(mac, plain);
    const sealed = createCipheriv("aes-256-ctr", cipher, iv).update(plain);
    return tokenOf(Buffer.concat([iv, sealed]));
  }

  /** The value of a token; undefined where it is none of this account's. */
  open(token: string, account: string): string | undefined {
    const bytes = bytesOfToken(token);
    if (!bytes || bytes.length < IV) return undefined;
    const { mac, cipher } = this.#of(account);
    const iv = bytes.subarray(0, IV);
    const plain = createDecipheriv("aes-256-ctr", cipher, iv).update(bytes.subarray(IV));
    return timingSafeEqual(ivOf(mac, plain), iv) ? plain.toString("utf8") : undefined;
  }

  #of(account: string): Keys {
    const known = this.#keys.get(account);
    if (known) return known;
    const bytes = new Uint8Array(hkdfSync("sha256", this.#key, SALT, account, 64));
    const keys = { mac: bytes.subarray(0, 32), cipher: bytes.subarray(32) };
    this.#keys.set(account, keys);
    return keys;
  }
}

function ivOf(mac: Uint8Array, plain: Uint8Array): Uint8Array {
  return createHmac("sha256", mac).update(plain).digest().subarray(0, IV);
}
