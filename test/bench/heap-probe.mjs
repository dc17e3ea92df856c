// Preloaded into the server that is measured: on SIGUSR2 it collects garbage and says on stderr what is left.
process.on("SIGUSR2", () => {
  globalThis.gc();
  process.stderr.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
