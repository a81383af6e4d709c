import type { AbstractMesh } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { concreteTopics, plainEvents } from "./topics.ts";
import { mayBeIn, useOf } from "./uses.ts";

/**
 * Lets some applications of some meshes attach at several brokers, or anywhere. Unless it is done carelessly, these are
 * brokers where their events may be.
 */
export function roam(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  if (!dice.chance(0.35)) return mesh;
  const isCareless = dice.chance(0.2);
  const applications = { ...mesh.applications };
  for (const name of dice.some(Object.keys(applications), 1, 3)) {
    const application = applications[name];
    const places = isCareless ? Object.keys(mesh.brokers) : placesFor(mesh, name);
    if (!application || places.length === 0) continue;
    const broker = dice.chance(0.45) ? "any" : listOf(dice, places, isCareless);
    applications[name] = { ...application, broker };
  }
  return { ...mesh, applications };
}

function listOf(dice: Dice, places: readonly string[], isCareless: boolean): readonly string[] {
  const some = dice.some(places, 1, 3);
  return isCareless && dice.chance(0.15) ? [...some, dice.pick(some)] : some;
}

function placesFor(mesh: AbstractMesh, name: string): readonly string[] {
  const events = plainEvents(mesh);
  const { publish, subscribe } = useOf({ mesh, events, topics: concreteTopics(mesh, events) }, name).use;
  const own = events.filter(({ id }) => publish.has(id) || subscribe.has(id));
  return Object.entries(mesh.brokers).flatMap(([broker, { environment }]) => {
    const residency = mesh.environments[environment]?.residency;
    return own.every((event) => mayBeIn(event, residency)) ? [broker] : [];
  });
}
