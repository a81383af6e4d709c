import type { AbstractMesh, AbstractReference, AbstractTerms, Storing } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { orderFindings, readFindings } from "./read-terms.ts";
import { concreteTopics, nameOf, parameterOf, plainEvents, whereOf } from "./topics.ts";
import type { Catalog, Use } from "./uses.ts";
import { useOf } from "./uses.ts";

/**
 * Has some subscriptions say how events are delivered to them, and some events that they keep their order or come to
 * nobody twice. What would be wrong with that is left out again, but for one time in twenty-five.
 */
export function sayTerms(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  let now = mesh;
  let wrong = findingsOf(now);
  const keep = (changed: AbstractMesh) => {
    const found = findingsOf(changed);
    if (found > wrong && !dice.chance(0.04)) return;
    now = changed;
    wrong = found;
  };
  for (const [name, { group, subscribe = [] }] of Object.entries(mesh.applications)) {
    if (subscribe.length === 0 || !dice.chance(group === undefined ? 0.5 : 0.3)) continue;
    const isEach = dice.chance(0.5);
    const index = dice.whole(subscribe.length);
    const terms = randomTerms(dice);
    const members = Object.keys(now.applications).filter(
      (other) => other === name || (group !== undefined && now.applications[other]?.group === group),
    );
    keep(withTerms(now, members, (at) => (isEach || at === index ? terms : undefined)));
  }
  for (const [domain, { events }] of Object.entries(mesh.domains)) {
    for (const event of Object.keys(events)) {
      const said = randomPromise(dice);
      if (said) keep(withPromise(dice, now, domain, event, said));
    }
  }
  const [some] = dice.shuffle(Object.keys(now.applications));
  return some !== undefined && dice.chance(0.2) ? withInstances(now, some) : now;
}

function findingsOf(mesh: AbstractMesh): number {
  const events = plainEvents(mesh);
  const catalog: Catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const names = Object.keys(mesh.applications);
  const uses = new Map<string, Use>(names.map((name) => [name, useOf(catalog, name).use]));
  return readFindings(catalog, uses, names).length + orderFindings(events).length;
}

function randomTerms(dice: Dice): AbstractTerms {
  return dice.pick<AbstractTerms>([
    { maxDeliver: 3 },
    { maxDeliver: 1, backoff: ["10s"] },
    { backoff: ["1s", "2m"] },
    { deadLetter: true },
    { deadLetter: true, maxDeliver: 5 },
    { deadLetter: true, backoff: ["1s", "1s", "1s", "1s", "1s", "1h"] },
    { maxDeliver: 2, backoff: ["1s", "1s", "1s"] },
    { backoff: ["40h"] },
  ]);
}

function withTerms(
  mesh: AbstractMesh,
  names: readonly string[],
  termsAt: (index: number) => AbstractTerms | undefined,
): AbstractMesh {
  const applications = { ...mesh.applications };
  for (const name of names) {
    const before = applications[name];
    if (!before) continue;
    const subscribe = before.subscribe?.map((reference, index): AbstractReference => {
      const terms = termsAt(index);
      const where = Object.fromEntries(whereOf(reference));
      if (!terms) return reference;
      return { event: nameOf(reference), ...(whereOf(reference).length > 0 && { where }), ...terms };
    });
    applications[name] = { ...before, ...(subscribe && { subscribe }) };
  }
  return { ...mesh, applications };
}

function randomPromise(dice: Dice): Storing | undefined {
  if (!dice.chance(0.07)) return undefined;
  return dice.pick<Storing>([{ order: "key" }, { order: "key" }, { duplicates: "none" }]);
}

function withPromise(
  dice: Dice,
  mesh: AbstractMesh,
  domain: string,
  event: string,
  said: Storing,
): AbstractMesh {
  const before = mesh.domains[domain];
  const own = before?.events[event];
  if (!before || !own) return mesh;
  const parameters = (own.topic ?? "").split("/").flatMap((level) => parameterOf(level) ?? []);
  const key = parameters.length > 0 && dice.chance(0.9) ? { key: dice.pick(parameters) } : {};
  const changed = { ...own, ...said, ...(said.order === "key" && key) };
  return {
    ...mesh,
    domains: { ...mesh.domains, [domain]: { ...before, events: { ...before.events, [event]: changed } } },
  };
}

function withInstances(mesh: AbstractMesh, name: string): AbstractMesh {
  const before = mesh.applications[name];
  return before
    ? { ...mesh, applications: { ...mesh.applications, [name]: { ...before, instances: 3 } } }
    : mesh;
}
