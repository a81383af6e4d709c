import type { AbstractMesh, AbstractRetention, Storing } from "./abstract-mesh.ts";
import type { PlainEvent } from "./topics.ts";
import type { Finding, Kept } from "./verdict.ts";

/** Whether events on these terms are stored. */
export function isStored({ delivery }: Storing): boolean {
  return delivery === "at-least-once";
}

/** Terms about storing, and where what is stored may be. */
type Confined = Storing & { readonly residency?: readonly string[] };

/** Whether two keep alike, for as long, at the same place and within the same residencies. A home that is no broker was said to be none. */
export function isOnTermsOf(mesh: AbstractMesh, one: Confined, other: Confined): boolean {
  const print = (terms: Confined) =>
    JSON.stringify([isStored(terms), keptOf(terms.retention), knownHome(mesh, terms) ?? ""]);
  return print(one) === print(other) && spread(one) === spread(other);
}

/** The residencies that are named, each once, or that there are none. */
function spread({ residency }: Confined): string {
  return residency === undefined ? "anywhere" : [...new Set(residency)].toSorted().join(" ");
}

/** The home that is said and is a broker. */
export function knownHome({ brokers }: AbstractMesh, { home }: Storing): string | undefined {
  return home !== undefined && home in brokers ? home : undefined;
}

/** On how many instances of a broker is what it stores: an odd number of them, three at most. */
export function replicasAt({ brokers }: AbstractMesh, broker: string): number {
  const { replicas = 1 } = brokers[broker] ?? {};
  return replicas < 3 ? 1 : 3;
}

const milliseconds: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
const bytes: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1048576,
  Gi: 1073741824,
};

/** What a retention means; where nothing is said, seven days. */
export function keptOf({ age, size, messages }: AbstractRetention = {}): Kept {
  if (age === undefined && size === undefined && messages === undefined) return keptOf({ age: "7d" });
  return {
    ...(age !== undefined && { milliseconds: inUnits(age, milliseconds) }),
    ...(size !== undefined && { bytes: inUnits(size, bytes) }),
    ...(messages !== undefined && { messages }),
  };
}

/** Milliseconds of a length of time. */
export function durationOf(text: string): number {
  return inUnits(text, milliseconds);
}

function inUnits(text: string, units: Readonly<Record<string, number>>): number {
  const [, number = "", unit = ""] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = units[unit];
  if (factor === undefined) throw new Error(`the oracle does not read ${text}`);
  return Number(number) * factor;
}

/** Terms about storing where nothing is stored: of a domain without stored events, of an event for itself. */
export function termFindings(mesh: AbstractMesh, events: readonly PlainEvent[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, domain] of Object.entries(mesh.domains)) {
    const own = events.filter((event) => event.domain === name);
    const says = [domain.home, domain.retention, domain.offline].some((said) => said !== undefined);
    if (says && ![domain, ...own].some(isStored)) findings.push({ category: "storesNothing", names: [name] });
    for (const event of own.filter((one) => !isStored(one))) {
      const isOwnHome = event.home !== domain.home;
      const isOwnRetention = printed(event.retention) !== printed(domain.retention);
      const isOwnTime = event.offline !== domain.offline;
      if (isOwnHome || isOwnRetention || isOwnTime)
        findings.push({ category: "storesNothing", names: [event.id] });
    }
  }
  return findings;
}

function printed({ age, size, messages }: AbstractRetention = {}): string {
  return JSON.stringify([age, size, messages]);
}
