import type { AbstractMesh } from "./abstract-mesh.ts";
import { breakReference, breakUplink } from "./broken.ts";
import { createDice } from "./dice.ts";
import { chooseFaults } from "./faults.ts";
import { randomApplications } from "./random-applications.ts";
import { randomBrokers, randomEnvironments } from "./random-brokers.ts";
import { randomDomains } from "./random-domains.ts";
import { closeCircles, randomLinks } from "./random-links.ts";
import { narrowAbove, starveEdge } from "./random-narrow.ts";
import { plant } from "./random-plants.ts";
import { roam } from "./random-places.ts";
import { randomPolicies } from "./random-policies.ts";
import { sayTerms } from "./random-terms.ts";
import { runSeveral } from "./random-storing-edges.ts";
import { storeEvents } from "./random-storing.ts";

/** A small mesh that depends on nothing but the seed: a third of them right, the others wrong in some way. */
export function randomMesh(seed: number): AbstractMesh {
  const dice = createDice(seed);
  const faults = chooseFaults(dice);
  const teams = dice.some(["red", "green", "blue"], 2, 3);
  const environments = randomEnvironments(dice, faults);
  const brokers = randomBrokers(dice, environments);
  const residencies = [...new Set(Object.values(environments).flatMap(({ residency }) => residency ?? []))];
  const domains = randomDomains(dice, teams, residencies, faults);
  const links = randomLinks(dice, { environments, brokers, domains }, faults);
  const base = { teams, environments, brokers, domains, links, policies: {} };
  const applications = randomApplications(dice, base, faults);
  let mesh: AbstractMesh = { ...base, applications };
  mesh = { ...mesh, policies: randomPolicies(dice, mesh, faults) };
  mesh = storeEvents(createDice(seed ^ 0x570e), mesh);
  mesh = sayTerms(createDice(seed ^ 0x7e25), mesh);
  mesh = roam(createDice(seed ^ 0x9a7e), mesh);
  if (faults.has("loop")) mesh = closeCircles(dice, mesh);
  if (faults.has("unreachable") && dice.chance(0.55)) mesh = starveEdge(dice, mesh, false);
  else if (dice.chance(0.12)) mesh = starveEdge(dice, mesh, true);
  if (dice.chance(0.3)) mesh = narrowAbove(dice, mesh);
  mesh = plant(createDice(seed ^ 0xb41d), mesh);
  if (faults.has("uplink")) mesh = breakUplink(dice, mesh);
  mesh = runSeveral(createDice(seed ^ 0x3e9), mesh);
  return faults.has("reference") ? breakReference(dice, mesh) : mesh;
}
