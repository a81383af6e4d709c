import { compare } from "../model/compare.ts";
import type { Application, Broker, Event, Mesh, Reference } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import { covers, printPattern } from "../model/topic.ts";
import type { Grant } from "../model/topology.ts";
import { readsByDurable } from "../model/reads-by-durable.ts";

/** The rights of an application at a broker: what its references touch, and no more. */
export function applicationGrants(application: Application, broker: Broker, mesh: Mesh): readonly Grant[] {
  const publish = application.publish.flatMap((reference) => eventGrants("publish", reference));
  const group = application.group === undefined ? undefined : { group: application.group };
  const subscribe = application.subscribe
    .map((reference) => liveOnly(reference, application))
    .flatMap((reference) => wholeDomain(reference, broker, mesh) ?? eventGrants("subscribe", reference))
    .map((grant) => ({ ...grant, ...group }));
  return [...tidyGrants(publish), ...tidyGrants(subscribe)];
}

/** A reference without what is read by a durable, which is no right to the topic itself. */
function liveOnly(reference: Reference, application: Application): Reference {
  const accesses = reference.accesses.filter(({ event }) => !readsByDurable(application, event));
  return { ...reference, accesses };
}

function eventGrants(action: Grant["action"], reference: Reference): readonly Grant[] {
  return reference.accesses.map(({ event, pattern }) => ({
    action,
    pattern,
    subject: { domain: event.domain, event: event.name },
  }));
}

/** `domain.*` is one right to the domain's topic where nothing in it has to be kept from the application. */
function wholeDomain(
  reference: Reference,
  { environment }: Broker,
  mesh: Mesh,
): readonly Grant[] | undefined {
  const domain = reference.domain === undefined ? undefined : mesh.domains.get(reference.domain);
  if (!domain || reference.accesses.length < domain.events.size) return undefined;
  const readable = (event: Event) => residencyAllows(event, environment);
  if (![...domain.events.values()].every(readable)) return undefined;
  return [{ action: "subscribe", pattern: [...domain.topic, ">"], subject: { domain: domain.name } }];
}

/** Sorted by topic, without those that another one covers. */
export function tidyGrants(grants: readonly Grant[]): readonly Grant[] {
  const sorted = grants
    .map((grant) => ({ grant, key: printPattern(grant.pattern) }))
    .toSorted((a, b) => compare(a.key, b.key));
  const distinct = sorted.filter((entry, index) => entry.key !== sorted[index - 1]?.key);
  const isCovered = (entry: (typeof distinct)[number]) =>
    distinct.some((other) => other !== entry && covers(other.grant.pattern, entry.grant.pattern));
  return distinct.filter((entry) => !isCovered(entry)).map((entry) => entry.grant);
}
