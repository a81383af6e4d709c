import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const peakMemoryHook = fileURLToPath(new URL("peak-memory.cjs", import.meta.url));

/** Seconds that one run of a command takes; a command that fails stops the measurement. */
export function time(command, options = {}) {
  const [program, ...rest] = command;
  const start = process.hrtime.bigint();
  const run = spawnSync(program, rest, { stdio: ["ignore", "ignore", "pipe"], ...options });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.status !== 0) throw new Error(`${command.join(" ")} ended with ${run.status}: ${run.stderr}`);
  return seconds;
}

/**
 * How many times longer a command takes than an empty program, pair by pair, so that a machine whose speed drifts
 * drifts for both. `before` brings about what each run starts from.
 */
export function ratioToNothing(command, { runs, before = () => {} }) {
  const ratios = [];
  for (let run = 0; run < runs; run++) {
    const nothing = median([1, 2, 3].map(() => time([process.execPath, "-e", "0"])));
    before();
    ratios.push(time(command) / nothing);
  }
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios), runs };
}

/** The most memory that one run of a Node program holds, in MiB. */
export function peakMemory(command, file) {
  const env = { ...process.env, NODE_OPTIONS: `--require ${peakMemoryHook}`, BENCH_PEAK_MEMORY_FILE: file };
  time(command, { env });
  return Number(readFileSync(file, "utf8")) / 1024;
}

/** The middle value, or the mean of the middle two. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
