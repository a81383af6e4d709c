import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What was seen of a process: its arguments and its environment. */
export interface Seen {
  readonly pid: number;
  readonly what: "arguments" | "environment";
  readonly text: string;
  /** The arguments of the process whose environment it is. */
  readonly of?: string;
}

/**
 * Looks every few milliseconds at the processes that descend from those named, and at those that run below a folder.
 * Of the named ones, which the user gave an environment to, only the arguments are kept.
 */
export function watchProcesses(folder: string) {
  const roots = new Set<number>();
  const seen = new Map<string, Seen>();
  const keep = (pid: number, isRoot: boolean, rootArguments: ReadonlySet<string>): void => {
    const words = readProc(pid, "cmdline");
    if (!words) return;
    seen.set(`${pid} ${words}`, { pid, what: "arguments", text: words.replaceAll("\0", "\n") });
    // Between fork and exec a child is its parent, environment included; it is looked at again.
    if (isRoot || rootArguments.has(words)) return;
    const variables = readProc(pid, "environ");
    if (!variables) return;
    const text = variables.replaceAll("\0", "\n");
    seen.set(`${pid} ${words} ${text}`, { pid, what: "environment", text, of: words.replaceAll("\0", " ") });
  };
  const look = (): void => {
    const parents = new Map(pids().map((pid) => [pid, parentOf(pid)]));
    const rootArguments = new Set([...roots].flatMap((pid) => readProc(pid, "cmdline") ?? []));
    for (const pid of parents.keys()) {
      const isRoot = roots.has(pid);
      if (isRoot || descends(pid, roots, parents) || runsBelow(pid, folder)) keep(pid, isRoot, rootArguments);
    }
  };
  const timer = setInterval(look, 20);
  return {
    add: (pid: number): void => void roots.add(pid),
    seen: (): readonly Seen[] => [...seen.values()],
    stop: (): void => clearInterval(timer),
  };
}

function pids(): readonly number[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined;
  }
}

function parentOf(pid: number): number {
  const stat = readProc(pid, "stat") ?? "";
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function descends(pid: number, roots: ReadonlySet<number>, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at)) {
    if (roots.has(at)) return true;
  }
  return false;
}

function runsBelow(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`);
  } catch {
    return false;
  }
}
