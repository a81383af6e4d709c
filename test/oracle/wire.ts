import { engineOf } from "./unlike-engines.ts";
import type { AbstractMesh } from "./abstract-mesh.ts";
import { dialsBy } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import { mayBeIn } from "./uses.ts";
import type { Finding } from "./verdict.ts";
import type { Leaf, Wiring } from "./wiring.ts";
import { below, entryAbout, isHub, letsThrough, namedUplinks, pinnedLeaves } from "./wiring.ts";

/** Connects a mesh's brokers as their engines would be configured. Its entries of `links` and its uplinks were judged before. */
export function wire(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
): { wiring: Wiring; findings: Finding[] } {
  const { mesh } = catalog;
  const names = Object.keys(mesh.brokers).toSorted();
  const hubs = names.filter((name) => isHub(mesh, name));
  const findings: Finding[] = [];
  const leaves: Leaf[] = [];
  const pins = pinnedLeaves(mesh);
  for (const name of names) {
    if (hubs.includes(name)) continue;
    const named = namedUplinks(mesh.brokers[name]);
    const pinned = named.length === 0 ? pins.findIndex((pin) => pin.dialer === name) : -1;
    const [pin] = pinned >= 0 ? pins.splice(pinned, 1) : [];
    const targets = pin?.targets ?? named;
    const found = targets.length > 0 ? targets : nearest(catalog, uses, name, hubs);
    const [first] = found;
    const usual = first === undefined ? undefined : dialsBy(mesh, name, first);
    const [other = first] = found.filter((target) => target !== name);
    // A bridge to NATS and one to a Mosquitto are of two kinds, though of one name.
    const isLikeFirst = (target: string) => engineOf(mesh, target) === engineOf(mesh, other ?? "");
    const alike = found.filter((target) => dialsBy(mesh, name, target) === usual && isLikeFirst(target));
    const kind = pin?.kind ?? usual;
    if (kind !== undefined) leaves.push({ name: `${name}.uplink`, kind, dialer: name, targets: alike });
    else if (first !== undefined) continue;
    else if (names.length > 1) findings.push({ category: "uplink", names: [name] });
  }
  return { wiring: { hubs, leaves: [...leaves, ...pins] }, findings };
}

/** Tries every hub and keeps the one that beats all others, comparing them two by two. */
function nearest(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  edge: string,
  hubs: readonly string[],
): readonly string[] {
  const { mesh } = catalog;
  const all = Object.keys(mesh.brokers);
  const pinned = pinnedLeaves(mesh);
  const dials = (broker: string) => [
    ...namedUplinks(mesh.brokers[broker]),
    ...pinned.filter((pin) => pin.dialer === broker).flatMap((pin) => pin.targets),
  ];
  const home = environmentOf(mesh, edge);
  const needed = catalog.events.filter((event) => {
    const passes = (from: string, to: string) =>
      mayBeIn(event, environmentOf(mesh, to)?.residency) && letsThrough(mesh, from, to, event.domain);
    const places = below(edge, (broker) => dials(broker).filter((to) => passes(broker, to)), all);
    return [...uses.values()].some(
      (use) =>
        use.places.some((at) => places.includes(at)) &&
        (use.publish.has(event.id) || use.subscribe.has(event.id)),
    );
  });
  const handicaps = (hub: string): readonly (number | string)[] => {
    const there = environmentOf(mesh, hub);
    const entry = entryAbout(mesh, edge, hub);
    const lost = needed.filter(
      (event) => !mayBeIn(event, there?.residency) || !letsThrough(mesh, edge, hub, event.domain),
    );
    return [
      Math.min(lost.length, 1),
      Number(home?.residency !== there?.residency),
      Number(home?.region !== there?.region),
      entry?.cost ?? 1,
      hub,
    ];
  };
  const allowed = hubs.filter((hub) => entryAbout(mesh, edge, hub)?.via !== "none");
  return allowed.filter((hub) =>
    allowed.every((other) => other === hub || beats(handicaps(hub), handicaps(other))),
  );
}

function beats(mine: readonly (number | string)[], theirs: readonly (number | string)[]): boolean {
  const index = mine.findIndex((value, at) => value !== theirs[at]);
  const [a, b] = [mine[index], theirs[index]];
  return a !== undefined && b !== undefined && a < b;
}

function environmentOf(mesh: AbstractMesh, broker: string) {
  return mesh.environments[mesh.brokers[broker]?.environment ?? ""];
}
