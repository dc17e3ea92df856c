/** What to do when no answer came, by what Node or a proxy said of it; of the first that fits. */
const BY_FAULT: readonly (readonly [says: RegExp, next: string])[] = [
  [
    /HTTPS_PROXY names/,
    "Set HTTPS_PROXY to the address of an HTTP proxy, as http://proxy.example.com:3128, where the server is started.",
  ],
  [
    /the proxy answered 407/,
    "The proxy wants to know who asks: HTTPS_PROXY takes http://user:password@proxy.example.com:3128.",
  ],
  [
    /the proxy answered/,
    "The proxy of HTTPS_PROXY does not let requests to the gateway through: ask who runs it.",
  ],
  [
    /CERT|SIGNATURE|SELF_SIGNED|ISSUER|ALTNAME/,
    "The certificate of the gateway was not accepted: where a company's proxy opens TLS, NODE_EXTRA_CA_CERTS names the file with its authority.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    "The gateway's name is not known in this network: look at its address, and where only a proxy knows names, set HTTPS_PROXY.",
  ],
];

/** What to do when no answer came; undefined for a fault that says nothing of its own. */
export function networkAdvice(problem: string): string | undefined {
  return BY_FAULT.find(([says]) => says.test(problem))?.[1];
}
