import type { AbstractMesh, AbstractReference, AbstractShare } from "./abstract-mesh.ts";
import { namedPlaces } from "./named-places.ts";
import { printTerms } from "./print-terms.ts";
import type { ConcreteTopic, PlainEvent } from "./topics.ts";
import { nameOf, patternExpression, whereOf } from "./topics.ts";
import type { Finding } from "./verdict.ts";

export type Action = "publish" | "subscribe";

/** Concrete topics by event that an application publishes or subscribes to. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>;

/** A part of a subscription that engines know as one pattern. */
export interface Piece {
  readonly event: string;
  readonly topics: ReadonlySet<string>;
  /** Terms of delivery as `read-terms.ts` prints them. */
  readonly terms: string;
}

/** What an application does, topic by topic. */
export interface Use {
  readonly publish: Touched;
  readonly subscribe: Touched;
  /** What it subscribes to piece by piece: of each reference the topics of an event with the same values of `where`. */
  readonly heard: readonly Piece[];
  /** Domains whose every topic, declared or not, it may subscribe to. */
  readonly wholeDomains: ReadonlySet<string>;
  /** Brokers where it is; of one that may attach anywhere none until that is decided. */
  readonly places: readonly string[];
}

/** All events and topics of a mesh, written out. */
export interface Catalog {
  readonly mesh: AbstractMesh;
  readonly events: readonly PlainEvent[];
  readonly topics: readonly ConcreteTopic[];
}

/** Whether a team may do something with an event. */
export function isSharedWith(team: string, action: Action, event: PlainEvent): boolean {
  const { subscribe, publish } = shareInFull(event.share ?? "private");
  if (team === event.owner) return true;
  return action === "publish" ? publish.includes(team) : subscribe === "all" || subscribe.includes(team);
}

/** Whether an environment of this residency may carry, store or read an event. */
export function mayBeIn(event: PlainEvent, residency: string | undefined): boolean {
  return event.residency === undefined || (residency !== undefined && event.residency.includes(residency));
}

/** Follows every reference of an application to concrete topics, and says what is wrong with each. */
export function useOf(catalog: Catalog, name: string): { readonly use: Use; readonly findings: Finding[] } {
  const application = catalog.mesh.applications[name];
  if (!application) throw new Error(`no application ${name}`);
  const findings: Finding[] = [];
  const touched = { publish: new Map<string, Set<string>>(), subscribe: new Map<string, Set<string>>() };
  const wholeDomains = new Set<string>();
  const heard: Piece[] = [];
  for (const action of ["publish", "subscribe"] as const) {
    for (const reference of application[action] ?? []) {
      const found = follow(catalog, application.team, action, reference);
      findings.push(...found.findings.map((one) => ({ ...one, names: [name, ...one.names] })));
      for (const { event, text } of found.topics) {
        const texts = touched[action].get(event) ?? new Set();
        touched[action].set(event, texts.add(text));
      }
      if (action === "subscribe")
        heard.push(...piecesOf(found.topics, whereOf(reference), printTerms(reference)));
      if (action === "subscribe" && found.wholeDomain !== undefined) wholeDomains.add(found.wholeDomain);
    }
  }
  const named = namedPlaces(application).filter((broker) => broker in catalog.mesh.brokers);
  return { use: { ...touched, heard, wholeDomains, places: [...new Set(named)] }, findings };
}

function piecesOf(topics: readonly ConcreteTopic[], where: Where, terms: string): readonly Piece[] {
  const pieces = new Map<string, Piece & { readonly topics: Set<string> }>();
  for (const { event, text, values } of topics) {
    const key = [event, ...where.map(([parameter]) => values[parameter] ?? "")].join(" ");
    const piece = pieces.get(key) ?? { event, topics: new Set<string>(), terms };
    pieces.set(key, piece);
    piece.topics.add(text);
  }
  return [...pieces.values()];
}

