import { printFlow } from "../model/amount.ts";
import { offlineNotKept } from "../diagnostics/codes/streams.ts";
import type { Event } from "../model/mesh.ts";
import { printBytes, printDuration, printRate } from "../model/quantity.ts";
import type { Stream } from "../model/topology.ts";
import type { Proof } from "./proof.ts";

/**
 * Proves that events which may not be lost while an edge is cut off are kept for as long: at the edge what is published
 * there, at home what its readers have not had. Only what the manifest says of rates and sizes can be counted.
 */
export function offlineIsKept({ topology, report }: Proof): void {
  for (const stream of topology.streams) {
    const [event, offline] = longestOffline(stream);
    const kept = offline === undefined ? undefined : keptFor(stream);
    if (event === undefined || offline === undefined || kept === undefined || kept.time >= offline) continue;
    const domain = topology.mesh.domains.get(stream.domain);
    const isOwn = domain?.terms.offlineMilliseconds !== offline;
    const path = ["domains", stream.domain, ...(isOwn ? ["events", event.name] : []), "offline"];
    const names = { stream: stream.name, offline: printDuration(offline), kept: printDuration(kept.time) };
    report.report(
      offlineNotKept,
      { ...names, bound: kept.bound, ...(kept.arithmetic !== undefined && { arithmetic: kept.arithmetic }) },
      { path },
    );
  }
}

function longestOffline({ events }: Stream): readonly [Event | undefined, number | undefined] {
  const bound = events.filter(({ terms }) => terms.offlineMilliseconds !== undefined);
  const [first] = bound.toSorted(
    (a, b) => (b.terms.offlineMilliseconds ?? 0) - (a.terms.offlineMilliseconds ?? 0),
  );
  return [first, first?.terms.offlineMilliseconds];
}

/** For how long events are kept at least, in milliseconds, what of `retention` says so, and how that comes about. */
interface KeptFor {
  readonly time: number;
  readonly bound: string;
  readonly arithmetic?: string;
}

function keptFor({ events, retention }: Stream): KeptFor | undefined {
  const rate = sumOf(events, ({ load }) => load.perSecond);
  const flow = sumOf(events, ({ load: { perSecond, bytes } }) =>
    perSecond === undefined || bytes === undefined ? undefined : perSecond * bytes,
  );
  const bounds = [
    { bound: "age", time: retention.ageMilliseconds },
    {
      bound: "messages",
      time: timeFor(retention.messages, rate),
      arithmetic: `${retention.messages} / ${printRate(rate)}`,
    },
    {
      bound: "size",
      time: timeFor(retention.bytes, flow),
      arithmetic: `${printBytes(retention.bytes ?? 0)} / ${printFlow(events)}`,
    },
  ].flatMap(({ time, ...one }) => (time === undefined ? [] : [{ ...one, time }]));
  return bounds.toSorted((a, b) => a.time - b.time)[0];
}

function timeFor(room: number | undefined, perSecond: number): number | undefined {
  return room === undefined || perSecond === 0 ? undefined : (room / perSecond) * 1_000;
}

function sumOf(events: readonly Event[], of: (event: Event) => number | undefined): number {
  return events.reduce((sum, event) => sum + (of(event) ?? 0), 0);
}
