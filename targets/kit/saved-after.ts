import { linksAt } from "../../compiler/model/links-at.ts";
import type { Broker } from "../../compiler/model/mesh.ts";
import type { Link, Topology } from "../../compiler/model/topology.ts";

/** Changes after which a Mosquitto saves beside a process that has it save before (`saved_after` of the patched engine). */
export const besideProcess = 24;
/**
 * How often such a process has it save what it carries nothing of (`saved_each` of the patched engine): what is published and
 * read at that broker alone would else be saved after `besideProcess` changes, whenever they come.
 */
export const savedEach = "10s";
/** A process would have to send as many packets for each save. */
const mostChanges = 1_000;

/**
 * After how many changes a Mosquitto saves that nothing else is said of: at each, so that killed it loses the least; after some
 * where it is beside the process of a link, which makes it save what must not be lost. Saved at each change, everything that
 * waits is written anew for each packet: after a cut of a minute, at 500 events a second, what had waited did
 * not come to its readers within another (2.0.11).
 */
export function usualInterval({ links }: Topology, broker: string): number {
  const isBeside = linksAt(links, broker).some(
    (link) => link.from === broker && link.kind.process !== undefined && carriesWhatIsSaved(link),
  );
  return isBeside ? besideProcess : 1;
}

/** What is at most once is never saved: a process that carries nothing else does not have the broker save. */
function carriesWhatIsSaved({ listed = { up: [], down: [] } }: Link): boolean {
  return [...listed.up, ...listed.down].some(({ event }) => event.terms.delivery === "at-least-once");
}

/** After how many changes a Mosquitto saves, which nothing is derived for but `usual`; `undefined` where it saves by time. */
export function changesUntilSaved({ settings }: Broker, usual: number): number | undefined {
  const { autosave_interval: interval = usual, autosave_on_changes: onChanges = true } = settings;
  return onChanges === true ? Number(interval) : undefined;
}

/** After how many changes a Mosquitto beside a process saves; 0 where it saves by time, or too seldom to be made to. */
export function savedAfter(broker: Broker): number {
  const changes = changesUntilSaved(broker, besideProcess) ?? 0;
  return changes <= mostChanges ? changes : 0;
}
