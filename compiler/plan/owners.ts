import { deadLettersOf } from "../model/dead-letters.ts";
import type { Topology } from "../model/topology.ts";
import type { Provision } from "../model/workload.ts";
import { nameIn, type Names } from "../model/names.ts";
import { ownedTouch, type Touch } from "./touch.ts";

/** Entries for which something is made inside a broker. */
export interface Owners {
  /** What of the manifest it is best known by. */
  readonly name: string;
  readonly touches: readonly Touch[];
  /** Whether it is for links alone, which keep a place in what a domain keeps. */
  readonly isOfLinks: boolean;
  /** The domain of the stream that it is in: where a stream goes, what is in it goes along. */
  readonly within?: Touch;
}

export type OwnersOf = (provision: Provision) => Owners;

/** Finds for whom something is made, as `names` call them: streams for their domain, places in them for who reads by them. */
export function ownersIn(sides: readonly Topology[], names: Names = new Map()): OwnersOf {
  const owners = new Map<string, Map<Touch, string>>();
  const ofLinks = new Set<string>();
  const note = (key: string, kind: "domain" | "application" | "link", name: string) => {
    const known = owners.get(key) ?? new Map<Touch, string>();
    owners.set(key, known.set(ownedTouch(kind, name), nameIn(names, `${kind}s`, name)));
  };
  for (const { streams, sources, mirrors, durables, links } of sides) {
    for (const { name, domain } of streams) note(name, "domain", domain);
    for (const { name, stream } of [...sources, ...mirrors]) note(name, "domain", stream.domain);
    for (const durable of durables) {
      const { stream, mirror = stream, name, applications } = durable;
      const dead = deadLettersOf(durable);
      for (const application of applications) {
        note(`${mirror} ${name}`, "application", application);
        if (dead === undefined) continue;
        note(dead, "application", application);
        note(`${dead} ${name}`, "application", application);
      }
    }
    for (const { name: link, durables: places = [] } of links)
      for (const { stream, name } of places) {
        note(`${stream} ${name}`, "link", link);
        ofLinks.add(`${stream} ${name}`);
      }
  }
  return ({ name, within }) => {
    const key = within === undefined ? name : `${within} ${name}`;
    const found = owners.get(key);
    const [first = name] = found?.values() ?? [];
    const [domain] = within === undefined ? [] : (owners.get(within)?.keys() ?? []);
    return {
      name: first,
      touches: [...(found?.keys() ?? [])],
      isOfLinks: ofLinks.has(key),
      ...(domain !== undefined && { within: domain }),
    };
  };
}
