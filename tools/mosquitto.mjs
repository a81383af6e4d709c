/**
 * Finds a Mosquitto for scripts, tests and the demo: `MESHC_MOSQUITTO`, then the PATH, then the packages of a Debian or
 * Ubuntu, which apt downloads and compares with its signed lists; they are unpacked, not installed, so that no root is
 * needed, and kept in a cache. `node tools/mosquitto.mjs` prints the program's path.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Path of a broker, 2.0 or newer. Throws an error that says what to do where there is none.
 */
export async function findMosquitto() {
  const named = process.env.MESHC_MOSQUITTO;
  if (named && !(await isNewEnough(named)))
    throw new Error(`MESHC_MOSQUITTO is ${named}, which is no mosquitto 2.0 or newer`);
  for (const candidate of named ? [named] : onPath()) if (await isNewEnough(candidate)) return candidate;
  return fetched();
}

/** Systems keep programs for administrators in folders that are not on everybody's PATH. */
function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...new Set([...folders, "/usr/sbin", "/usr/local/sbin"])].map((folder) =>
    join(folder, "mosquitto"),
  );
}

/** Whether a program says, asked for help, that it is a broker of 2.0 or newer; it then leaves with 3. */
async function isNewEnough(program) {
  const { stdout } = await run(program, ["-h"], { timeout: 10_000 }).catch((error) => error);
  return Number(/^mosquitto version (\d+)\./m.exec(stdout ?? "")?.[1] ?? 0) >= 2;
}

async function isFile(path) {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Path of a script that starts the broker of packages, which are unpacked where they are not in the cache. */
async function fetched() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "meshc", "mosquitto");
  const folder = join(cache, `${await systemName()}-${process.arch}`);
  const program = join(folder, "mosquitto");
  if (await isFile(program)) return program;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, ".fetch-"));
  try {
    await unpack(await download(work), work, folder);
    await rename(join(work, "out"), folder).catch(async (error) => {
      // Another process may have put the same program there meanwhile.
      if (!(await isFile(program))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

/** The distribution and its release, whose libraries the program is linked with. */
async function systemName() {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const value = (key) => new RegExp(`^${key}="?([A-Za-z0-9._-]+)`, "m").exec(text)?.[1] ?? "unknown";
  return `${value("ID")}-${value("VERSION_ID")}`;
}

/** Downloads the package and those of its libraries that the machine lacks; resolves to the files. */
async function download(work) {
  const debs = join(work, "debs");
  await mkdir(debs);
  const attempts = [[], await privateLists(work)];
  for (const [index, options] of attempts.entries()) {
    try {
      if (index > 0) await apt("apt-get", work, [...options, "update"]);
      const wanted = ["mosquitto", ...(await missingLibraries(work, options))];
      await apt("apt-get", debs, [...options, "download", ...wanted]);
      break;
    } catch (error) {
      if (index < attempts.length - 1) continue;
      throw new Error(
        `no mosquitto 2.0 on the PATH, and none from apt: ${error.stderr || error.message}; install it ` +
          "(Debian and Ubuntu: apt install mosquitto), or name one in MESHC_MOSQUITTO",
        { cause: error },
      );
    }
  }
  return (await readdir(debs)).map((name) => join(debs, name));
}

/** Where the machine has no lists of packages, or old ones, lists of our own, which need no root. */
async function privateLists(work) {
  const folders = { lists: join(work, "lists"), cache: join(work, "cache") };
  await mkdir(join(folders.lists, "partial"), { recursive: true });
  await mkdir(join(folders.cache, "archives", "partial"), { recursive: true });
  const options = { "Dir::State::lists": folders.lists, "Dir::Cache": folders.cache };
  return Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

async function missingLibraries(work, options) {
  const kinds = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"];
  const without = kinds.map((kind) => `--no-${kind}`);
  const parameters = [...options, "depends", "--recurse", ...without, "mosquitto"];
  const { stdout } = await apt("apt-cache", work, parameters);
  const names = [...new Set(stdout.split("\n").filter((line) => /^lib[a-z0-9.+-]+$/.test(line)))];
  const installed = await Promise.all(names.map(isInstalled));
  return names.filter((_, index) => !installed[index]);
}

async function isInstalled(name) {
  const query = ["-W", "-f=${db:Status-Status}\n", name];
  const { stdout = "" } = await run("dpkg-query", query).catch(() => ({}));
  return stdout.split("\n").includes("installed");
}

/** As root apt gives downloading to a user of its own, who does not reach into a cache below a home. */
async function apt(program, cwd, parameters) {
  const options = ["-o", "APT::Sandbox::User=root", ...parameters];
  return run(program, options, {
    cwd,
    timeout: 300_000,
    maxBuffer: 2 ** 24,
    env: { ...process.env, LC_ALL: "C" },
  });
}

/** Unpacks packages, and lays a script beside them that starts the broker with their libraries. */
async function unpack(debs, work, folder) {
  const root = join(work, "out", "root");
  await mkdir(root, { recursive: true });
  for (const deb of debs) await run("dpkg-deb", ["-x", deb, root]);
  const libraries = await librariesIn(root, join(folder, "root"));
  const program = join(folder, "root", "usr", "sbin", "mosquitto");
  const script = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(":")}' exec '${program}' "$@"\n`;
  await writeFile(join(work, "out", "mosquitto"), script, { mode: 0o755 });
}

/** Folders that hold shared libraries, as they will be called once the tree is in its place. */
async function librariesIn(root, placed) {
  const found = await readdir(root, { recursive: true });
  const folders = found
    .filter((name) => /\.so(\.\d+)*$/.test(name))
    .map((name) => name.replace(/\/[^/]*$/, ""));
  return [...new Set(folders)].toSorted().map((name) => join(placed, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await findMosquitto(process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
