/** Ends the process with a sentence where Node is older than what is loaded next, whose own error would tell nobody. */
const needed = "20.19";

if (typeof process.getBuiltinModule !== "function") {
  process.stderr.write(
    `klaviyo-mcp needs Node ${needed} or newer; this is ${process.version}, at ${process.execPath}.\n`,
  );
  process.exit(1);
}

export {};
