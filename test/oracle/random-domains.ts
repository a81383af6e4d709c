import type { AbstractDomain, AbstractEvent, AbstractShare, ByName, Sharing } from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";

const roots = ["retail/orders", "retail/stock", "plant", "fleet/cars/v1", "finance", "größe/maß"];
const eventNames = ["created", "closed", "moved", "counted", "heated", "lost"];
const parameters = ["region", "site", "id"];

/** One to three domains of one to four events each. */
export function randomDomains(
  dice: Dice,
  teams: readonly string[],
  residencies: readonly string[],
  faults: ReadonlySet<Fault>,
): ByName<AbstractDomain> {
  const domains: Record<string, AbstractDomain> = {};
  const names = dice.some(
    ["orders", "stock", "telemetry", "cars", "money"],
    faults.has("unreachable") ? 2 : 1,
    3,
  );
  const topics = dice.shuffle(roots);
  for (const [index, name] of names.entries()) {
    const clash = index > 0 && faults.has("overlap") && dice.chance(0.5);
    const above = topics[index - 1] ?? "";
    const topic = clash ? dice.pick([above, `${above}/more`]) : (topics[index] ?? "");
    domains[name] = {
      owner: dice.pick(teams),
      topic,
      ...randomSharing(dice, teams, residencies, faults, 1),
      events: randomEvents(dice, teams, residencies, faults),
    };
  }
  return domains;
}

function randomEvents(
  dice: Dice,
  teams: readonly string[],
  residencies: readonly string[],
  faults: ReadonlySet<Fault>,
): ByName<AbstractEvent> {
  const events: Record<string, AbstractEvent> = {};
  const leading = dice.chance(0.5);
  for (const name of dice.some(eventNames, 1, 4)) {
    const topic = randomTopic(
      dice,
      name,
      faults.has("overlap") && dice.chance(0.5) ? dice.chance(0.5) : leading,
    );
    events[name] = {
      ...(topic !== name && { topic }),
      ...(dice.chance(0.25) && randomSharing(dice, teams, residencies, faults, 0.5)),
    };
  }
  return events;
}

function randomTopic(dice: Dice, name: string, leading: boolean): string {
  const open = dice.some(parameters, 0, 2).map((parameter) => `{${parameter}}`);
  const [first, ...rest] = open;
  if (first === undefined || dice.chance(0.25)) return dice.pick([name, name, `all/${name}`]);
  const middle = dice.chance(0.2) ? ["all"] : [];
  return leading ? [first, ...middle, name, ...rest].join("/") : [name, ...middle, first, ...rest].join("/");
}

function randomSharing(
  dice: Dice,
  teams: readonly string[],
  residencies: readonly string[],
  faults: ReadonlySet<Fault>,
  much: number,
): Sharing {
  const confined = faults.has("residency") || faults.has("unreachable") ? 0.8 : 0.35;
  const classified = faults.has("forbid") ? 0.9 : 0.3;
  return {
    ...(dice.chance(0.85) && { share: randomShare(dice, teams) }),
    ...(residencies.length > 0 &&
      dice.chance(confined * much) && {
        residency: dice.some(
          residencies,
          1,
          confined > 0.5 ? Math.max(1, residencies.length - 1) : residencies.length,
        ),
      }),
    ...(dice.chance(classified * much) && { classification: dice.some(["pii", "secret"], 1, 2) }),
  };
}

function randomShare(dice: Dice, teams: readonly string[]): AbstractShare {
  if (dice.chance(0.1)) return "private";
  if (dice.chance(0.35)) return "all";
  if (dice.chance(0.3)) return dice.some(teams, 1, teams.length);
  const subscribe = dice.chance(0.5) ? "all" : dice.some(teams, 1, teams.length);
  const which = dice.whole(3);
  return {
    ...(which !== 0 && { subscribe }),
    ...(which !== 1 && { publish: dice.some(teams, 1, teams.length) }),
  };
}
