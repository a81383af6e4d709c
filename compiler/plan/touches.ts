import { partKey } from "../model/part.ts";
import type { Topology } from "../model/topology.ts";
import { type Difference, entryOf } from "./differences.ts";
import { brokerTouches } from "./touches/broker-touches.ts";
import { linkTouches } from "./touches/link-touches.ts";
import { reachOf } from "./touches/reach.ts";
import { ownedTouch, partTouches, type Touch } from "./touch.ts";

/** Finds what a difference between two meshes reaches, each once; nothing where it is about words or ways only. */
export function touching(sides: readonly Topology[]): (difference: Difference) => ReadonlySet<Touch> {
  const reach = reachOf(sides);
  return (difference) => {
    const { kind, name } = entryOf(difference);
    switch (kind) {
      case "broker":
        return new Set(difference.facets.flatMap((facet) => brokerTouches(reach, name, facet)));
      case "link":
        return new Set((reach.links.get(name) ?? []).flatMap(linkTouches));
      case "domain":
        return new Set([ownedTouch("domain", name), ...ofStored(difference, reach.hubs)]);
      case "application":
        return new Set([ownedTouch("application", name), ...ofApplication(difference)]);
      case "access":
        return new Set(ofAccess(difference));
      default:
        return new Set();
    }
  };
}

function placesIn({ before, after }: Difference): readonly string[] {
  return [...new Set([...(before?.brokers ?? []), ...(after?.brokers ?? [])])];
}

/** Hubs that store agree with each other, and lead to what any of them stores. */
function ofStored(difference: Difference, hubs: readonly string[]): readonly Touch[] {
  const at = placesIn(difference);
  return at.length === 0 ? [] : [...at, ...hubs].flatMap((broker) => partTouches(broker, ["storage"]));
}

function ofAccess(difference: Difference): readonly Touch[] {
  const { application } = entryOf(difference);
  if (application === undefined) return [];
  return placesIn(difference).flatMap((broker) =>
    partTouches(broker, [`identity application.${application}`]),
  );
}

/** Where an application logs in, and what is listened on and stored for those who speak as it does. */
function ofApplication(difference: Difference): readonly Touch[] {
  const { facets } = difference;
  const { name } = entryOf(difference);
  const isAbout = (...labels: readonly string[]) => facets.some(({ label }) => labels.includes(label));
  const speaks = facets.filter(({ label }) => label === "protocol");
  const protocols = speaks.flatMap(({ before, after }) => [before?.value ?? [], after?.value ?? []].flat());
  const keys = [
    ...(isAbout("protocol", "places", "place in", "group") ? [`identity application.${name}`] : []),
    ...protocols.flatMap((word) => [partKey({ kind: "listener", name: word }), "storage", `setting ${word}`]),
  ];
  return placesIn(difference).flatMap((broker) => partTouches(broker, keys));
}
