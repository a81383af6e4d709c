import type { AbstractLink, AbstractMesh, ByName } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { isRandomHub } from "./random-brokers.ts";

/**
 * Gives an edge where applications are an uplink that lets hardly any domain through: its only one, or one behind a
 * better one.
 */
export function starveEdge(dice: Dice, mesh: AbstractMesh, behind: boolean): AbstractMesh {
  const busy = Object.values(mesh.applications).flatMap(namedPlaces);
  const hubs = Object.keys(mesh.brokers).filter((name) => isRandomHub(mesh.environments, mesh.brokers[name]));
  const edges = busy.filter((name) => !hubs.includes(name));
  const [edge, hub] = [dice.shuffle(edges)[0], dice.shuffle(hubs)[0]];
  const entry = mesh.brokers[edge ?? ""];
  if (edge === undefined || hub === undefined || !entry) return mesh;
  const better = hubs.find((name) => name !== hub);
  if (behind && better === undefined) return mesh;
  const uplink = behind && better !== undefined ? [better, hub] : hub;
  return {
    ...mesh,
    brokers: { ...mesh.brokers, [edge]: { ...entry, uplink } },
    links: narrowed(dice, mesh, edge, hub, {}),
  };
}

/**
 * Lets only some domains through between a hub and an edge that names no uplink but is named as one: what it needs for
 * those below it may make it choose another hub. Now and then the link of one below it is as narrow.
 */
export function narrowAbove(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const brokers = Object.entries(mesh.brokers);
  const hubs = Object.keys(mesh.brokers).filter((name) => isRandomHub(mesh.environments, mesh.brokers[name]));
  const named = new Set(brokers.flatMap(([, { uplink }]) => uplink ?? []));
  const pinned = Object.values(mesh.links).flatMap(({ between, via }) => (via === "leafnode" ? between : []));
  const choosing = brokers.filter(([name, { uplink }]) => !hubs.includes(name) && uplink === undefined);
  const above = choosing.filter(([name]) => named.has(name) || pinned.includes(name));
  if (above.length === 0 || hubs.length < 2) return mesh;
  const [edge] = dice.pick(above);
  const links = narrowed(dice, mesh, edge, dice.pick(hubs), { cost: 0 });
  const dialer = brokers.find(([, { uplink }]) => [uplink ?? []].flat().includes(edge))?.[0];
  if (dialer === undefined || dice.chance(0.5)) return { ...mesh, links };
  return { ...mesh, links: narrowed(dice, { ...mesh, links }, dialer, edge, {}) };
}

/** The entries of `links` with one about an edge and what it dials that lets one domain through, instead of any other. */
function narrowed(
  dice: Dice,
  mesh: AbstractMesh,
  edge: string,
  target: string,
  more: { readonly cost?: number },
): ByName<AbstractLink> {
  const others = Object.entries(mesh.links).filter(
    ([, { between }]) => !between.includes(edge) || !between.includes(target),
  );
  const domains = dice.some(Object.keys(mesh.domains), 1, 1);
  return { ...Object.fromEntries(others), [`n-${edge}`]: { between: [edge, target], ...more, domains } };
}
