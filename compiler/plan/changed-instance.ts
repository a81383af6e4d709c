import { partKey } from "../model/part.ts";
import type { WorkloadInstance } from "../model/workload.ts";
import type { Step } from "../target.ts";
import { effectOfStep } from "./effect-of-step.ts";
import type { Happening } from "./happening.ts";
import type { Placed } from "./placed.ts";
import { generalTouch, partTouch, processTouch, type Touch, wholeTouch } from "./touch.ts";

/**
 * The steps by which an instance that is there is changed. Where it has others beside it, before and after, these go on
 * meanwhile: one that is to be the only one has nobody beside it any more once it is started anew.
 */
export function changed(
  from: Placed,
  to: Placed,
  steps: readonly Step[],
  wave: number,
): readonly Happening[] {
  const { broker } = to.workload;
  const several = [from, to].every(({ workload }) => workload.instances.length > 1);
  const process = processOf(to.instance);
  return steps.map((step) => ({
    ...happeningAt(to, wave),
    effect: effectOfStep(step, several),
    basis: step.basis ?? "observed",
    why: step.why,
    ...(step.kind === "restart" && !process && { restarts: true as const }),
    about: process ? [process] : aboutOf(step, broker),
    also: process ? [] : [wholeTouch(broker)],
  }));
}

/** Where and when something is done. */
export function happeningAt(
  { workload: { broker, environment }, instance }: Placed,
  wave: number,
): Pick<Happening, "broker" | "environment" | "instance" | "wave"> {
  return { broker, environment, instance: instance.name, wave };
}

/** The link that an instance carries, where it is a process that does. */
export function processOf({ beside, name }: WorkloadInstance): Touch | undefined {
  return beside === undefined ? undefined : processTouch(name.slice("link.".length));
}

function aboutOf({ about }: Step, broker: string): readonly Touch[] {
  return about ? about.map((part) => partTouch(broker, partKey(part))) : [generalTouch(broker)];
}
