import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, normalize } from "node:path";

/** What a program did to the system, as strace saw it: paths are absolute. */
export interface SystemCalls {
  readonly exitCode: number;
  /** Programs started, the first one among them. */
  readonly started: readonly string[];
  /** Calls that make or use connections to elsewhere. */
  readonly network: readonly string[];
  /** Files and folders opened for reading. */
  readonly read: readonly string[];
  /** Paths opened for writing, made, renamed, removed or changed. */
  readonly written: readonly string[];
}

/** Whether system calls can be watched here. */
export function canWatch(): boolean {
  return spawnSync("strace", ["--version"]).status === 0;
}

/** Runs node with arguments under strace. */
export function watched(args: readonly string[], cwd: string): SystemCalls {
  const folder = mkdtempSync(join(tmpdir(), "meshc-strace-"));
  const log = join(folder, "log");
  try {
    const strace = [
      "-f",
      "-s",
      "4096",
      "-e",
      "trace=%network,%process,%file",
      "-o",
      log,
      process.execPath,
      ...args,
    ];
    const { status } = spawnSync("strace", strace, { cwd, env: { PATH: process.env["PATH"] ?? "" } });
    return { exitCode: status ?? 1, ...sorted(readFileSync(log, "utf8").split("\n"), cwd) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const changes =
  /^(rename|renameat|renameat2|unlink|unlinkat|rmdir|mkdir|mkdirat|link|linkat|symlink|symlinkat|chmod|fchmodat|chown|fchownat|utimensat|truncate|mknod|mknodat)\(/;

function sorted(lines: readonly string[], cwd: string): Omit<SystemCalls, "exitCode"> {
  const calls = {
    started: [] as string[],
    network: [] as string[],
    read: [] as string[],
    written: [] as string[],
  };
  for (const line of lines) {
    const call = line.replace(/^\d+ +/, "");
    const paths = [...call.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = ""]) =>
      normalize(isAbsolute(path) ? path : join(cwd, path)),
    );
    if (/^execve(at)?\(/.test(call)) calls.started.push(paths[0] ?? "");
    // A thread of this process starts nothing; a process without that flag does.
    else if (/^(fork|vfork|clone3?)\(/.test(call) && !call.includes("CLONE_THREAD")) calls.started.push(call);
    else if (/^(socket|connect|bind|listen|accept|sendto|sendmsg)\(/.test(call)) calls.network.push(call);
    else if (/^open(at2?)?\(|^creat\(/.test(call)) {
      const writes = /O_WRONLY|O_RDWR|O_CREAT|^creat/.test(call);
      calls[writes ? "written" : "read"].push(paths[0] ?? "");
    } else if (changes.test(call)) calls.written.push(...paths);
  }
  return calls;
}
