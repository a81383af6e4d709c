import type { Access, Application, Event } from "../model/mesh.ts";
import { readsByDurable } from "../model/reads-by-durable.ts";
import { covers, overlaps } from "../model/topic.ts";
import type { Durable } from "../model/topology.ts";
import { type HeldEvents, idOf, takesOver } from "./held-events.ts";
import { lossKey } from "./loss-key.ts";
import { shownIn } from "./plan-names.ts";
import type { RefusedLoss } from "./refused-loss.ts";
import { isAsSaid, keeperOf, type Stand } from "./stand.ts";

/** What an application read by a durable and is to read on. */
export interface HeldPlace extends Access {
  /** Position of the subscription in what is recorded. */
  readonly index: number;
  /** Set where the event stays: the place alone is given up. */
  readonly ofReader?: true;
}

/** What is held on to, by application. */
export interface HeldPlaces {
  readonly places: ReadonlyMap<string, readonly HeldPlace[]>;
  readonly refused: readonly RefusedLoss[];
}

/** Finds what applications read by durables and would give up, and what of it is held on to. */
export function placesToHold(
  wanted: Stand,
  recorded: Stand,
  held: HeldEvents,
  mayLose: ReadonlySet<string>,
): HeldPlaces {
  const places = new Map<string, HeldPlace[]>();
  const refused = new Map<string, RefusedLoss>();
  const keeper = keeperOf(recorded.topology);
  const isRead = readsOf(wanted);
  for (const durable of recorded.topology.durables) {
    const at = keeper(durable);
    if (!isAsSaid(recorded, at) || mayLose.has(lossKey("broker", at))) continue;
    for (const reader of readersToHold(wanted, recorded, durable)) {
      if (mayLose.has(lossKey("application", reader.name))) continue;
      const given = givenUp(wanted, held, durable, reader, isRead).filter((place) =>
        canRead(wanted, held, durable, reader, place),
      );
      const why = given.length > 0 ? whyNowhere(wanted, recorded, reader, mayLose) : undefined;
      if (why === "") continue;
      if (why === undefined) places.set(reader.name, [...(places.get(reader.name) ?? []), ...given]);
      else refused.set(reader.name, { kind: "application", name: reader.name, why });
    }
  }
  return {
    places: new Map([...places].filter(([, some]) => some.length > 0)),
    refused: [...refused.values()],
  };
}

/** Who reads a durable on: of a group those of its members that stay, where some do. */
function readersToHold(
  wanted: Stand,
  { topology }: Stand,
  { applications }: Durable,
): readonly Application[] {
  const readers = applications.flatMap((name) => topology.mesh.applications.get(name) ?? []);
  const staying = readers.filter(
    ({ name, group }) => group !== undefined && wanted.topology.mesh.applications.get(name)?.group === group,
  );
  return staying.length > 0 ? staying : readers;
}

/** Tells whether something is read by a durable of a name, or by one that is parted from it. */
function readsOf({ topology }: Stand): (name: string, pattern: Access["pattern"]) => boolean {
  const byReader = new Map<string, Durable[]>();
  for (const durable of topology.durables) {
    const [reader = ""] = durable.name.split("__");
    byReader.set(reader, [...(byReader.get(reader) ?? []), durable]);
  }
  return (name, pattern) => {
    const [reader = "", part] = name.split("__");
    const candidates = (byReader.get(reader) ?? []).filter((one) => part === undefined || one.name === name);
    return candidates.some(({ patterns }) => patterns.some((one) => covers(one, pattern)));
  };
}

function givenUp(
  wanted: Stand,
  held: HeldEvents,
  durable: Durable,
  reader: Application,
  isRead: (name: string, pattern: Access["pattern"]) => boolean,
): readonly HeldPlace[] {
  return reader.subscribe.flatMap(({ index, accesses }) =>
    accesses.flatMap(({ event, pattern }): readonly HeldPlace[] => {
      if (!readsByDurable(reader, event) || !durable.events.includes(event)) return [];
      if (held.events.has(idOf(event))) return [{ event, pattern, index }];
      if (!takesOver(wanted, event) || isRead(durable.name, pattern)) return [];
      return [{ event, pattern, index, ofReader: true }];
    }),
  );
}

/** Whether somebody who stays can read by the same durable beside what the manifest has it read. */
function canRead(
  { topology }: Stand,
  held: HeldEvents,
  durable: Durable,
  reader: Application,
  { event, pattern }: HeldPlace,
): boolean {
  const now = topology.mesh.applications.get(reader.name);
  if (!now) return true;
  const accesses = now.subscribe.flatMap((reference) => reference.accesses);
  const isAlike =
    now.group === reader.group && (reader.group !== undefined || now.durable === reader.durable);
  if (!isAlike && now.group !== reader.group && accesses.length > 0) return false;
  if (!isAlike && accesses.some((access) => readsStored(access.event))) return false;
  if (held.events.has(idOf(event))) return true;
  // What it reads on other terms it cannot read on the old ones too.
  const again = accesses.some((access) => overlaps(access.pattern, pattern));
  return (
    !again || topology.durables.some(({ name, events }) => name === durable.name && hasTopic(events, event))
  );
}

function readsStored({ terms }: Event): boolean {
  return terms.delivery === "at-least-once";
}

function hasTopic(events: readonly Event[], { topic }: Event): boolean {
  return events.some((event) => covers(event.topic, topic));
}

/** Why somebody who is to read on has no broker to do it at; empty where that may be. */
function whyNowhere(
  { topology }: Stand,
  recorded: Stand,
  { name, brokers }: Application,
  mayLose: ReadonlySet<string>,
): string | undefined {
  if (topology.mesh.applications.has(name) || brokers === "any") return undefined;
  if (brokers.some((broker) => topology.mesh.brokers.has(broker.name))) return undefined;
  if (brokers.every((broker) => mayLose.has(lossKey("broker", broker.name)))) return "";
  const names = brokers
    .map((broker) => `"${shownIn(recorded.topology, "brokers", broker.name)}"`)
    .join(" and ");
  return `it has yet to read what waits for it, and ${names}, where it attaches, leaves the mesh too`;
}
