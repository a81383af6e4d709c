import type {
  Durable,
  Flow,
  Grant,
  Identity,
  Link,
  StoredUse,
  Topology,
} from "../../compiler/model/topology.ts";

/**
 * Whether all topics of a flow arrive in a mesh, found by letting an event spread from its publisher's broker over every link that lets its
 * topic through, and read from where it is kept. Knows of no climbs or joined ways, unlike what is tested by it.
 */
export function spreads(topology: Topology, flow: Flow): boolean {
  const { event, publisher, subscriber, from, to } = flow;
  const name = `${event.domain}.${event.name}`;
  const identities = new Map(topology.identities.map((one) => [one.name, one]));
  const own = (application: string) => identities.get(`application.${application}`);
  const rights = (action: Grant["action"], application: string, broker: string) =>
    (own(application)?.at.get(broker) ?? []).filter(
      ({ action: does, subject }) =>
        does === action && subject.domain === event.domain && (subject.event ?? event.name) === event.name,
    );
  const reads = (own(subscriber.name)?.uses.get(to)?.reads ?? []).find((durable) =>
    durable.events.some((one) => `${one.domain}.${one.name}` === name),
  );
  const durable = topology.durables.find((one) => one.stream === reads?.stream && one.name === reads?.name);
  const into = durable
    ? durable.patterns
    : rights("subscribe", subscriber.name, to).map(({ pattern }) => pattern);
  const topics = rights("publish", publisher.name, from).flatMap(({ pattern }) =>
    into.flatMap((other) => topicIn(pattern, other) ?? []),
  );
  if (topics.length === 0) return false;
  return topics.every((topic) => {
    const at = reached(topology, identities, topic, name, [from]);
    const isStored = (home: string) => at.has(home) || isDrawn(topology, identities, at, name, home);
    if (durable) {
      const home = topology.streams.find(({ events }) =>
        events.some((one) => `${one.domain}.${one.name}` === name),
      );
      return (
        home !== undefined && isStored(home.home) && isRead(topology, identities, durable, home.home, to)
      );
    }
    if (at.has(to)) return true;
    const stream = topology.streams.find(({ events }) =>
      events.some((one) => `${one.domain}.${one.name}` === name),
    );
    if (!stream || !isStored(stream.home)) return false;
    return isBroughtTo(topology, identities, topic, name, stream.home, to);
  });
}

/** A topic that both patterns match; what is in neither is `zz`. */
function topicIn(a: readonly string[], b: readonly string[]): string | undefined {
  const levels: string[] = [];
  for (let level = 0; level < 20; level++) {
    const [one, other] = [
      a[level] ?? (a.at(-1) === ">" ? ">" : undefined),
      b[level] ?? (b.at(-1) === ">" ? ">" : undefined),
    ];
    if (one === undefined || other === undefined) break;
    if (one === ">" && other === ">") break;
    levels.push([one, other].find((word) => word !== "*" && word !== ">") ?? "zz");
  }
  const topic = levels.join("/");
  return matches(a, topic) && matches(b, topic) ? topic : undefined;
}

function matches(pattern: readonly string[], topic: string): boolean {
  const source = pattern.map((level) =>
    level === "*" ? "[^/]+" : level === ">" ? ".+" : level.replaceAll(".", "\\."),
  );
  return new RegExp(`^${source.join("/")}$`).test(topic);
}

type Identities = ReadonlyMap<string, Identity>;

/** Brokers that a live event comes to. What came over a link of hubs leaves over none such again. */
function reached(
  topology: Topology,
  identities: Identities,
  topic: string,
  event: string,
  start: readonly string[],
): ReadonlySet<string> {
  const seen = new Set(start.map((broker) => `${broker}|`));
  for (const state of seen) {
    const [broker = "", crossed] = state.split("|");
    for (const link of topology.links) {
      const ends = [link.from, link.to];
      if (!ends.includes(broker)) continue;
      const other = link.from === broker ? link.to : link.from;
      if (link.kind.shape === "full-mesh") {
        if (crossed === "") seen.add(`${other}|crossed`);
      } else if (passes(link, identities, topic, link.from === broker)) {
        seen.add(`${other}|${crossed}`);
      }
    }
  }
  void event;
  return new Set([...seen].map((state) => state.split("|")[0] ?? ""));
}

function passes(link: Link, identities: Identities, topic: string, isUp: boolean): boolean {
  const list = isUp ? link.listed?.up : link.listed?.down;
  if (list && !list.some(({ pattern }) => matches(pattern, topic))) return false;
  const grants = identities.get(`link.${link.name}`)?.at.get(link.to) ?? [];
  const action = isUp ? "publish" : "subscribe";
  return grants.some((grant) => grant.action === action && matches(grant.pattern, topic));
}

/** Whether an edge where the event came keeps it, and every link above lets its store be drawn up. */
function isDrawn(
  topology: Topology,
  identities: Identities,
  at: ReadonlySet<string>,
  event: string,
  home: string,
): boolean {
  return topology.sources.some(({ name, broker, events }) => {
    if (!at.has(broker) || !events.some((one) => `${one.domain}.${one.name}` === event)) return false;
    const lets = (use: StoredUse | undefined) => use?.sources.some((one) => one.name === name) ?? false;
    return above(topology, identities, broker, lets).has(home);
  });
}

/** Brokers above an edge, by links whose identity has some use, and hubs that these are joined with. */
function above(
  topology: Topology,
  identities: Identities,
  broker: string,
  lets: (use: StoredUse | undefined) => boolean,
): ReadonlySet<string> {
  const seen = new Set([broker]);
  for (const one of seen)
    for (const link of topology.links) {
      if (link.kind.shape === "full-mesh" || link.from !== one) continue;
      if (lets(identities.get(`link.${link.name}`)?.uses.get(link.to))) seen.add(link.to);
    }
  const joined = topology.links.filter(({ kind }) => kind.shape === "full-mesh");
  const beyond = joined.flatMap(({ from, to }) => (seen.has(from) ? [to] : seen.has(to) ? [from] : []));
  return new Set([...seen, ...beyond]);
}

function isRead(
  topology: Topology,
  identities: Identities,
  durable: Durable,
  home: string,
  to: string,
): boolean {
  const isIt = (one: Durable) => one.stream === durable.stream && one.name === durable.name;
  const reads = (use: StoredUse | undefined) => use?.reads.some(isIt) ?? false;
  const fills = (use: StoredUse | undefined) =>
    use?.mirrors.some(({ name }) => name === durable.mirror) ?? false;
  if (durable.edge === undefined) return above(topology, identities, to, reads).has(home);
  const isAtEdge = above(topology, identities, to, reads).has(durable.edge);
  return isAtEdge && above(topology, identities, durable.edge, fills).has(home);
}

/** What links of their own places bring down from where it is stored, and then spreads live. */
function isBroughtTo(
  topology: Topology,
  identities: Identities,
  topic: string,
  event: string,
  home: string,
  to: string,
): boolean {
  return topology.links.some((link) => {
    const brings = identities.get(`link.${link.name}`)?.uses.get(link.to)?.brings ?? [];
    if (!brings.some(({ patterns }) => patterns.some((pattern) => matches(pattern, topic)))) return false;
    if (!link.listed?.down.some(({ pattern }) => matches(pattern, topic))) return false;
    const hubs = topology.links.filter(
      ({ kind, from, to: end }) => kind.shape === "full-mesh" && [from, end].includes(home),
    );
    const isNear = link.to === home || hubs.some(({ from, to: end }) => [from, end].includes(link.to));
    return isNear && reached(topology, identities, topic, event, [link.from]).has(to);
  });
}
