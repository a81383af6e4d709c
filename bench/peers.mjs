import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ratioToNothing, time } from "./measure.mjs";

const sources = fileURLToPath(new URL("peers", import.meta.url));

/** How long cdk8s and jsonnet take to write about as many files; both are installed into the cache on first use. */
export function measurePeers(folder, files) {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "meshc", "bench-peers");
  installPeers(cache);
  const brokers = String(Math.ceil(files / 3));
  return [
    measure("cdk8s", [process.execPath, join(cache, "cdk8s.mjs"), brokers], folder),
    measure("jsonnet", ["python3", join(sources, "jsonnet.py"), brokers], folder, {
      PYTHONPATH: join(cache, "python"),
    }),
  ];
}

function installPeers(cache) {
  mkdirSync(cache, { recursive: true });
  cpSync(sources, cache, { recursive: true });
  if (!existsSync(join(cache, "node_modules"))) {
    time(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: cache });
  }
  if (!existsSync(join(cache, "python"))) {
    time([
      "python3",
      "-m",
      "pip",
      "install",
      "--quiet",
      "--target",
      join(cache, "python"),
      "gojsonnet==0.22.0",
    ]);
  }
}

function measure(name, command, folder, extra = {}) {
  const output = join(folder, name);
  const before = () => rmSync(output, { recursive: true, force: true });
  Object.assign(process.env, extra);
  const figure = ratioToNothing([...command, output], { runs: 3, before });
  return { name, ratio: figure.median, files: readdirSync(output).length };
}
