import { keptByNoLink } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { Event, LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { type Pattern, printPattern } from "../model/topic.ts";
import type { Link, LinkDurable, ListedTopic, Stream } from "../model/topology.ts";
import type { Placed } from "./pins.ts";

/** What decides by which kind a link carries what it lists. */
interface Carrying {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly streams: readonly Stream[];
  readonly declarations: ReadonlyMap<string, LinkDeclaration>;
}

/**
 * Makes each link that lists stored events one of a kind that loses none of them: it takes them on only as the other
 * side has stored them, and brings down what it reads by durables of its own. Where there is none, or the manifest asks
 * for another, that is reported.
 */
export function withCarriers(links: readonly Link[], carrying: Carrying, report: Reporter): readonly Link[] {
  return links.map((link) => {
    const stored = firstStored(link);
    if (!stored) return link;
    const kind = link.kind.durability === "stored" ? link.kind : carrierOf(link, carrying);
    if (kind?.storedEvents === "from-home")
      return { ...link, kind, durables: durablesOf(link, carrying.streams) };
    if (kind) return link;
    reportNone(link, stored, carrying, report);
    return link;
  });
}

function firstStored({ listed }: Link): Event | undefined {
  const topics = listed ? [...listed.up, ...listed.down] : [];
  return topics.find(({ event }) => isStored(event))?.event;
}

function isStored({ terms }: Event): boolean {
  return terms.delivery === "at-least-once";
}

/** The kind that carries stored events from the dialing broker to all of the link's targets. */
function carrierOf({ from, to, standby }: Link, { placed, declarations }: Carrying): LinkKind | undefined {
  const asked = declarations.get(pairKey(from, to))?.via;
  const targets = [to, ...standby].flatMap((name) => placed.get(name) ?? []);
  return placed
    .get(from)
    ?.kinds.filter(({ name, durability }) => durability === "stored" && (asked ?? name) === name)
    .find((kind) => targets.every(({ broker, role }) => leadsTo(kind, broker.engine, role)));
}

function leadsTo({ ends, targets }: LinkKind, engine: string, role: Placed["role"]): boolean {
  return targets.includes(engine) && (role === "hub" || ends !== "edge-hub");
}

/** One place in each stream of which something goes down. */
function durablesOf({ name, listed }: Link, streams: readonly Stream[]): readonly LinkDurable[] {
  const down = listed?.down ?? [];
  return streams.flatMap((stream) => {
    const patterns = down.filter(({ event }) => stream.events.includes(event)).map(({ pattern }) => pattern);
    if (patterns.length === 0) return [];
    const durable = `link_${name.replaceAll(".", "_")}`;
    return [
      {
        name: durable,
        link: name,
        stream: stream.name,
        home: stream.home,
        patterns: patterns.toSorted(byText),
      },
    ];
  });
}

function byText(a: Pattern, b: Pattern): number {
  return compare(printPattern(a), printPattern(b));
}

function reportNone(
  { name, kind, from, to, standby, listed }: Link,
  event: Event,
  { placed, declarations }: Carrying,
  report: Reporter,
): void {
  const asked = declarations.get(pairKey(from, to));
  const isUp = listed?.up.some((topic: ListedTopic) => topic.event === event) ?? false;
  const path = asked?.via === undefined ? ["brokers", from] : ["links", asked.name, "via"];
  const edge = [to, ...standby].find((target) => placed.get(target)?.role === "edge");
  report.report(
    keptByNoLink,
    {
      event: `${event.domain}.${event.name}`,
      link: name,
      kind: kind.name,
      goes: isUp ? "up" : "down",
      ...(edge !== undefined && { edge }),
      asked: asked?.via !== undefined,
    },
    { path, ...(asked?.via === undefined && { on: "key" as const }) },
  );
}
