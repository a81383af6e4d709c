import type { Reporter } from "../diagnostics/reporter.ts";
import type { Mesh } from "../model/mesh.ts";
import type { Engine } from "../target.ts";
import { backoffFits } from "./backoff-fits.rule.ts";
import { certificatesAreShown } from "./certificates-are-shown.rule.ts";
import { domainsDoNotOverlap } from "./domains-do-not-overlap.rule.ts";
import { durablesReadStoredEvents } from "./durables-read-stored-events.rule.ts";
import { enginesCarryTopics } from "./engines-carry-topics.rule.ts";
import { eventsAreReadOnOneKindOfTerms } from "./events-are-read-on-one-kind-of-terms.rule.ts";
import { eventsDoNotOverlap } from "./events-do-not-overlap.rule.ts";
import { groupsAgreeOnTerms } from "./groups-agree-on-terms.rule.ts";
import { groupsBelongToOneTeam } from "./groups-belong-to-one-team.rule.ts";
import { groupsSubscribe } from "./groups-subscribe.rule.ts";
import { keptEventsAreKeptOver } from "./kept-events-are-kept-over.rule.ts";
import { keysAreReadByOne } from "./keys-are-read-by-one.rule.ts";
import { prohibitionsAreAboutSomething } from "./prohibitions-are-about-something.rule.ts";
import { protocolsAreSpoken } from "./protocols-are-spoken.rule.ts";
import { referencesAreShared } from "./references-are-shared.rule.ts";
import { referencesRespectResidency } from "./references-respect-residency.rule.ts";
import type { Rule } from "./rule.ts";
import { termsAreAboutDurables } from "./terms-are-about-durables.rule.ts";

/** The rules in the order in which their findings read best. */
const rules: readonly Rule[] = [
  domainsDoNotOverlap,
  eventsDoNotOverlap,
  enginesCarryTopics,
  referencesAreShared,
  referencesRespectResidency,
  groupsBelongToOneTeam,
  groupsSubscribe,
  prohibitionsAreAboutSomething,
  certificatesAreShown,
  durablesReadStoredEvents,
  termsAreAboutDurables,
  backoffFits,
  eventsAreReadOnOneKindOfTerms,
  groupsAgreeOnTerms,
  keysAreReadByOne,
  protocolsAreSpoken,
  keptEventsAreKeptOver,
];

/** Holds the mesh against every rule. */
export function check(mesh: Mesh, engines: ReadonlyMap<string, Engine>, report: Reporter): void {
  for (const rule of rules) rule(mesh, engines, report);
}
