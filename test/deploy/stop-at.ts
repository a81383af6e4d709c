import { AsyncLocalStorage } from "node:async_hooks";
import type { FileHandle } from "node:fs/promises";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { watchSteps } from "./watch-steps.ts";

interface Run {
  steps: number;
  isOver: boolean;
  readonly last: number;
  readonly stop: () => void;
  readonly changes: Promise<unknown>[];
}

/** How a piece of work ended: stopped, or by itself with what it gave; and how many steps it took. */
export type Stopped<Value> = { readonly steps: number } & (
  { readonly stopped: true } | { readonly stopped: false; readonly value: Value }
);

/**
 * Makes a function that runs work and leaves it for good just before its n-th change of the file system (0 = never), as
 * `killAt` does, a write cut in half, but in this process: what it awaits never comes, and it changes nothing any more.
 * To others its host is a process that has ended. Work that starts processes needs `killAt`.
 */
export async function stopAt() {
  const runs = new AsyncLocalStorage<Run>();
  const never = new Promise<never>(() => undefined);
  const close = await watchSteps({
    step: () => stepOf(runs.getStore()),
    end: () => {
      runs.getStore()?.stop();
      return never;
    },
    making: (change) => runs.getStore()?.changes.push(change),
  });
  return async <Value>(
    last: number,
    environment: Host["environment"],
    work: (host: Host) => Promise<Value>,
  ) => {
    const host = await endedHost(environment);
    let run: Run | undefined;
    const ended = await new Promise<{ stopped: true } | { stopped: false; value: Value }>(
      (resolve, reject) => {
        run = { steps: 0, isOver: false, last, stop: () => resolve({ stopped: true }), changes: [] };
        runs.run(run, () => work(host)).then((value) => resolve({ stopped: false, value }), reject);
      },
    );
    // The system would finish what it was asked for, and close what is open, which changes nothing in it.
    for (const change of (await Promise.allSettled(run?.changes ?? [])).map(valueOf))
      if (isOpen(change)) await close(change);
    return { steps: run?.steps ?? 0, ...ended } satisfies Stopped<Value> as Stopped<Value>;
  };
}

function stepOf(run: Run | undefined) {
  if (!run) return "made";
  if (run.isOver) return "gone";
  if (++run.steps !== run.last) return "made";
  run.isOver = true;
  return "last";
}

function valueOf(change: PromiseSettledResult<unknown>): unknown {
  return change.status === "fulfilled" ? change.value : undefined;
}

function isOpen(value: unknown): value is FileHandle {
  return typeof value === "object" && value !== null && "fd" in value && Number(value.fd) >= 0;
}

/** This machine as seen by a process that nobody finds any more: it began before all others. */
async function endedHost(environment: Host["environment"]): Promise<Host> {
  const host = nodeHost();
  const { pid, born } = await host.processes.self();
  const ended = { pid, born: born.replace(/[^/]+$/, "0") };
  return { ...host, environment, processes: { ...host.processes, self: async () => ended } };
}
