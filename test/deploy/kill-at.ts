import fs from "node:fs/promises";
import processes from "node:child_process";

/**
 * Kills this process as a power cut would, just before its n-th change of the file system or start of a process;
 * a write is cut in half. Patches the modules that a bundle calls through. `steps()` counts what would have counted.
 */
export async function killAt(n: number): Promise<{ steps: () => number }> {
  let count = 0;
  const step = (): void => {
    if (++count === n) process.kill(process.pid, "SIGKILL");
  };
  const patched = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ["open", "rename", "link", "unlink", "mkdir", "rm", "chmod"]) {
    const original = patched[name];
    patched[name] = (...args) => {
      step();
      return original?.apply(fs, args);
    };
  }
  const probe = await fs.open(process.execPath, "r");
  const handle: Record<string, (...args: unknown[]) => unknown> = Object.getPrototypeOf(probe);
  await probe.close();
  for (const name of ["sync", "chmod", "close"]) {
    const original = handle[name];
    handle[name] = function (this: unknown, ...args) {
      step();
      return original?.apply(this, args);
    };
  }
  const writeFile = handle["writeFile"];
  handle["writeFile"] = async function (this: unknown, ...args) {
    const [bytes] = args;
    if (count + 1 === n && bytes instanceof Uint8Array) {
      await writeFile?.call(this, bytes.subarray(0, bytes.length / 2));
    }
    step();
    return writeFile?.apply(this, args);
  };
  const spawner = processes as unknown as Record<string, (...args: unknown[]) => unknown>;
  const spawn = spawner["spawn"];
  spawner["spawn"] = (...args) => {
    step();
    const child = spawn?.apply(processes, args);
    step();
    return child;
  };
  return { steps: () => count };
}
