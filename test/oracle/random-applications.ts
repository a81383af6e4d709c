import type {
  AbstractApplication,
  AbstractBroker,
  AbstractEnvironment,
  AbstractMesh,
  AbstractReference,
  ByName,
} from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";
import type { PlainEvent } from "./topics.ts";
import { concreteTopics, parameterOf, patternExpression, plainEvents } from "./topics.ts";
import type { Action } from "./uses.ts";
import { isSharedWith, mayBeIn } from "./uses.ts";

const names = ["billing", "portal", "audit", "robot", "scale", "planner", "mirror", "dash", "alarm", "feed"];

/** What an application at its place may speak of, and what it may not. */
interface Reach {
  readonly all: readonly PlainEvent[];
  readonly shared: ReadonlySet<PlainEvent>;
  readonly fine: ReadonlySet<PlainEvent>;
  /** Concrete topics by event id, to see what a pattern would hit. */
  readonly samples: ReadonlyMap<string, readonly string[]>;
}

/** One to ten applications, whose references are mostly within their rights. */
export function randomApplications(
  dice: Dice,
  mesh: Omit<AbstractMesh, "applications">,
  faults: ReadonlySet<Fault>,
): ByName<AbstractApplication> {
  const events = plainEvents({ ...mesh, applications: {} });
  const samples = new Map<string, string[]>();
  for (const topic of concreteTopics({ ...mesh, applications: {} }, events)) {
    samples.set(topic.event, [...(samples.get(topic.event) ?? []), topic.text]);
  }
  const applications: Record<string, AbstractApplication> = {};
  for (const name of dice.some(names, faults.has("unreachable") || faults.has("maxHops") ? 5 : 1, 10)) {
    const team = dice.pick(mesh.teams);
    const broker = dice.pick(Object.keys(mesh.brokers));
    const residency = residencyAt(mesh.brokers, mesh.environments, broker);
    const reach = (action: Action): Reach => {
      const shared = new Set(events.filter((event) => isSharedWith(team, action, event)));
      const fine = new Set([...shared].filter((event) => mayBeIn(event, residency)));
      return { all: events, shared, fine, samples };
    };
    const publish = randomReferences(dice, reach("publish"), faults);
    const subscribe = randomReferences(dice, reach("subscribe"), faults);
    const group = dice.chance(0.35) ? groupFor(dice, team, faults) : undefined;
    applications[name] = {
      team,
      broker,
      ...(publish.length > 0 && { publish }),
      ...(subscribe.length > 0 && { subscribe }),
      ...(group !== undefined && subscribe.length > 0 && { group }),
    };
  }
  return applications;
}

function residencyAt(
  brokers: ByName<AbstractBroker>,
  environments: ByName<AbstractEnvironment>,
  broker: string,
): string | undefined {
  return environments[brokers[broker]?.environment ?? ""]?.residency;
}

function groupFor(dice: Dice, team: string, faults: ReadonlySet<Fault>): string {
  return faults.has("group")
    ? dice.pick(["workers", "readers"])
    : `${team}-${dice.pick(["workers", "readers"])}`;
}

function randomReferences(dice: Dice, reach: Reach, faults: ReadonlySet<Fault>): AbstractReference[] {
  const references: AbstractReference[] = [];
  const count = dice.whole(4);
  for (let index = 0; index < count; index++) {
    const reference = randomReference(dice, reach, faults);
    if (reference !== undefined) references.push(reference);
  }
  return references;
}

function randomReference(
  dice: Dice,
  reach: Reach,
  faults: ReadonlySet<Fault>,
): AbstractReference | undefined {
  const stray = dice.chance(faults.has("residency") ? 0.6 : 0.4);
  const bad =
    stray && faults.has("sharing")
      ? reach.all.filter((event) => !reach.shared.has(event))
      : stray && faults.has("residency")
        ? [...reach.shared].filter((event) => !reach.fine.has(event))
        : [];
  const event =
    bad.length > 0 ? dice.pick(bad) : reach.fine.size > 0 ? dice.pick([...reach.fine]) : undefined;
  if (!event) return undefined;
  const form = dice.whole(10);
  const careless = bad.length > 0;
  if (form < 2) return wholeDomain(dice, reach, event, careless) ?? event.id;
  if (form < 5) return pattern(dice, reach, event, careless) ?? event.id;
  if (form < 8) return withWhere(dice, event, event.id) ?? event.id;
  return event.id;
}

function wholeDomain(
  dice: Dice,
  reach: Reach,
  event: PlainEvent,
  careless: boolean,
): AbstractReference | undefined {
  const shared = [...reach.shared].filter((one) => one.domain === event.domain);
  if (!careless && shared.some((one) => !reach.fine.has(one))) return undefined;
  const name = `${event.domain}.*`;
  const parameters = event.levels.map(parameterOf);
  const common = parameters.find(
    (parameter) => parameter !== undefined && shared.every((one) => one.levels.includes(`{${parameter}}`)),
  );
  if (common === undefined || dice.chance(0.5)) return name;
  return { event: name, where: { [common]: valuesFor(dice) } };
}

function pattern(
  dice: Dice,
  reach: Reach,
  event: PlainEvent,
  careless: boolean,
): AbstractReference | undefined {
  const whole = event.levels.map((level, index) => {
    if (parameterOf(level) !== undefined) return dice.chance(0.7) ? "*" : dice.pick(["north", "s1", "all"]);
    return dice.chance(index > 0 ? 0.25 : 0.05) ? "*" : level;
  });
  const cut = dice.chance(0.4) ? 1 + dice.whole(whole.length - 1) : whole.length;
  const levels = cut < whole.length ? [...whole.slice(0, cut), ">"] : whole;
  const text = levels.join("/");
  const expression = patternExpression(text);
  const literal = whole.some((level, index) => level !== "*" && level !== event.levels[index]);
  const hit = reach.all.filter((one) =>
    (reach.samples.get(one.id) ?? []).some((topic) => expression.test(topic)),
  );
  if (!careless && (literal ? reach.fine.size < reach.all.length : hit.some((one) => !reach.fine.has(one)))) {
    return undefined;
  }
  if (literal || hit.length !== 1 || !dice.chance(0.3)) return text;
  return withWhere(dice, event, text) ?? text;
}

function withWhere(dice: Dice, event: PlainEvent, name: string): AbstractReference | undefined {
  const parameters = event.levels.flatMap((level) => parameterOf(level) ?? []);
  if (parameters.length === 0) return undefined;
  const chosen = dice.some(parameters, 1, parameters.length);
  return { event: name, where: Object.fromEntries(chosen.map((parameter) => [parameter, valuesFor(dice)])) };
}

function valuesFor(dice: Dice): string | string[] {
  const values = dice.some(["north", "south", "s1", "s2", "created", "ü-1"], 1, 2);
  const [only] = values;
  return values.length === 1 && only !== undefined && dice.chance(0.6) ? only : values;
}
