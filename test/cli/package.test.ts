import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { folderWith } from "./run-meshc.ts";

const root = resolve(".");
const program = join(root, "dist/meshc.js");

test("the package installs into an empty folder without another download, and runs there", () => {
  const folder = folderWith({ "app/package.json": '{ "private": true }' });
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(execFileSync("npm", pack, { cwd: root, encoding: "utf8" }));
  const paths = packed.files.map(({ path }: { readonly path: string }) => path);
  expect(paths).toContain("dist/meshc.js");
  expect(
    paths.filter((path: string) => /^(compiler|targets|deploy|cli|test|tools|node_modules)\//.test(path)),
  ).toEqual([]);
  const app = join(folder, "app");
  // Offline: whatever had to be downloaded would fail.
  const install = ["install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename)];
  execFileSync("npm", install, {
    cwd: app,
    stdio: "pipe",
    env: { ...process.env, npm_config_cache: join(folder, "cache") },
  });
  const meshc = (...args: readonly string[]) =>
    spawnSync(join(app, "node_modules/.bin/meshc"), args, { cwd: app, encoding: "utf8" });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(meshc("--version").stdout).toBe(`${version}\n`);
  expect(meshc("init").status).toBe(0);
  expect(meshc("compile", "-o", "out").stdout).toMatch(/^out: \d+ written/);
  expect(meshc("explain", "brokers.uplink").stdout).toContain("What an edge dials");
  expect(meshc("fmt", "--check").stderr).toBe("");
});

test("the licenses of all packages that are bundled lie beside the program", async () => {
  const options = { bundle: true, write: false, metafile: true, platform: "node", format: "esm" } as const;
  const { metafile } = await build({ ...options, entryPoints: ["cli/main.ts"], logLevel: "silent" });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(used.flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const text = readFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  const known = [...text.matchAll(/^-{80}\n\n(\S+) (\S+) \((.+)\)\n\n/gm)].map(([, name]) => name);
  const names = [...folders].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    expect(text).toContain(`\n\n${name} ${version} (`);
    const licenses = readdirSync(join(root, folder)).filter((file) => /^licen[cs]e/i.test(file));
    expect(licenses, name).not.toEqual([]);
    for (const file of licenses)
      expect(text).toContain(readFileSync(join(root, folder, file), "utf8").trim());
    return name;
  });
  expect(names).toContain("commander");
  expect(known).toEqual(names.toSorted());
});

test("every locked package accepts the oldest node that meshc does, and none is bound to a registry", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const oldest = Number(/\d+/.exec(packages[""].engines.node)?.[0]);
  const entries = Object.entries<{ readonly engines?: { readonly node?: string } }>(packages);
  const refusing = entries.filter(([, { engines }]) => {
    const firstMajors = (engines?.node ?? "*")
      .split("||")
      .map((range) => Number(/\d+/.exec(range)?.[0] ?? 0));
    return firstMajors.every((major) => major > oldest);
  });
  expect(refusing.map(([name]) => name)).toEqual([]);
  expect(entries.filter(([, entry]) => "resolved" in entry)).toEqual([]);
});

test("what the pages of the package link to is in it, and nothing that a run left in the examples", () => {
  const pack = ["pack", "--ignore-scripts", "--json", "--dry-run"];
  const [{ files }] = JSON.parse(execFileSync("npm", pack, { cwd: root, encoding: "utf8" }));
  const paths: readonly string[] = files.map(({ path }: { readonly path: string }) => path);
  expect(paths).toContain("dist/THIRD-PARTY-LICENSES.txt");
  expect(paths.filter((path) => path.includes(".meshc/"))).toEqual([]);
  const missing = paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((page) => linksOf(page).map((link) => posix.join(posix.dirname(page), link)))
    .filter((link) => !paths.some((path) => path === link || path.startsWith(`${link}/`)));
  expect(missing).toEqual([]);
});

/** Files and folders that a page names in its links; links into the web and into the page itself are none. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link.replace(/#.*/, ""));
  return links.filter((link) => link !== "" && !/^[a-z]+:/.test(link)).map((link) => link.replace(/\/$/, ""));
}

test("the one file runs wherever it is put, without the code cache that lies beside it", () => {
  const folder = folderWith({ "meshc.cjs": readFileSync(program, "utf8") });
  const args = [join(folder, "meshc.cjs"), "validate", join(root, "examples/quickstart")];
  expect(spawnSync(process.execPath, args, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

test("a code cache of another program or another node is not used", () => {
  const text = readFileSync(program, "utf8");
  const id = /meshc-([0-9a-f]{16})/.exec(text)?.[1] ?? "";
  const caches = { [`meshc-${id}.cache`]: "not a cache", [`meshc-${id}.plan.cache`]: "not a cache" };
  const folder = folderWith({ "meshc.cjs": text, ...caches });
  const args = [join(folder, "meshc.cjs"), "plan", join(root, "examples/quickstart")];
  expect(spawnSync(process.execPath, args, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

test("a reader that leaves early is no error", async () => {
  const graph = spawn(process.execPath, [program, "graph", "examples/microservices"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  graph.stdout.destroy();
  let errors = "";
  graph.stderr.on("data", (chunk) => (errors += chunk));
  const [code] = await once(graph, "close");
  expect([code, errors]).toEqual([0, ""]);
});

/**
 * The parts of the program as the launcher finds them: what starting and `validate` evaluate, what `plan` does beside it,
 * and the rest by module.
 */
function partsOfProgram() {
  const own = readFileSync(program, "latin1");
  const opening = "\nfunction program() {/*\n";
  const begin = own.indexOf(opening) + opening.length;
  const end = own.indexOf("\n", begin);
  const index: Readonly<Record<string, readonly [number, number]>> = JSON.parse(own.slice(begin, end));
  const part = ([start, length]: readonly [number, number]) =>
    own.slice(end + 1 + start, end + 1 + start + length);
  const { fast, plan, ...rest } = index;
  const decompressed = Object.values(rest).map((place) =>
    brotliDecompressSync(Buffer.from(part(place), "base64")).toString(),
  );
  return { fast: fast ? part(fast) : "", plan: plan ? part(plan) : "", rest: decompressed };
}

test.each([
  ["encrypts", "AGE-SECRET-KEY-PQ-1"],
  ["makes certificates", "AuthorityKeyIdentifier"],
  ["talks to brokers", "requestMany"],
  ["signs requests to buckets", "AWS4-HMAC-SHA256"],
])("starting, `validate` and `plan` evaluate nothing of what %s", (_, mark) => {
  const { fast, plan, rest } = partsOfProgram();
  expect(fast.length).toBeGreaterThan(50_000);
  expect(plan.length).toBeGreaterThan(50_000);
  expect((fast + plan).includes(mark)).toBe(false);
  expect(rest.some((text) => text.includes(mark))).toBe(true);
});
