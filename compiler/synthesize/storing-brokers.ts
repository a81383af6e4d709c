import { notBuiltYet } from "../diagnostics/codes/validate.ts";
import type { At, Reporter } from "../diagnostics/reporter.ts";
import type { Broker } from "../model/mesh.ts";
import type { Stream } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import type { Placed } from "./pins.ts";

/** Which brokers take part in storing, and how. */
export function storingBrokers(
  placed: Iterable<Placed>,
  streams: readonly Stream[],
  engines: ReadonlyMap<string, Engine>,
  report: Reporter,
): ReadonlyMap<string, "events" | "votes"> {
  const homes = new Set(streams.map(({ home }) => home));
  const parts = new Map<string, "events" | "votes">();
  const hubs = new Map<string, Placed["broker"][]>();
  for (const { broker, role } of placed) {
    // Whether a broker is an edge is not said in the manifest, so that the list of what is not built cannot tell.
    if (broker.storage && role === "edge")
      report.report(notBuiltYet, { what: "storing at an edge (`storage`)" }, storageOf(broker));
    if (broker.storage || homes.has(broker.name)) parts.set(broker.name, "events");
    if (role === "hub") hubs.set(broker.engine, [...(hubs.get(broker.engine) ?? []), broker]);
  }
  for (const [engine, ofEngine] of hubs) {
    const storing = ofEngine.filter(({ name }) => parts.has(name));
    for (const { name } of engines.get(engine)?.alsoVote(ofEngine, storing) ?? []) parts.set(name, "votes");
  }
  return parts;
}

function storageOf({ name }: Broker): At {
  return { path: ["brokers", name, "storage"], on: "key" };
}
