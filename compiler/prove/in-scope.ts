import type { Application, Event, Policy, Scope } from "../model/mesh.ts";
import type { Topology } from "../model/topology.ts";

/**
 * What a policy judges: an event, the applications at its ends (one where only its reader counts, none where it is
 * stored), and the environments where they are or it is.
 */
export interface Judged {
  readonly event: Event;
  readonly sides: readonly Application[];
  readonly environments: readonly string[];
}

/** Whether a scope speaks of something: each given list must match. */
export function inScope(scope: Scope, { event, sides, environments }: Judged): boolean {
  return (
    hasOneOf(scope.domains, [event.domain]) &&
    hasOneOf(scope.environments, environments) &&
    hasOneOf(
      scope.teams,
      sides.map((side) => side.team),
    ) &&
    hasOneOf(
      scope.applications,
      sides.map((side) => side.name),
    )
  );
}

/** Environments of some brokers, by name. */
export function environmentsOf(topology: Topology, brokers: readonly string[]): readonly string[] {
  return brokers.flatMap((name) => topology.brokers.get(name)?.broker.environment.name ?? []);
}

function hasOneOf(list: readonly string[] | undefined, names: readonly string[]): boolean {
  return !list || names.some((name) => list.includes(name));
}

/** Whether a policy judges something on a day (`YYYY-MM-DD`): in scope, and under no exception that still holds. */
export function judges(policy: Policy, judged: Judged, today: string): boolean {
  if (!inScope(policy.scope, judged)) return false;
  return !policy.except.some(
    (exception) => (exception.until === undefined || today <= exception.until) && inScope(exception, judged),
  );
}
