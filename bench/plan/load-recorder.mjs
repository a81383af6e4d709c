import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What writes beside a manifest the state that `apply` would leave, as a function of the manifest's folder. It is bundled
 * into `folder`, for it is TypeScript, which this version of node does not run by itself.
 */
export async function loadRecorder(folder) {
  const outfile = join(folder, "record-as-applied.cjs");
  const entryPoints = [join(root, "bench", "plan", "record-as-applied.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "cjs", logLevel: "warning" });
  const { recordAsApplied } = createRequire(import.meta.url)(outfile);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return (manifest) => recordAsApplied(manifest, version);
}
