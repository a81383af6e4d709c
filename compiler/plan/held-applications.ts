import { compare } from "../model/compare.ts";
import type { ManifestApplication, ManifestData, ManifestSubscription } from "../model/manifest.ts";
import type { Application, Reference } from "../model/mesh.ts";
import { teamMay } from "../model/sharing.ts";
import { overlaps } from "../model/topic.ts";
import { teamOf } from "./held-domains.ts";
import { type HeldEvents, idOf } from "./held-events.ts";
import { marked } from "./held-mark.ts";
import type { HeldPlace, HeldPlaces } from "./held-places.ts";
import type { Stand } from "./stand.ts";
import { writtenReferences } from "./written-references.ts";

/**
 * The applications of a manifest with what they are to read on. References of theirs that would match what is held on to
 * beside what they match in the manifest name what they match, one by one.
 */
export function heldApplications(
  wanted: Stand,
  recorded: Stand,
  events: HeldEvents,
  { places }: HeldPlaces,
  drained: ReadonlySet<string>,
): NonNullable<ManifestData["applications"]> {
  const applications = new Map(Object.entries(wanted.data.applications ?? {}));
  const matchesMore = surplusOf(wanted, recorded, events, places);
  for (const [name, entry] of applications) {
    const application = wanted.topology.mesh.applications.get(name);
    if (application) applications.set(name, narrowed(entry, application, matchesMore));
  }
  for (const [name, read] of [...places].toSorted(([a], [b]) => compare(a, b))) {
    const before = recorded.data.applications?.[name];
    if (!before) continue;
    const now = applications.get(name) ?? asReader(before, wanted);
    const reading = withReading(now, before, read, wanted.topology.mesh.applications.get(name));
    applications.set(name, drained.has(name) ? marked(reading) : reading);
  }
  return Object.fromEntries(applications);
}

/** An application that only reads, at those of its brokers that are still there. */
function asReader(before: ManifestApplication, { data }: Stand): ManifestApplication {
  const { publish: _, ...reader } = before;
  const { broker } = before;
  if (typeof broker === "string") return { ...reader, subscribe: [] };
  return { ...reader, broker: broker.filter((name) => data.brokers?.[name]), subscribe: [] };
}

function withReading(
  now: ManifestApplication,
  before: ManifestApplication,
  read: readonly HeldPlace[],
  application: Application | undefined,
): ManifestApplication {
  const known = new Set((now.subscribe ?? []).map((one) => JSON.stringify(one)));
  const isRead = ({ event, pattern }: HeldPlace) =>
    application?.subscribe.some(({ accesses }) =>
      accesses.some((one) => idOf(one.event) === idOf(event) && String(one.pattern) === String(pattern)),
    );
  const added = read
    .filter((place) => !isRead(place))
    .flatMap((place) => writtenReferences(before.subscribe?.[place.index], [place]))
    .filter((one) => !known.has(JSON.stringify(one)));
  const distinct = new Map(added.map((one) => [JSON.stringify(one), one]));
  const sorted = [...distinct].toSorted(([a], [b]) => compare(a, b)).map(([, one]) => one);
  return {
    ...now,
    subscribe: [...(now.subscribe ?? []), ...sorted],
    ...(before.durable !== undefined && now.group === undefined && { durable: before.durable }),
    ...(before.group !== undefined && { group: before.group }),
  };
}

type MatchesMore = (application: Application, action: "publish" | "subscribe", reference: Written) => boolean;

/** A reference as text, such as `orders.*`. */
type Written = string;

/** Tells whether a reference would match more than in the manifest: what is held on to, or what is shared for that. */
function surplusOf(
  wanted: Stand,
  recorded: Stand,
  { events }: HeldEvents,
  places: HeldPlaces["places"],
): MatchesMore {
  const more = [...events.values()].filter(({ stays }) => !stays).map(({ event }) => event);
  const shared = new Map<string, Set<string>>();
  for (const [application, read] of places) {
    const team = teamOf(wanted, recorded, application);
    for (const { event } of read) {
      const now = wanted.topology.mesh.domains.get(event.domain)?.events.get(event.name);
      if (!now || teamMay(team, "subscribe", now)) continue;
      shared.set(team, (shared.get(team) ?? new Set()).add(event.domain));
    }
  }
  return ({ team }, action, written) => {
    if (written.includes("/")) return more.some(({ topic }) => overlaps(topic, written.split("/")));
    if (!written.endsWith(".*")) return false;
    const domain = written.slice(0, -2);
    const isNew = action === "subscribe" && (shared.get(team)?.has(domain) ?? false);
    return isNew || more.some((event) => event.domain === domain);
  };
}

function narrowed(
  entry: ManifestApplication,
  application: Application,
  matchesMore: MatchesMore,
): ManifestApplication {
  const narrow = (action: "publish" | "subscribe", references: readonly Reference[]) => {
    const written: readonly ManifestSubscription[] = entry[action] ?? [];
    const isMore = written.map((one) =>
      matchesMore(application, action, typeof one === "string" ? one : one.event),
    );
    if (!isMore.includes(true)) return {};
    const narrower = written.flatMap((one, index) =>
      isMore[index] ? writtenReferences(one, references[index]?.accesses ?? []) : [one],
    );
    return { [action]: narrower };
  };
  const publish = narrow("publish", application.publish);
  const subscribe = narrow("subscribe", application.subscribe);
  if (Object.keys(publish).length + Object.keys(subscribe).length === 0) return entry;
  return { ...entry, ...publish, ...subscribe };
}
