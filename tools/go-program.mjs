/**
 * Builds programs that tests run beside meshc, from their modules by the go tool, and keeps them in a cache: a program on the PATH could be of any version. The go tool compares every module with the checksum database.
 * `node tools/go-program.mjs NAME` prints the path of one.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findGo } from "./go-tool.mjs";

const run = promisify(execFile);

/**
 * By name: the module, its version and the package in it that is the program. `source` is a program of ours, which
 * is built with the module. `patch` is laid over the module's own files; `variables` are set in the program as it is linked.
 */
const programs = {
  sops: { module: "github.com/getsops/sops/v3", version: "v3.13.3", package: "/cmd/sops" },
  age: { module: "filippo.io/age", version: "v1.3.2", package: "/cmd/age" },
  "age-keygen": { module: "filippo.io/age", version: "v1.3.2", package: "/cmd/age-keygen" },
  nats: { module: "github.com/nats-io/natscli", version: "v0.5.1", package: "/nats" },
  pulumi: { module: "github.com/pulumi/pulumi/pkg/v3", version: "v3.274.1", package: "/cmd/pulumi" },
  connect: {
    module: "github.com/benthosdev/benthos/v4",
    version: "v4.27.0",
    source: "connect",
    patch: "connect/benthos.patch",
    variables: { "github.com/benthosdev/benthos/v4/internal/cli.Version": "4.27.0" },
  },
  /** Starts unheard, as 2.10 sometimes does, in a folder `x` where there is a file `<its path>.x`, which it removes. */
  "nats-server-unheard": {
    module: "github.com/nats-io/nats-server/v2",
    version: "v2.10.26",
    patch: "nats-server-unheard/unheard.patch",
  },
  /** A server of buckets that speaks S3's protocol, over a folder. */
  versitygw: { module: "github.com/versity/versitygw", version: "v1.8.0", package: "/cmd/versitygw" },
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

/** A version of the program of ours changes with its text, and with what is laid over the module. */
async function versionOf({ version, source, patch }) {
  const files = [...(source ? [join(source, "main.go")] : []), ...(patch ? [patch] : [])];
  if (files.length === 0) return `${version}-${process.arch}`;
  const digest = createHash("sha256");
  for (const file of files) digest.update(await readFile(inTools(file)));
  return `${version}-${process.arch}-${digest.digest("hex").slice(0, 12)}`;
}

function inTools(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

async function build(name, program, work) {
  const { module, version, package: inside = "", source, replace, patch, variables = {} } = program;
  await go(work, ["mod", "init", "meshc.test/program"]);
  if (replace) await go(work, ["mod", "edit", `-replace=${replace}`]);
  if (source) await cp(inTools(join(source, "main.go")), join(work, "main.go"));
  const wanted = `${module}${inside}`;
  await go(work, source ? ["get", `${module}@${version}`] : ["get", "-tool", `${wanted}@${version}`]);
  if (source) await go(work, ["get", "."]);
  if (patch) await layOver(work, module, inTools(patch));
  const set = Object.entries(variables).map(([variable, value]) => ` -X ${variable}=${value}`);
  // Without what only a debugger needs, linking takes half as long.
  const flags = ["-trimpath", "-buildvcs=false", `-ldflags=-s -w${set.join("")}`];
  await go(work, ["build", ...flags, "-o", join(work, "out", name), source ? "." : wanted]);
}

/**
 * Applies a patch to copies of all modules in the folder `vendor`, from which the go tool builds where there is one:
 * the modules in its cache stay as the checksum database knows them.
 */
async function layOver(work, module, patch) {
  await go(work, ["mod", "vendor"]);
  // Outside of any repository, which it would take the paths to be in.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(work) };
  const options = { cwd: join(work, "vendor", module), env };
  await run("git", ["apply", patch], options);
}

async function go(cwd, parameters) {
  const options = { cwd, timeout: 30 * 60_000, maxBuffer: 2 ** 26 };
  const niced = ["-n", "5", await findGo(), ...parameters];
  await run("nice", niced, options).catch((error) => {
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
