import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { programMissing, programUnusable } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { EngineSupport } from "./engine-support.ts";
import { inherited } from "./inherited.ts";

/** An engine's program on this machine. */
export interface Program {
  readonly path: string;
  /** As it prints it, such as `2.15.1`. */
  readonly version: string;
  /** What meshc compiles for, such as `2.15`. */
  readonly minor: string;
}

/**
 * Finds an engine's program: the one that `MESHC_<PROGRAM>` names, of several the first, else the first on the PATH, else
 * the newest in `$XDG_CACHE_HOME/meshc/<program>/<any>/<program>`, else in `~/.cache` likewise.
 */
export async function findProgram(host: Host, support: EngineSupport): Promise<Result<Program>> {
  const { program, install } = support.live;
  const variable = variableOf(support);
  const [named] = namedPaths(host, support);
  if (named !== undefined) return inspect(host, support, named);
  const [onPath] = await pathsOnPath(host, program);
  if (onPath !== undefined) return inspect(host, support, onPath);
  const [newest] = (await inspectAll(host, support, await pathsInCache(host, program))).toSorted(newestFirst);
  if (newest) return success(newest);
  return failure(programMissing, { program, variable, searched: placesOf(host, support), install });
}

/**
 * All programs of an engine that can be used here, those first that come first: the ones that `MESHC_<PROGRAM>` names,
 * separated as the PATH is, then those on the PATH, then those in the cache, the newest first.
 */
export async function findAllPrograms(host: Host, support: EngineSupport): Promise<readonly Program[]> {
  const { program } = support.live;
  const given = [...namedPaths(host, support), ...(await pathsOnPath(host, program))];
  const cached = await inspectAll(host, support, await pathsInCache(host, program));
  return [...(await inspectAll(host, support, given)), ...cached.toSorted(newestFirst)];
}

/** The program of an engine at a path; `undefined` where none is there that can be used. */
export async function programAt(
  host: Host,
  support: EngineSupport,
  path: string,
): Promise<Program | undefined> {
  const found = await inspect(host, support, path);
  return found.ok ? found.value : undefined;
}

/** Where an engine's program is looked for, in words. */
export function placesOf(host: Host, support: EngineSupport): readonly string[] {
  const cache = cacheFolder(host, support.live.program);
  return [variableOf(support), "the PATH", ...(cache === undefined ? [] : [cache])];
}

function cacheFolder({ environment }: Host, program: string): string | undefined {
  const { XDG_CACHE_HOME: cache, HOME: home } = environment;
  if (cache) return join(cache, "meshc", program);
  return home ? join(home, ".cache", "meshc", program) : undefined;
}

/** Instances run in folders of their own, where a relative path would mean something else. */
function namedPaths({ environment }: Host, support: EngineSupport): readonly string[] {
  const named = (environment[variableOf(support)] ?? "").split(delimiter).filter((path) => path !== "");
  return named.map((path) => (path.includes("/") ? resolve(path) : path));
}

async function pathsOnPath(host: Host, program: string): Promise<readonly string[]> {
  const folders = (host.environment["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return executable(
    host,
    folders.map((folder) => join(folder, program)),
  );
}

async function pathsInCache(host: Host, program: string): Promise<readonly string[]> {
  const cache = cacheFolder(host, program);
  const names = cache === undefined ? [] : await host.files.list(cache).catch(() => []);
  return executable(
    host,
    names.map((name) => join(cache ?? "", name, program)),
  );
}

async function executable(host: Host, paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) if (await host.files.isExecutable(path)) found.push(path);
  return found;
}

/** Those of some programs that can be used. */
async function inspectAll(
  host: Host,
  support: EngineSupport,
  paths: readonly string[],
): Promise<readonly Program[]> {
  const found: Program[] = [];
  for (const path of paths) {
    const program = await inspect(host, support, path);
    if (program.ok) found.push(program.value);
  }
  return found;
}

async function inspect(host: Host, support: EngineSupport, path: string): Promise<Result<Program>> {
  const { live, engine } = support;
  const unusable = (why: string) =>
    failure(programUnusable, { program: path, why, variable: variableOf(support) });
  const options = { milliseconds: 10_000, environment: inherited(host) };
  const ran = await host.processes.run(path, live.versionArguments, options).catch(reasonOf);
  if (typeof ran === "string") return unusable(ran);
  const version = live.parseVersion(`${ran.output}${ran.errors}`);
  if (version === undefined) return unusable("it does not tell its version");
  const minor = version.split(".").slice(0, 2).join(".");
  if (engine.versions.includes(minor)) return success({ path, version, minor });
  return unusable(`it is version ${version}; this meshc knows ${engine.versions.join(", ")}`);
}

/** The environment variable that names an engine's program. */
export function variableOf({ live }: EngineSupport): string {
  return `MESHC_${live.program.toUpperCase().replaceAll("-", "_")}`;
}

/** Why a program could not be started. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return reasons.get(code) ?? error.message;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission denied, or it is no program"],
  ["ENOEXEC", "it is no program for this machine"],
]);

function newestFirst({ version: a }: Program, { version: b }: Program): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at < 0 ? 0 : (right[at] ?? 0) - (left[at] ?? 0);
}
