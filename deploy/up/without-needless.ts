import type { Topology } from "../../compiler/model/topology.ts";
import type { Step } from "../../compiler/target.ts";
import type { PlannedInstance } from "./carry-out.ts";

/**
 * The steps of a run without those that others make needless: a link whose dialing broker is started anew logs in anew by
 * that. Cut off before, it would lose events twice. Until the broker is started anew its start stays planned, whatever
 * ends the run.
 */
export function withoutNeedless(
  { links }: Pick<Topology, "links">,
  planned: readonly PlannedInstance[],
): readonly PlannedInstance[] {
  const brokersOf = (those: readonly PlannedInstance[]) =>
    new Set(those.map(({ workload }) => workload.broker));
  const lasting = brokersOf(planned.filter(({ steps }) => !steps.some(isStart)));
  const startedAnew = new Set([...brokersOf(planned)].filter((broker) => !lasting.has(broker)));
  const dialers = new Map(links.map(({ name, from }) => [`link.${name}`, from]));
  const isNeedless = ({ kind, identity = "" }: Step) => {
    const dialer = dialers.get(identity);
    return kind === "reconnect" && dialer !== undefined && startedAnew.has(dialer);
  };
  return planned.map((each) => ({ ...each, steps: each.steps.filter((step) => !isNeedless(step)) }));
}

function isStart({ kind }: Step): boolean {
  return kind === "start" || kind === "restart";
}
