import type { ApplyEvent, ApplyReport } from "./apply-options.ts";

/** Counts what is seen to be done, whether a run reaches its end or not. */
export interface Tally {
  readonly take: (event: ApplyEvent) => void;
  /** What was done by now: each instance counts once. */
  readonly counts: () => Pick<ApplyReport, "instances" | "touched" | "removed">;
}

const touching: ReadonlySet<string> = new Set(["healthy", "reloaded", "reconnecting"]);

/** Begins with nothing. */
export function tally(): Tally {
  let instances = 0;
  const touched = new Set<string>();
  const removed = new Set<string>();
  return {
    take: (event) => {
      if (event.kind === "planned") instances = event.instances;
      if (event.kind !== "instance") return;
      if (touching.has(event.to)) touched.add(event.instance);
      if (event.to === "stopped") removed.add(event.instance);
    },
    counts: () => ({ instances, touched: touched.size, removed: removed.size }),
  };
}
