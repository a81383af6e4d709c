import { keptByNoLink } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { Event, LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { type Pattern, printPattern } from "../model/topic.ts";
import type { Link, LinkDurable, ListedTopic, Stream } from "../model/topology.ts";
import { type Placed, reportMisfit } from "./pins.ts";

/** What decides by which kind a link carries what it lists. */
interface Carrying {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly streams: readonly Stream[];
  readonly declarations: ReadonlyMap<string, LinkDeclaration>;
}

/**
 * Makes each link that lists stored events one of a kind that loses none of them: it takes them on only as the other
 * side has stored them, and brings down what it reads by durables of its own. So it does with those for which the
 * manifest asks for such a kind. Where there is none, or the manifest asks for another, that is reported.
 */
export function withCarriers(links: readonly Link[], carrying: Carrying, report: Reporter): readonly Link[] {
  return links.map((link) => {
    if (!link.listed) return link;
    const stored = firstStored(link);
    const asking = askedOf(link, carrying).find(({ via }) => via !== link.kind.name);
    if (!stored && !asking && link.kind.durability !== "stored") return link;
    const kind = carrierOf(link, carrying);
    if (kind?.storedEvents === "from-home")
      return { ...link, kind, durables: durablesOf(link, carrying.streams) };
    if (kind) return { ...link, kind };
    if (stored) reportNone(link, stored, carrying, report);
    else if (asking) reportUnlike(link, asking, carrying, report);
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

/** Entries that ask for a kind, of the link's targets in their order: the link has one, whichever it is on. */
function askedOf(
  { from, to, standby }: Link,
  { placed, declarations }: Carrying,
): readonly LinkDeclaration[] {
  const entries = [to, ...standby].flatMap((target) => declarations.get(pairKey(from, target)) ?? []);
  // Of others it was said that they fit no such link.
  return entries.filter(({ via }) => placed.get(from)?.kinds.some(({ name }) => name === via));
}

/** The kind that carries stored events from the dialing broker to all of the link's targets. */
function carrierOf(link: Link, carrying: Carrying): LinkKind | undefined {
  const asked = askedOf(link, carrying);
  const targets = [link.to, ...link.standby].flatMap((name) => carrying.placed.get(name) ?? []);
  return carrying.placed
    .get(link.from)
    ?.kinds.filter(
      ({ name, durability }) => durability === "stored" && asked.every(({ via }) => via === name),
    )
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

function reportNone(link: Link, event: Event, carrying: Carrying, report: Reporter): void {
  const { name, kind, from, listed } = link;
  const asked = askedOf(link, carrying).find(({ via }) => via === kind.name);
  const isUp = listed?.up.some((topic: ListedTopic) => topic.event === event) ?? false;
  const path = asked ? ["links", asked.name, "via"] : ["brokers", from];
  const edge = edgeAmong(link, carrying);
  report.report(
    keptByNoLink,
    {
      event: `${event.domain}.${event.name}`,
      link: name,
      kind: kind.name,
      goes: isUp ? "up" : "down",
      ...(edge !== undefined && { edge }),
      asked: asked !== undefined,
    },
    { path, ...(!asked && { on: "key" as const }) },
  );
}

function edgeAmong({ to, standby }: Link, { placed }: Carrying): string | undefined {
  return [to, ...standby].find((target) => placed.get(target)?.role === "edge");
}

/** Reports an entry that asks for a kind which the link cannot be for another of its targets. */
function reportUnlike(link: Link, asking: LinkDeclaration, carrying: Carrying, report: Reporter): void {
  const edge = edgeAmong(link, carrying);
  // Of an edge that it is itself about this was said.
  if (edge !== undefined && asking.between.includes(edge)) return;
  const other = askedOf(link, carrying).find(({ via }) => via !== asking.via);
  const why =
    edge === undefined
      ? `entry "${other?.name}" asks for a ${other?.via} to another target of the same link`
      : `the same link can switch to "${edge}", an edge, and that kind leads to hubs only`;
  reportMisfit(asking, why, report);
}
