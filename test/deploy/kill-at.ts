import processes from "node:child_process";
import { watchSteps } from "./watch-steps.ts";

/**
 * Kills this process as a power cut would, just before its n-th change of the file system or start of a process;
 * a write is cut in half. Patches the modules that a bundle calls through. `steps()` counts what would have counted.
 */
export async function killAt(n: number): Promise<{ steps: () => number }> {
  let count = 0;
  const step = () => (++count === n ? "last" : "made");
  const end = (): Promise<never> => {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => undefined);
  };
  await watchSteps({ step, end });
  const spawner = processes as unknown as Record<string, (...args: unknown[]) => unknown>;
  const spawn = spawner["spawn"];
  spawner["spawn"] = (...args) => {
    if (step() === "last") void end();
    const child = spawn?.apply(processes, args);
    if (step() === "last") void end();
    return child;
  };
  return { steps: () => count };
}
