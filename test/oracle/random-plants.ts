import type { AbstractBroker, AbstractLink, AbstractMesh, ByName } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";
import { speakMqtt } from "./random-speakers.ts";
import { tellSidesApart } from "./random-sides.ts";

/**
 * Makes Mosquittos of some edges of many meshes, and of what hangs on these; has applications there and elsewhere speak
 * MQTT. Unless it is done carelessly, links fit their ends, nobody there touches what is stored, and what one publishes
 * on one side of a bridge is told apart from what is published on the other.
 */
export function plant(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  if (!dice.chance(0.42)) return dice.chance(0.08) ? speakMqtt(dice, mesh, false) : mesh;
  const isCareless = dice.chance(0.1);
  const chosen = chooseEdges(dice, mesh, isCareless);
  if (chosen.length === 0) return mesh;
  const planted = withEngine(dice, mesh, chosen, isCareless);
  const chained = dice.chance(0.6) ? chain(dice, planted, chosen) : planted;
  const talking = speakMqtt(dice, chained, isCareless);
  return isCareless && dice.chance(0.5) ? talking : tellSidesApart(dice, talking);
}

/** Some edges with all that name them as uplink: no leaf connection ends at them. */
function chooseEdges(dice: Dice, mesh: AbstractMesh, isCareless: boolean): readonly string[] {
  const names = Object.keys(mesh.brokers);
  const edges = names.filter((name) => !isRandomHub(mesh.environments, mesh.brokers[name]));
  const hubs = names.filter((name) => !edges.includes(name));
  const named = edges.length > 0 ? edges : hubs.slice(1);
  if (named.length === 0) return [];
  const chosen = new Set(dice.some(named, 1, 3));
  if (isCareless && dice.chance(0.5)) return [...chosen];
  for (const name of chosen) {
    const dialers = names.filter((one) => [mesh.brokers[one]?.uplink ?? []].flat().includes(name));
    const pinned = Object.values(mesh.links).flatMap(({ between, via }) =>
      via === "leafnode" && between.includes(name) ? between : [],
    );
    for (const one of [...dialers, ...pinned]) if (edges.includes(one)) chosen.add(one);
  }
  return [...chosen];
}

function withEngine(
  dice: Dice,
  mesh: AbstractMesh,
  chosen: readonly string[],
  isCareless: boolean,
): AbstractMesh {
  const isMosquitto = (name: string) => chosen.includes(name);
  const brokers: Record<string, AbstractBroker> = { ...mesh.brokers };
  for (const name of chosen) {
    const { environment = "", role, uplink } = mesh.brokers[name] ?? {};
    const targets = [uplink ?? []].flat();
    const alike = targets.filter((target) => isMosquitto(target) === isMosquitto(targets[0] ?? ""));
    const kept = isCareless ? targets : alike;
    brokers[name] = {
      engine: "mosquitto",
      environment,
      ...(role === "edge" && { role }),
      ...(kept.length > 0 && { uplink: kept.length === 1 && dice.chance(0.6) ? (kept[0] ?? "") : kept }),
    };
  }
  const links = Object.entries(mesh.links).map(([name, link]) => [
    name,
    refitted(link, isMosquitto, isCareless),
  ]);
  return { ...mesh, brokers, links: Object.fromEntries(links) as ByName<AbstractLink> };
}

/** An entry of `links` with a kind that its ends can have; a careless one keeps what it had. */
function refitted(
  link: AbstractLink,
  isMosquitto: (name: string) => boolean,
  isCareless: boolean,
): AbstractLink {
  if (isCareless || !link.between.some(isMosquitto)) return link;
  const { via, ...plain } = link;
  if (via === "leafnode") return { ...plain, via: "bridge" };
  return via === "gateway" ? plain : link;
}

/** Puts a Mosquitto below one or two others, or below an edge of the other engine. */
function chain(dice: Dice, mesh: AbstractMesh, chosen: readonly string[]): AbstractMesh {
  const { environments, brokers, links } = mesh;
  const placeOf = (name: string) => brokers[name]?.environment ?? "";
  const busy = Object.values(mesh.applications).flatMap(namedPlaces);
  const low = dice.shuffle(chosen).find((name) => busy.includes(name)) ?? chosen[0] ?? "";
  const entry = brokers[low];
  const open = Object.keys(brokers).filter(
    (name) =>
      name !== low &&
      !isRandomHub(environments, brokers[name]) &&
      canDial(environments, placeOf(low), placeOf(name)) &&
      !climbsTo(mesh, name, low) &&
      !Object.values(links).some(({ between }) => between.includes(low) && between.includes(name)),
  );
  const alike = open.filter((name) => chosen.includes(name));
  const others = open.filter((name) => !alike.includes(name));
  const among = alike.length > 0 && dice.chance(0.75) ? alike : others;
  const targets = dice.some(among, dice.chance(0.6) ? 2 : 1, 2);
  if (!entry || targets.length === 0) return mesh;
  return { ...mesh, brokers: { ...brokers, [low]: { ...entry, uplink: targets } } };
}

/** Whether a broker's named uplinks, or entries about it, could lead to another. */
function climbsTo(mesh: AbstractMesh, from: string, to: string): boolean {
  const reached = new Set([from]);
  for (const name of reached) {
    const pinned = Object.values(mesh.links).flatMap(({ between, via }) =>
      (via === "leafnode" || via === "bridge") && between.includes(name) ? between : [],
    );
    for (const target of [...[mesh.brokers[name]?.uplink ?? []].flat(), ...pinned]) reached.add(target);
  }
  return reached.has(to);
}
