import fs, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/** What becomes of a change that is about to be made: it is made, it is cut short, or nobody is left who makes it. */
export type Step = "made" | "last" | "gone";

/** Who watches changes of the file system. */
export interface Watcher {
  /** Asked before each change. */
  readonly step: () => Step;
  /** What the one who would make the change does instead: ends at once, or waits for ever. */
  readonly end: () => Promise<never>;
  /** Told of each change that is being made; that of an opened file gives the file. */
  readonly making?: (change: Promise<unknown>) => void;
}

type Patched = Record<string, (...args: unknown[]) => Promise<unknown>>;

/**
 * Asks before each change of the file system that goes through `node:fs/promises` of this process, from now on; the
 * write that is the last step is cut in half. Returns how an open file is closed without being asked.
 */
export async function watchSteps({ step, end, making }: Watcher): Promise<(file: FileHandle) => unknown> {
  const module = fs as unknown as Patched;
  const probe = await fs.open(process.execPath, "r");
  const handle: Patched = Object.getPrototypeOf(probe);
  await probe.close();
  const close = handle["close"];
  const ask = (of: Patched, name: string): void => {
    const original = of[name];
    of[name] = async function (this: unknown, ...args) {
      const at = step();
      const [bytes] = args;
      if (at === "last" && name === "writeFile" && bytes instanceof Uint8Array)
        await original?.call(this, bytes.subarray(0, bytes.length / 2));
      if (at !== "made") return end();
      const change = original?.apply(this, args);
      if (change) making?.(change);
      return change;
    };
  };
  for (const name of ["open", "rename", "link", "unlink", "mkdir", "rm", "chmod"]) ask(module, name);
  for (const name of ["sync", "chmod", "close", "writeFile"]) ask(handle, name);
  syncBuiltinESMExports();
  return (file) => close?.call(file);
}
