/** Loaded before a measured program: leaves the most memory that it held, in KiB, in a file. */
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  const file = process.env.BENCH_PEAK_MEMORY_FILE;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
