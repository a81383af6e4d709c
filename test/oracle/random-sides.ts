import type { AbstractMesh, AbstractReference } from "./abstract-mesh.ts";
import type { Circle } from "./bridges.ts";
import { circlesOf } from "./bridges.ts";
import type { Dice } from "./dice.ts";
import { decidePlaces } from "./places.ts";
import { withApplication } from "./with-application.ts";
import { concreteTopics, nameOf, parameterOf, plainEvents, whereOf } from "./topics.ts";
import type { Catalog } from "./uses.ts";
import { useOf } from "./uses.ts";
import { decideStreams } from "./streams.ts";
import { wire } from "./wire.ts";

/** After how many changes a mesh is left as it is. */
const mostChanges = 8;

/**
 * Changes who publishes on the two sides of bridges until no event would circle: by another value of a parameter on each
 * side, or by taking the event from one of the sides.
 */
export function tellSidesApart(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  let now = mesh;
  for (let change = 0; change < mostChanges; change++) {
    const [circle] = dice.shuffle(circlesIn(now));
    if (!circle) return now;
    now = dice.chance(0.6) ? narrowed(dice, now, circle) : silenced(dice, now, circle);
  }
  return now;
}

function circlesIn(mesh: AbstractMesh): readonly Circle[] {
  const events = plainEvents(mesh);
  const catalog: Catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const uses = new Map(Object.keys(mesh.applications).map((name) => [name, useOf(catalog, name).use]));
  const { wiring } = wire(catalog, uses);
  const { streams } = decideStreams(catalog, uses, wiring);
  return circlesOf(catalog, decidePlaces(catalog, uses, wiring).uses, wiring, streams);
}

function narrowed(dice: Dice, mesh: AbstractMesh, { event, publishers }: Circle): AbstractMesh {
  const levels = plainEvents(mesh).find(({ id }) => id === event)?.levels ?? [];
  const parameters = levels.flatMap((level) => parameterOf(level) ?? []);
  if (parameters.length === 0) return silenced(dice, mesh, { event, publishers });
  const parameter = dice.pick(parameters);
  const values = dice.shuffle(["s1", "s2", "north", "south"]);
  let now = mesh;
  for (const [side, names] of publishers.entries()) {
    const where = { event, where: { [parameter]: values[side] ?? "" } };
    for (const name of names) now = publishing(now, name, event, [where]);
  }
  return now;
}

function silenced(
  dice: Dice,
  mesh: AbstractMesh,
  { event, publishers }: Pick<Circle, "event" | "publishers">,
): AbstractMesh {
  return dice.pick(publishers).reduce((now, name) => publishing(now, name, event, []), mesh);
}

/** An application that publishes other topics of an event than before; what a reference meant besides is written out. */
function publishing(
  mesh: AbstractMesh,
  name: string,
  event: string,
  instead: readonly AbstractReference[],
): AbstractMesh {
  const entry = mesh.applications[name];
  if (!entry) return mesh;
  const events = plainEvents(mesh);
  const topics = concreteTopics(mesh, events);
  const publish = (entry.publish ?? []).flatMap((reference): readonly AbstractReference[] => {
    const alone = withApplication(mesh, name, {
      team: entry.team,
      broker: entry.broker,
      publish: [reference],
    });
    const meant = [...useOf({ mesh: alone, events, topics }, name).use.publish.keys()];
    if (!meant.includes(event)) return [reference];
    const where = Object.fromEntries(whereOf(reference));
    const rest = meant.filter((one) => one !== event);
    if (nameOf(reference).includes("/") || Object.keys(where).length === 0) return rest;
    return rest.map((one) => ({ event: one, where }));
  });
  const { publish: _, ...others } = entry;
  const all = [...publish, ...instead];
  return withApplication(mesh, name, { ...others, ...(all.length > 0 && { publish: all }) });
}
