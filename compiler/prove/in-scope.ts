import type { Application, Event, Policy, Scope } from "../model/mesh.ts";

/** What a policy judges: an event and the applications at its ends (one where nobody publishes it). */
export interface Judged {
  readonly event: Event;
  readonly sides: readonly Application[];
}

/** Whether a scope speaks of something: each given list must match. */
export function inScope(scope: Scope, { event, sides }: Judged): boolean {
  const some = (list: readonly string[] | undefined, names: readonly string[]) =>
    !list || names.some((name) => list.includes(name));
  return (
    some(scope.domains, [event.domain]) &&
    some(
      scope.environments,
      sides.map((side) => side.broker.environment.name),
    ) &&
    some(
      scope.teams,
      sides.map((side) => side.team),
    ) &&
    some(
      scope.applications,
      sides.map((side) => side.name),
    )
  );
}

/** Whether a policy judges something on a day (`YYYY-MM-DD`): in scope, and under no exception that still holds. */
export function judges(policy: Policy, judged: Judged, today: string): boolean {
  if (!inScope(policy.scope, judged)) return false;
  return !policy.except.some(
    (exception) => (exception.until === undefined || today <= exception.until) && inScope(exception, judged),
  );
}
