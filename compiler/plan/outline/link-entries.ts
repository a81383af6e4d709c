import { compare } from "../../model/compare.ts";
import { printPattern } from "../../model/topic.ts";
import type { Grant, Identity, Link, ListedTopic, StoredUse, Topology } from "../../model/topology.ts";
import type { Entry, Facet } from "../entry.ts";
import { facetsOf, listed, said } from "./facets.ts";

/** Links: their kind, their ends, and what they let through. */
export function linkEntries(
  { links, identities, brokers }: Topology,
  only?: ReadonlySet<string>,
): readonly Entry[] {
  const byName = new Map(identities.map((identity) => [identity.name, identity]));
  return links
    .filter(({ name }) => !only || only.has(name))
    .map((link) => ({
      kind: "link",
      name: link.name,
      environment: brokers.get(link.from)?.broker.environment.name ?? "",
      facets: facetsOf([
        ...endFacets(link),
        ...topicFacets(link),
        ...rightFacets(byName.get(`link.${link.name}`)),
        ...rightFacets(byName.get(`connect.${link.name}`)),
      ]),
      brokers: [...new Set([link.from, link.to, ...link.standby])].toSorted(compare),
    }));
}

/** Cost of a link of which no entry says one. */
const usualCost = 1;

function endFacets({ kind, from, to, standby, declaration, domains }: Link): readonly (Facet | undefined)[] {
  return [
    said("kind", kind.name),
    said("dialed by", from),
    said("leads to", to),
    said("standby", standby.length > 0 ? standby.join(", then ") : undefined),
    said("domains", domains?.toSorted(compare).join(", ") ?? "all"),
    said("cost", declaration?.cost ?? usualCost),
    said("encrypted below", declaration?.encrypted && "yes"),
  ];
}

function topicFacets({ listed: topics, durables }: Link): readonly (Facet | undefined)[] {
  const words = ({ pattern, event }: ListedTopic) =>
    `${printPattern(pattern)} (${event.domain}.${event.name}, ${event.terms.delivery})`;
  return [
    listed("goes up", topics?.up.map(words) ?? []),
    listed("comes down", topics?.down.map(words) ?? []),
    listed(
      "comes down from",
      durables?.map(
        ({ stream, home, patterns }) => `${stream} at ${home} ${patterns.map(printPattern).join(" ")}`,
      ) ?? [],
    ),
  ];
}

function rightFacets(identity: Identity | undefined): readonly (Facet | undefined)[] {
  if (!identity) return [];
  return [...identity.at].map(([broker, grants]) =>
    listed("lets through", [...grants.map(grantWords), ...useWords(identity.uses.get(broker))], broker),
  );
}

function grantWords({ action, pattern, group }: Grant): string {
  return `${action} ${printPattern(pattern)}${group === undefined ? "" : ` in group ${group}`}`;
}

function useWords(use: StoredUse | undefined): readonly string[] {
  if (!use) return [];
  return [
    ...use.answered.map((name) => `answers to ${name}`),
    ...use.reads.map(({ stream, mirror = stream, name }) => `reading of ${mirror} by ${name}`),
    ...(use.brings ?? []).map(({ stream, name }) => `reading of ${stream} by ${name}`),
    ...use.sources.map(({ name }) => `drawing of ${name}`),
    ...use.mirrors.map(({ name }) => `copying to ${name}`),
  ];
}
