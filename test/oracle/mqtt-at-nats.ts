import type { Circle } from "./bridges.ts";
import { decideBridges } from "./bridges.ts";
import { mayBeAt } from "./crossing.ts";
import { readByDurable } from "./durables.ts";
import { engineOf, protocolOf } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { DecidedStream, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { isHub } from "./wiring.ts";

/** NATS brokers that MQTT clients or bridges come to: they keep what those are to get. */
export function sessionKeepers(
  { mesh }: Catalog,
  uses: ReadonlyMap<string, Use>,
  { leaves }: Wiring,
): readonly string[] {
  const speaking = [...uses].filter(([name]) => protocolOf(mesh, name) === "mqtt");
  const places = speaking.flatMap(([, use]) => use.places);
  const dialed = leaves.flatMap(({ kind, targets }) => (kind === "bridge" ? targets : []));
  const all = new Set([...places, ...dialed]);
  return [...all].filter((name) => name in mesh.brokers && engineOf(mesh, name) === "nats");
}

/**
 * What MQTT clients cannot have of NATS: a share in a group, and events of a residency at a hub while some hub that
 * stores is outside it, since hubs keep together what MQTT clients leave at any of them.
 */
export function sessionFindings(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
  circles: readonly Circle[],
): readonly Finding[] {
  const { mesh, events } = catalog;
  const keepers = sessionKeepers(catalog, uses, wiring);
  const homes = streams.map(({ home }) => home);
  const stores = (name: string) =>
    mesh.brokers[name]?.storage !== undefined || homes.includes(name) || keepers.includes(name);
  const hubs = Object.keys(mesh.brokers).filter((name) => isHub(mesh, name) && stores(name));
  const strays = (ids: ReadonlySet<string>) =>
    events.filter((event) => ids.has(event.id) && hubs.some((hub) => !mayBeAt(mesh, event, hub)));
  const findings: Finding[] = [];
  const keptOutside = (called: string, hub: string, ids: ReadonlySet<string>) => {
    const phrases = strays(ids).map(({ id }) => `"${id}" may not be at`);
    if (phrases.length > 0) findings.push({ category: "keptOutside", names: [called, hub], oneOf: phrases });
  };
  for (const [name, use] of uses) {
    if (protocolOf(mesh, name) !== "mqtt") continue;
    const { group } = mesh.applications[name] ?? {};
    const here = use.places.filter((at) => keepers.includes(at));
    if (group !== undefined && here.length > 0) findings.push({ category: "unshared", names: [name, group] });
    const stored = readByDurable(catalog, name, use);
    const read = [...use.subscribe.keys()].filter((id) => !stored.includes(id));
    for (const hub of here.filter((at) => isHub(mesh, at)))
      keptOutside(`"${name}"`, hub, new Set([...use.publish.keys(), ...read]));
  }
  for (const { link, target, isConnect, up, down } of decideBridges(catalog, uses, wiring, streams)) {
    // Those do not speak MQTT there.
    if (isConnect || !isHub(mesh, target)) continue;
    const circling = circles.filter((circle) => circle.link === link).map(({ event }) => event);
    const crossing = catalog.topics.filter(({ text }) => up.needed.has(text) || down.needed.has(text));
    const ids = crossing.map(({ event }) => event).filter((event) => !circling.includes(event));
    keptOutside(`link "${link}"`, target, new Set(ids));
  }
  return findings;
}
