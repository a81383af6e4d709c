import type { Effect } from "../model/effect.ts";
import type { Step } from "../target.ts";

/**
 * What a step does to who uses the broker. `several` = the instance has others beside it, before and after. Who is ended for
 * good by a reload is nobody who goes on.
 */
export function effectOfStep({ kind, interrupts, forGood }: Step, several: boolean): Effect {
  if (kind === "start" || kind === "stop") return "NONE";
  if (forGood) return "RELOAD";
  if (kind === "reconnect" || interrupts) return "INTERRUPTS";
  if (kind === "reload") return "RELOAD";
  return several ? "ROLLING RESTART" : "INTERRUPTS";
}
