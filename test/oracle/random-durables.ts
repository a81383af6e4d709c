import type { AbstractApplication, AbstractMesh } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { readByDurable, readsTwice } from "./durables.ts";
import { hasStoringEdge } from "./random-storing-edges.ts";
import { concreteTopics, parameterOf, plainEvents } from "./topics.ts";
import type { Catalog } from "./uses.ts";
import { residencyFindings, useOf } from "./uses.ts";

/**
 * Lets some readers of stored events be durable. Unless it is done carelessly, no reader then gets an event twice, and
 * the members of a group read the same.
 */
export function keepPlaces(dice: Dice, mesh: AbstractMesh, isCareless: boolean): AbstractMesh {
  let now = mesh;
  const often = hasStoringEdge(mesh) ? 0.85 : 0.45;
  for (const name of Object.keys(mesh.applications)) {
    const asked = withApplication(now, name, { durable: true });
    const reads = readStored(asked, name).length > 0;
    const chance = reads ? often : isCareless ? 0.1 : 0;
    if (dice.chance(chance)) now = asked;
    else if (dice.chance(0.1)) now = withApplication(now, name, { durable: false });
    if (!isCareless) now = readOnce(now, name);
  }
  if (isCareless && dice.chance(0.3)) now = readAcross(dice, now);
  if (dice.chance(0.35)) now = joinIn(dice, now);
  return isCareless && dice.chance(0.7) ? now : readAlike(now);
}

function withApplication(
  mesh: AbstractMesh,
  name: string,
  change: Partial<AbstractApplication>,
): AbstractMesh {
  const before = mesh.applications[name];
  return before
    ? { ...mesh, applications: { ...mesh.applications, [name]: { ...before, ...change } } }
    : mesh;
}

/** Written out once for all the meshes that differ in applications only: what those subscribe to only gets less. */
const writtenOut = new WeakMap<AbstractMesh["domains"], Omit<Catalog, "mesh">>();

function catalogOf(mesh: AbstractMesh): Catalog {
  const events = plainEvents(mesh);
  const known = writtenOut.get(mesh.domains) ?? { events, topics: concreteTopics(mesh, events) };
  writtenOut.set(mesh.domains, known);
  return { mesh, ...known };
}

function readStored(mesh: AbstractMesh, name: string): readonly string[] {
  const catalog = catalogOf(mesh);
  return readByDurable(catalog, name, useOf(catalog, name).use);
}

/** Drops the last of an application's subscriptions until none that it reads by a durable meet. */
function readOnce(mesh: AbstractMesh, name: string): AbstractMesh {
  const catalog = catalogOf(mesh);
  const { use } = useOf(catalog, name);
  const { subscribe = [] } = mesh.applications[name] ?? {};
  if (subscribe.length < 2) return mesh;
  if (!readsTwice(use, readByDurable(catalog, name, use))) return mesh;
  return readOnce(withApplication(mesh, name, { subscribe: subscribe.slice(0, -1) }), name);
}

/** Makes a group of a reader of stored events and another application of its team, wherever that is. */
function joinIn(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const names = dice.shuffle(Object.keys(mesh.applications));
  const teamOf = (name: string) => mesh.applications[name]?.team;
  const reader = names.find(
    (name) => readStored(withApplication(mesh, name, { durable: true }), name).length > 0,
  );
  const other = names.find(
    (name) => name !== reader && reader !== undefined && teamOf(name) === teamOf(reader),
  );
  if (reader === undefined || other === undefined) return mesh;
  const { group = `${teamOf(reader)}-pair`, subscribe = [] } = mesh.applications[reader] ?? {};
  const joined = withApplication(mesh, reader, { group });
  return follow(withApplication(joined, other, { group, subscribe }), other, reader);
}

/** Has a durable reader ask for an event by two of its parameters, each for itself. */
function readAcross(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  for (const name of dice.shuffle(Object.keys(mesh.applications))) {
    const stored = readStored(withApplication(mesh, name, { durable: true }), name);
    for (const event of plainEvents(mesh).filter(({ id }) => stored.includes(id))) {
      const [one, other] = event.levels.flatMap((level) => parameterOf(level) ?? []);
      if (one === undefined || other === undefined) continue;
      const subscribe = [one, other].map((parameter) => ({ event: event.id, where: { [parameter]: "s1" } }));
      return withApplication(mesh, name, { durable: true, subscribe });
    }
  }
  return mesh;
}

/** Has each member of a group that reads stored events subscribe to what the first one does, or leave the group. */
function readAlike(mesh: AbstractMesh): AbstractMesh {
  let now = mesh;
  const first = new Map<string, string>();
  for (const [name, { group, team }] of Object.entries(mesh.applications)) {
    if (group === undefined) continue;
    const leader = first.get(group);
    if (leader === undefined) first.set(group, name);
    else if (now.applications[leader]?.team === team) now = follow(now, name, leader);
  }
  return now;
}

function follow(mesh: AbstractMesh, name: string, leader: string): AbstractMesh {
  const { subscribe = [] } = mesh.applications[leader] ?? {};
  if (subscribe.length === 0) return mesh;
  if (readStored(mesh, name).length === 0 && readStored(mesh, leader).length === 0) return mesh;
  const following = withApplication(mesh, name, { subscribe });
  const catalog = catalogOf(following);
  const { use, findings } = useOf(catalog, name);
  if (findings.length === 0 && residencyFindings(catalog, name, use).length === 0) return following;
  const { group: _, durable: __, ...alone } = mesh.applications[name] ?? { team: "", broker: "" };
  return { ...mesh, applications: { ...mesh.applications, [name]: alone } };
}
