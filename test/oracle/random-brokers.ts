import type { AbstractBroker, AbstractEnvironment, ByName } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";

const environmentNames = ["east", "west", "plant", "cloud", "lab", "shop-1", "shop-2"];
const brokerNames = [
  "oslo",
  "rome",
  "lima",
  "cairo",
  "kyoto",
  "site-9",
  "site-10",
  "site-11",
  "line-1",
  "line-2",
];

/** The most choices of targets that a mesh may have; more only takes time. */
const mostChoices = 36;

/** One to four environments, the first of them mostly open to the others. */
export function randomEnvironments(dice: Dice, faults: ReadonlySet<Fault>): ByName<AbstractEnvironment> {
  const environments: Record<string, AbstractEnvironment> = {};
  const mixed = dice.chance(0.65);
  const residencies = mixed
    ? dice.shuffle(["eu", "us", "cn", undefined])
    : [dice.pick(["eu", "us", undefined])];
  const torn = faults.has("residency") || faults.has("unreachable");
  for (const [index, name] of dice.some(environmentNames, torn ? 2 : 1, 4).entries()) {
    const residency = torn ? residencies[index % residencies.length] : dice.pick(residencies);
    const region = dice.pick(["north", "south", undefined]);
    const dialable = index === 0 && !(faults.has("uplink") && dice.chance(0.15)) ? true : dice.chance(0.6);
    environments[name] = {
      ...(residency !== undefined && { residency }),
      ...(region !== undefined && { region }),
      ...((!dialable || dice.chance(0.3)) && { dialable }),
    };
  }
  return environments;
}

/** Two to eight brokers: the first a hub where the first environment allows one, the others as it comes. */
export function randomBrokers(dice: Dice, environments: ByName<AbstractEnvironment>): ByName<AbstractBroker> {
  const places = Object.keys(environments);
  const brokers: Record<string, AbstractBroker> = {};
  const names = dice.some(brokerNames, dice.chance(0.03) ? 1 : 2, 8);
  let choices = 1;
  for (const [index, name] of names.entries()) {
    const environment = index === 0 ? (places[0] ?? "") : dice.pick(places);
    const isOpen = environments[environment]?.dialable !== false;
    const isEdge = !isOpen || (index > 0 && dice.chance(0.55));
    const says = isEdge ? isOpen || dice.chance(0.3) : dice.chance(0.3);
    const broker: AbstractBroker = { environment, ...(says && { role: isEdge ? "edge" : "hub" }) };
    brokers[name] = broker;
    if (!isEdge || !dice.chance(0.5)) continue;
    const reachable = names
      .slice(0, index)
      .filter((target) => canDial(environments, environment, brokers[target]?.environment ?? ""));
    const targets = dice.some(reachable, dice.chance(0.5) ? 2 : 1, choices * 3 <= mostChoices ? 3 : 1);
    choices *= Math.max(1, targets.length);
    const [only] = targets;
    if (only === undefined) continue;
    const uplink = targets.length === 1 && dice.chance(0.7) ? only : targets;
    brokers[name] = { ...broker, uplink };
  }
  return brokers;
}

/** Whether a broker in one environment may open a connection to one in another. */
export function canDial(environments: ByName<AbstractEnvironment>, from: string, to: string): boolean {
  return from === to || environments[to]?.dialable !== false;
}

/** Whether a random broker is a hub. */
export function isRandomHub(
  environments: ByName<AbstractEnvironment>,
  broker: AbstractBroker | undefined,
): boolean {
  if (broker?.engine === "mosquitto") return false;
  return broker?.role ? broker.role === "hub" : environments[broker?.environment ?? ""]?.dialable !== false;
}
