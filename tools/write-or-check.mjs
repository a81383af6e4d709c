import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { format, resolveConfig } from "prettier";

/**
 * Writes generated files that are committed, laid out by Prettier, texts by path. With `--check` on the command
 * line nothing is written, and the program fails naming each file that differs.
 */
export async function writeOrCheck(files) {
  const checkOnly = process.argv.includes("--check");
  for (const [path, text] of files) {
    const wanted = await format(text, { ...(await resolveConfig(path)), filepath: path });
    if (wanted === read(path)) continue;
    if (checkOnly) {
      const tool = `tools/${basename(process.argv[1])}`;
      console.error(`${path} is not what it is made from: run node ${tool} and commit the result.`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
