/**
 * Builds programs that tests run beside meshc, from their modules by the go tool, and keeps them in a cache: a program on the PATH could be of any version. The go tool compares every module with the checksum database.
 * `node tools/go-program.mjs NAME` prints the path of one.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findGo } from "./go-tool.mjs";

const run = promisify(execFile);

/**
 * By name: the module, its version and the package in it that is the program. `source` is a program of ours, which
 * is built with the module.
 */
const programs = {
  sops: { module: "github.com/getsops/sops/v3", version: "v3.13.3", package: "/cmd/sops" },
  age: { module: "filippo.io/age", version: "v1.3.2", package: "/cmd/age" },
  "age-keygen": { module: "filippo.io/age", version: "v1.3.2", package: "/cmd/age-keygen" },
  nats: { module: "github.com/nats-io/natscli", version: "v0.5.1", package: "/nats" },
  pulumi: { module: "github.com/pulumi/pulumi/pkg/v3", version: "v3.274.1", package: "/cmd/pulumi" },
  "vault-server": {
    module: "github.com/hashicorp/vault",
    version: "v1.21.4",
    source: "vault-server",
    // Vault replaces its own library by the one in its repository, which is this one; what it asks for does not fit.
    replace: "github.com/hashicorp/vault/sdk=github.com/hashicorp/vault/sdk@v0.20.0",
  },
};

/** Names of the programs. */
export const goPrograms = Object.keys(programs);

/** Path of a program, which is built where it is not in the cache; that takes minutes. */
export async function findGoProgram(name) {
  const program = programs[name];
  if (program === undefined) throw new Error(`no program ${name}; there are ${goPrograms.join(", ")}`);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "meshc", name);
  const folder = join(cache, await versionOf(program));
  const built = join(folder, name);
  if (await isFile(built)) return built;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, ".build-"));
  try {
    await build(name, program, work);
    await rename(join(work, "out"), folder).catch(async (error) => {
      // Another process may have put the same program there meanwhile.
      if (!(await isFile(built))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return built;
}

/** A version of the program of ours changes with its text. */
async function versionOf({ version, source }) {
  if (source === undefined) return `${version}-${process.arch}`;
  const digest = createHash("sha256").update(await readFile(join(sourceFolder(source), "main.go")));
  return `${version}-${process.arch}-${digest.digest("hex").slice(0, 12)}`;
}

function sourceFolder(source) {
  return fileURLToPath(new URL(source, import.meta.url));
}

async function build(name, { module, version, package: inside = "", source, replace }, work) {
  await go(work, ["mod", "init", "meshc.test/program"]);
  if (replace) await go(work, ["mod", "edit", `-replace=${replace}`]);
  if (source) await cp(join(sourceFolder(source), "main.go"), join(work, "main.go"));
  const wanted = `${module}${inside}`;
  await go(work, source ? ["get", `${module}@${version}`] : ["get", "-tool", `${wanted}@${version}`]);
  if (source) await go(work, ["get", "."]);
  // Without what only a debugger needs, linking takes half as long.
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w"];
  await go(work, ["build", ...flags, "-o", join(work, "out", name), source ? "." : wanted]);
}

async function go(cwd, parameters) {
  const options = { cwd, timeout: 30 * 60_000, maxBuffer: 2 ** 26 };
  await run(await findGo(), parameters, options).catch((error) => {
    throw new Error(`go ${parameters.join(" ")} failed: ${error.stderr || error.message}`, { cause: error });
  });
}

async function isFile(path) {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await findGoProgram(process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
