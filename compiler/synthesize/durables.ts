import { groupReadsUnlike, readsOverlap } from "../diagnostics/codes/streams.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare, sortedByName } from "../model/compare.ts";
import type { Application, Event, Mesh, ReadTerms } from "../model/mesh.ts";
import { readsByDurable } from "../model/reads-by-durable.ts";
import { covers, overlaps, type Pattern, printPattern } from "../model/topic.ts";
import type { Durable, Stream } from "../model/topology.ts";

/** The durables of all applications and groups, sorted by stream and name. */
export function synthesizeDurables(
  mesh: Mesh,
  streams: readonly Stream[],
  report: Reporter,
): readonly Durable[] {
  const streamOf = new Map(
    streams.flatMap((stream) => stream.events.map((event) => [event, stream] as const)),
  );
  const durables = new Map<string, Durable>();
  for (const application of sortedByName(mesh.applications.values())) {
    for (const [key, { name, stream, reads, terms }] of readsByKey(application, streamOf)) {
      const patterns = disjointPatterns(application, reads, report);
      const known = durables.get(key);
      if (known && !alike(known.patterns, patterns)) reportUnlike(application, known, stream, report);
      const read = new Set(reads.map(({ event }) => event));
      const applications = [...(known?.applications ?? []), application.name];
      durables.set(
        key,
        known
          ? { ...known, applications }
          : {
              name,
              stream: stream.name,
              events: stream.events.filter((event) => read.has(event)),
              patterns,
              applications,
              ...(terms && { terms }),
              ...(reads[0]?.event.orderedBy !== undefined && { inOrder: true }),
            },
      );
    }
  }
  return [...durables].toSorted(([a], [b]) => compare(a, b)).map(([, durable]) => durable);
}

/** A pattern that is read by a durable, and the reference that asks for it. */
interface Read {
  readonly event: Event;
  readonly pattern: Pattern;
  readonly index: number;
  readonly key: string;
}

/** What an application reads by one durable. */
interface Reads {
  readonly name: string;
  readonly stream: Stream;
  readonly reads: readonly Read[];
  readonly terms: ReadTerms | undefined;
}

/**
 * By stream and name. An event with terms of its own, or whose order is kept, has a durable of its own: nothing is named
 * anew where another subscription comes or goes, and what need not keep an order does not wait for what does.
 */
function readsByKey(
  application: Application,
  streamOf: ReadonlyMap<Event, Stream>,
): ReadonlyMap<string, Reads> {
  const reads = new Map<string, Reads>();
  for (const { index, accesses, terms } of application.subscribe) {
    for (const { event, pattern } of accesses) {
      const stream = readsByDurable(application, event) ? streamOf.get(event) : undefined;
      if (!stream) continue;
      const name = durableName(application, event, terms);
      const key = `${stream.name} ${name}`;
      const read = { event, pattern, index, key: printPattern(pattern) };
      reads.set(key, { name, stream, reads: [...(reads.get(key)?.reads ?? []), read], terms });
    }
  }
  return reads;
}

function durableName({ name, group }: Application, event: Event, terms: ReadTerms | undefined): string {
  const shared = group === undefined ? name : `group_${group}`;
  return terms || event.orderedBy !== undefined ? `${shared}__${event.name}` : shared;
}

/** The patterns without those that another one holds; two that only share something are reported. */
function disjointPatterns(
  application: Application,
  reads: readonly Read[],
  report: Reporter,
): readonly Pattern[] {
  const sorted = reads.toSorted((a, b) => compare(a.key, b.key));
  const distinct = sorted.filter(({ key }, index) => key !== sorted[index - 1]?.key);
  const widest = distinct.filter(
    (one) => !distinct.some((other) => other !== one && covers(other.pattern, one.pattern)),
  );
  for (const [position, one] of widest.entries()) {
    const other = widest.slice(0, position).find(({ pattern }) => overlaps(pattern, one.pattern));
    if (!other) continue;
    const path = ["applications", application.name, "subscribe", one.index];
    report.report(readsOverlap, { application: application.name, one: one.key, other: other.key }, { path });
  }
  return widest.map(({ pattern }) => pattern);
}

function alike(a: readonly Pattern[], b: readonly Pattern[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function reportUnlike(application: Application, known: Durable, stream: Stream, report: Reporter): void {
  const [other = ""] = known.applications;
  const names = { group: application.group ?? "", application: application.name, other, stream: stream.name };
  report.report(groupReadsUnlike, names, { path: ["applications", application.name, "group"] });
}
