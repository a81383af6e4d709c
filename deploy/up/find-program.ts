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
 * Finds an engine's program: the one that `MESHC_<PROGRAM>` names, else the first on the PATH, else the newest in
 * `$XDG_CACHE_HOME/meshc/<program>/<any>/<program>`, else in `~/.cache` likewise.
 */
export async function findProgram(host: Host, support: EngineSupport): Promise<Result<Program>> {
  const { program, install } = support.live;
  const variable = variableOf(support);
  const named = host.environment[variable];
  // Instances run in folders of their own, where a relative path would mean something else.
  if (named) return inspect(host, support, named.includes("/") ? resolve(named) : named);
  for (const folder of (host.environment["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, program);
    if (await host.files.isExecutable(candidate)) return inspect(host, support, candidate);
  }
  const cache = cacheFolder(host, program);
  const cached = cache === undefined ? undefined : await newestIn(host, support, cache);
  if (cached) return success(cached);
  const searched = [variable, "the PATH", ...(cache === undefined ? [] : [cache])];
  return failure(programMissing, { program, variable, searched, install });
}

function cacheFolder({ environment }: Host, program: string): string | undefined {
  const { XDG_CACHE_HOME: cache, HOME: home } = environment;
  if (cache) return join(cache, "meshc", program);
  return home ? join(home, ".cache", "meshc", program) : undefined;
}

async function newestIn(host: Host, support: EngineSupport, cache: string): Promise<Program | undefined> {
  let newest: Program | undefined;
  for (const name of await host.files.list(cache).catch(() => [])) {
    const path = join(cache, name, support.live.program);
    if (!(await host.files.isExecutable(path))) continue;
    const found = await inspect(host, support, path);
    if (found.ok && (!newest || isNewer(found.value.version, newest.version))) newest = found.value;
  }
  return newest;
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

function variableOf({ live }: EngineSupport): string {
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

function isNewer(a: string, b: string): boolean {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}