/** Events that an application touches, and that may not be at one of its places. */
export function residencyFindings(catalog: Catalog, name: string, use: Use): readonly Finding[] {
  const { brokers, environments } = catalog.mesh;
  const there = use.places.flatMap((broker) => environments[brokers[broker]?.environment ?? ""] ?? []);
  return catalog.events
    .filter((event) => use.publish.has(event.id) || use.subscribe.has(event.id))
    .filter((event) => there.some(({ residency }) => !mayBeIn(event, residency)))
    .map((event) => ({ category: "residency", names: [name, event.id] }));
}

interface Followed {
  readonly topics: readonly ConcreteTopic[];
  readonly findings: readonly Finding[];
  readonly wholeDomain?: string;
}

function follow(catalog: Catalog, team: string, action: Action, reference: AbstractReference): Followed {
  const name = nameOf(reference);
  const where = whereOf(reference);
  if (name.includes("/")) return followPattern(catalog, team, action, name, where);
  const [domain = "", event = ""] = name.split(".");
  const inDomain = catalog.events.filter((one) => one.domain === domain);
  if (event !== "*") {
    const meant = inDomain.filter((one) => one.id === name);
    if (meant.length === 0) return unknown(name);
    return narrowed(catalog, team, action, meant, where);
  }
  if (!(domain in catalog.mesh.domains)) return unknown(name);
  const shared = inDomain.filter((one) => isSharedWith(team, action, one));
  const followed = narrowed(catalog, team, action, shared.length > 0 ? shared : inDomain, where);
  const whole = where.length === 0 && shared.length === inDomain.length;
  return whole ? { ...followed, wholeDomain: domain } : followed;
}

type Where = ReturnType<typeof whereOf>;

function followPattern(
  catalog: Catalog,
  team: string,
  action: Action,
  pattern: string,
  where: Where,
): Followed {
  const expression = patternExpression(pattern);
  const within = { ...catalog, topics: catalog.topics.filter((topic) => expression.test(topic.text)) };
  const hit = new Set(within.topics.map((topic) => topic.event));
  if (hit.size === 0) return unknown(pattern);
  const meant = catalog.events.filter((event) => hit.has(event.id));
  return narrowed(within, team, action, meant, where);
}

function narrowed(
  catalog: Catalog,
  team: string,
  action: Action,
  meant: readonly PlainEvent[],
  where: Where,
): Followed {
  const findings: Finding[] = [];
  const ids = new Set<string>();
  for (const event of meant) {
    const lacking = where.filter(([parameter]) => !event.levels.includes(`{${parameter}}`));
    for (const [parameter] of lacking) findings.push({ category: "reference", names: [parameter, event.id] });
    if (lacking.length > 0) continue;
    ids.add(event.id);
  }
  const wide = catalog.topics.filter((topic) => ids.has(topic.event));
  for (const [parameter, values] of where) {
    for (const value of values) {
      if (ids.size === 0 || wide.some((topic) => topic.values[parameter] === value)) continue;
      findings.push({ category: "reference", names: [parameter, value] });
    }
  }
  const topics = wide.filter((topic) =>
    where.every(([parameter, values]) => values.includes(topic.values[parameter] ?? "")),
  );
  const left = new Set(topics.map((topic) => topic.event));
  for (const event of meant) {
    if (!left.has(event.id) || isSharedWith(team, action, event)) continue;
    findings.push({ category: "sharing", names: [event.id] });
  }
  return { topics, findings };
}

function unknown(name: string): Followed {
  return { topics: [], findings: [{ category: "reference", names: [name] }] };
}

function shareInFull(share: AbstractShare): {
  readonly subscribe: "all" | readonly string[];
  readonly publish: readonly string[];
} {
  if (share === "private") return { subscribe: [], publish: [] };
  if (share === "all") return { subscribe: "all", publish: [] };
  if (isList(share)) return { subscribe: share, publish: [] };
  return { subscribe: share.subscribe ?? [], publish: share.publish ?? [] };
}

function isList(share: AbstractShare): share is readonly string[] {
  return Array.isArray(share);
}
