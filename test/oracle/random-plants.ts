import type { AbstractBroker, AbstractLink, AbstractMesh, ByName, Storing } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { mayBeAt } from "./crossing.ts";
import { namedPlaces } from "./named-places.ts";
import { canDial, isRandomHub } from "./random-brokers.ts";
import { speakMqtt } from "./random-speakers.ts";
import { tellSidesApart } from "./random-sides.ts";
import { isStored } from "./stored-terms.ts";
import { plainEvents } from "./topics.ts";

/**
 * Makes Mosquittos of some edges of many meshes, and of what hangs on these; has applications there and elsewhere speak
 * MQTT. Half of these meshes have stored events there. Unless it is done carelessly, links fit their ends, nobody there
 * touches what is stored otherwise than its links can bear, and what one publishes on one side of a bridge is told apart
 * from what is published on the other.
 */
export function plant(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  if (!dice.chance(0.42)) return dice.chance(0.08) ? speakMqtt(dice, mesh, false, false) : mesh;
  const isCareless = dice.chance(0.1);
  const chosen = chooseEdges(dice, mesh, isCareless);
  if (chosen.length === 0) return mesh;
  const isStoring = dice.chance(0.68);
  const planted = isStoring
    ? keptOver(dice, withEngine(dice, storeSome(dice, mesh), chosen, isCareless), isCareless)
    : withEngine(dice, mesh, chosen, isCareless);
  const chained = dice.chance(isStoring ? 0.15 : 0.6) ? chain(dice, planted, chosen) : planted;
  const pinned = isStoring && dice.chance(0.3) ? askForKinds(dice, chained) : chained;
  const talking = speakMqtt(dice, pinned, isCareless, isStoring);
  return isCareless && dice.chance(0.5) ? talking : tellSidesApart(dice, talking);
}

/** Has the events of a domain stored where none are, one that may be at some hub. */
function storeSome(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const events = plainEvents(mesh);
  if (events.some(isStored)) return mesh;
  const hubs = Object.keys(mesh.brokers).filter((name) => isRandomHub(mesh.environments, mesh.brokers[name]));
  const names = Object.keys(mesh.domains).filter((name) => {
    const own = events.filter((event) => event.domain === name);
    return hubs.some((hub) => own.every((event) => mayBeAt(mesh, event, hub)));
  });
  const [name = ""] = dice.shuffle(names);
  const domain = mesh.domains[name];
  if (!domain) return mesh;
  return { ...mesh, domains: { ...mesh.domains, [name]: { ...domain, delivery: "at-least-once" } } };
}

/** Takes back what is said of homes that are no hubs any more; has entries that ask for bridges to hubs ask for what loses nothing there, or, where an uplink is named anyway, for nothing. */
function keptOver(dice: Dice, mesh: AbstractMesh, isCareless: boolean): AbstractMesh {
  if (isCareless) return mesh;
  const links = Object.entries(mesh.links).map(([name, link]) => {
    const { via, ...plain } = link;
    const leadsToHub = link.between.some((one) => isRandomHub(mesh.environments, mesh.brokers[one]));
    if (via !== "bridge" || !leadsToHub || dice.chance(0.04)) return [name, link] as const;
    const isNamed = link.between.some((one) => mesh.brokers[one]?.uplink !== undefined);
    return [name, isNamed && dice.chance(0.5) ? plain : { ...plain, via: "connect" }] as const;
  });
  return { ...mesh, domains: atHubs(mesh), links: Object.fromEntries(links) };
}

function atHubs({ domains, brokers }: AbstractMesh): AbstractMesh["domains"] {
  const isHub = ({ home }: Storing) => home === undefined || brokers[home]?.engine !== "mosquitto";
  const kept = <T extends Storing>(said: T): T => {
    const { home: _, ...others } = said;
    return isHub(said) ? said : (others as T);
  };
  const changed = Object.entries(domains).map(([name, domain]) => {
    const events = Object.entries(domain.events).map(([key, event]) => [key, kept(event)] as const);
    return [name, { ...kept(domain), events: Object.fromEntries(events) }] as const;
  });
  return Object.fromEntries(changed);
}

/** Writes which kinds some links of Mosquittos are to be, fitting ones mostly. */
function askForKinds(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const links: Record<string, AbstractLink> = { ...mesh.links };
  for (const [name, { engine, uplink }] of Object.entries(mesh.brokers)) {
    const [target] = dice.shuffle([uplink ?? []].flat());
    if (engine !== "mosquitto" || target === undefined || !dice.chance(0.6)) continue;
    if (!isRandomHub(mesh.environments, mesh.brokers[target]) && !dice.chance(0.1)) continue;
    const known = Object.entries(links).find(
      ([, { between }]) => between.includes(name) && between.includes(target),
    );
    const via = dice.chance(0.88) ? "connect" : "bridge";
    links[known?.[0] ?? `k-${name}`] = { between: [name, target], ...known?.[1], via };
  }
  return { ...mesh, links };
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
      (via === "leafnode" || via === "bridge" || via === "connect") && between.includes(name) ? between : [],
    );
    for (const target of [...[mesh.brokers[name]?.uplink ?? []].flat(), ...pinned]) reached.add(target);
  }
  return reached.has(to);
}
