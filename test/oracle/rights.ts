import { mayCross } from "./crossing.ts";
import { readByDurable } from "./durables.ts";
import { keeps, wouldKeep } from "./sources.ts";
import { isListed } from "./unlike-engines.ts";
import type { Action, Catalog, Use } from "./uses.ts";
import type { DecidedRight, DecidedSource } from "./verdict.ts";
import type { Leaf, Wiring } from "./wiring.ts";
import { below } from "./wiring.ts";

/** Concrete topics that each application, and each leaf connection, may publish and subscribe to, place by place. */
export function decideRights(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  tried: readonly string[],
  sources: readonly DecidedSource[],
): readonly DecidedRight[] {
  const rights: DecidedRight[] = [];
  for (const [name, use] of uses) {
    const { group = "" } = catalog.mesh.applications[name] ?? {};
    const identity = `application.${name}`;
    const sent = new Set([...use.publish.values()].flatMap((texts) => [...texts]));
    const stored = readByDurable(catalog, name, use);
    const live = [...use.subscribe].filter(([event]) => !stored.includes(event));
    const heard = new Set(live.flatMap(([, texts]) => [...texts]));
    const domains = [...use.wholeDomains].filter(
      (domain) => !stored.some((id) => id.startsWith(`${domain}.`)),
    );
    for (const domain of domains) for (const text of underRoot(catalog, domain, tried)) heard.add(text);
    for (const broker of use.places) {
      rights.push({ identity, broker, action: "publish", group: "", topics: sent });
      rights.push({ identity, broker, action: "subscribe", group, topics: heard });
    }
  }
  for (const leaf of wiring.leaves) {
    // What crosses by a list is decided for itself, within bounds.
    if (isListed(leaf.kind)) continue;
    const topicsOf: TopicsOf = (action, domain, dialer, target) =>
      crossingTopics(catalog, sources, tried, { action, domain, dialer, target });
    for (const target of leaf.targets)
      rights.push(...leafRights(catalog, uses, wiring, leaf, target, topicsOf));
  }
  return rights.filter((right) => right.topics.size > 0);
}

/** Topics of a domain that cross a leaf connection as they are published: up where it publishes, or down. */
type TopicsOf = (action: Action, domain: string, dialer: string, target: string) => readonly string[];

function leafRights(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  leaf: Leaf,
  target: string,
  topicsOf: TopicsOf,
): readonly DecidedRight[] {
  const { mesh } = catalog;
  const dials = (broker: string) =>
    wiring.leaves.filter((one) => one.dialer === broker).flatMap((one) => one.targets);
  const rightFor = (action: Action): DecidedRight => {
    const topics = Object.keys(mesh.domains).flatMap((domain) => {
      const carries = (from: string, to: string) => topicsOf(action, domain, from, to).length > 0;
      const reaching = (broker: string) => dials(broker).filter((to) => carries(broker, to));
      const places = below(leaf.dialer, reaching, Object.keys(mesh.brokers));
      const isWanted = [...uses].some(
        ([name, use]) =>
          use.places.some((at) => places.includes(at)) &&
          liveEvents(catalog, name, use, action).some((event) => event.startsWith(`${domain}.`)),
      );
      return isWanted ? topicsOf(action, domain, leaf.dialer, target) : [];
    });
    return { identity: `link.${leaf.name}`, broker: target, action, group: "", topics: new Set(topics) };
  };
  return [rightFor("publish"), rightFor("subscribe")];
}

/** What an application needs live: all that it publishes, and what it does not read by a durable. */
function liveEvents(catalog: Catalog, name: string, use: Use, action: Action): readonly string[] {
  const stored = action === "subscribe" ? readByDurable(catalog, name, use) : [];
  return [...use[action].keys()].filter((event) => !stored.includes(event));
}

interface Crossing {
  readonly action: Action;
  readonly domain: string;
  readonly dialer: string;
  readonly target: string;
}

/** What an edge would keep never goes up from it, whoever publishes it; what it does keep does not come down to it. */
function crossingTopics(
  catalog: Catalog,
  sources: readonly DecidedSource[],
  tried: readonly string[],
  { action, domain, dialer, target }: Crossing,
): readonly string[] {
  const { mesh } = catalog;
  const events = catalog.events.filter((event) => event.domain === domain);
  const allowed = events
    .filter((event) => mayCross(mesh, event, dialer, target))
    .filter((event) =>
      action === "publish" ? !wouldKeep(mesh, dialer, event) : !keeps(sources, dialer, event.id),
    );
  if (allowed.length === events.length) return underRoot(catalog, domain, tried);
  const ids = allowed.map((event) => event.id);
  return catalog.topics.filter((topic) => ids.includes(topic.event)).map((topic) => topic.text);
}

function underRoot({ mesh }: Catalog, domain: string, tried: readonly string[]): readonly string[] {
  return tried.filter((text) => text.startsWith(`${mesh.domains[domain]?.topic}/`));
}
