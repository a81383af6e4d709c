import type { AbstractMesh } from "./abstract-mesh.ts";
import { drawingFindings } from "./drawing.ts";
import { apartFindings } from "./groups-apart.ts";
import { decideCarriers } from "./carriers.ts";
import { circleFindings, circlesOf, decideBridges } from "./bridges.ts";
import { decideDurables, idleDurables } from "./durables.ts";
import { decideListeners } from "./listeners.ts";
import { sessionFindings, sessionKeepers } from "./mqtt-at-nats.ts";
import { copyingBrokers, decideMirrors } from "./mirrors.ts";
import { unknownNames } from "./names.ts";
import { offlineFindings } from "./offline.ts";
import { decidePlaces, repeatedPlaces } from "./places.ts";
import { decideProtocols, protocolFindings } from "./protocols.ts";
import { groupFindings, overlapFindings } from "./overlaps.ts";
import { loopFindings, proveFlows } from "./proofs.ts";
import { orderFindings, readFindings } from "./read-terms.ts";
import { repeatFindings } from "./repeats.ts";
import { decideRights } from "./rights.ts";
import { decideSources } from "./sources.ts";
import { termFindings } from "./stored-terms.ts";
import { decideStoredUses } from "./stored-uses.ts";
import { decideStreams } from "./streams.ts";
import { concreteTopics, plainEvents, strayTopics } from "./topics.ts";
import { pairFindings, uplinkFindings } from "./uplinks.ts";
import type { Catalog, Use } from "./uses.ts";
import { residencyFindings, useOf } from "./uses.ts";
import type { Finding, Verdict } from "./verdict.ts";
import { wire } from "./wire.ts";
import { joinedPairs, linksOf } from "./wiring.ts";

/**
 * Decides by trying everything what a mesh does and what is wrong with it. What is wrong is said in steps, as a
 * reader would find it: names, references and links; then circles; then flows and policies. A step that finds
 * something is the last one.
 */
export function decide(mesh: AbstractMesh): Verdict {
  const events = plainEvents(mesh);
  const catalog: Catalog = { mesh, events, topics: concreteTopics(mesh, events) };
  const unknown = [...unknownNames(mesh), ...repeatedPlaces(mesh)];
  const { uses, findings } = readUses(catalog);
  const linked = isPlaced(mesh) ? link(catalog, uses) : undefined;
  const early = [...unknown, ...findings, ...(linked?.findings ?? [])];
  if (!linked) return rejected(early);
  const { wiring, uses: placed, ...stored } = linked;
  const { streams, mirrors, durables } = stored;
  const loops = loopFindings(wiring, Object.keys(mesh.brokers));
  if (loops.length > 0) {
    const others = early.filter(({ category }) => category !== "bothWays" && category !== "lossy");
    return { ...rejected(others.length > 0 ? others : loops), joined: joinedPairs(wiring) };
  }
  if (early.length > 0) return rejected(early);
  const { flows, errors: broken, warnings } = proveFlows(catalog, placed, wiring, stored);
  const errors = [
    ...broken,
    ...apartFindings(catalog, placed),
    ...repeatFindings(catalog, placed, wiring, stored),
    ...offlineFindings(catalog, streams),
  ];
  if (errors.length > 0) return rejected(errors, warnings);
  const topics = [...catalog.topics.map((topic) => topic.text), ...strayTopics(mesh, events, catalog.topics)];
  return {
    errors,
    joined: [],
    warnings,
    links: linksOf(wiring),
    bridges: decideBridges(catalog, placed, wiring, streams),
    listeners: decideListeners(catalog, placed, wiring),
    protocols: decideProtocols(catalog, wiring.leaves),
    flows,
    rights: decideRights(catalog, placed, wiring, topics, stored.sources),
    topics,
    streams,
    sources: stored.sources,
    mirrors,
    durables,
    storedUses: decideStoredUses(catalog, placed, wiring, stored),
    storing: [
      ...new Set([
        ...copyingBrokers(mesh, streams),
        ...stored.sources.map(({ broker }) => broker),
        ...sessionKeepers(catalog, placed, wiring),
      ]),
    ],
  };
}

/**
 * Connects the brokers, places who may be anywhere, and finds homes and copies for what is stored, what edges keep of
 * it, and a durable for who reads it. Neither uplinks nor homes go by who may be anywhere.
 */
function link(catalog: Catalog, uses: ReadonlyMap<string, Use>) {
  const { wiring: made, findings } = wire(catalog, uses);
  const { uses: placed, findings: nowhere } = decidePlaces(catalog, uses, made);
  const { streams, findings: homeless } = decideStreams(catalog, uses, made);
  const { wiring, findings: lossy } = decideCarriers(catalog, placed, made, streams);
  const { durables: read, findings: unreadable } = decideDurables(catalog, uses, streams);
  const { mirrors, durables } = decideMirrors(catalog, placed, wiring, streams, read);
  const sources = decideSources(catalog, placed, wiring, streams);
  const circles = circlesOf(catalog, placed, wiring, streams);
  const undrawn = drawingFindings(catalog, wiring, streams, sources);
  const all = [
    ...uplinkFindings(catalog.mesh),
    ...findings,
    ...nowhere,
    ...circleFindings(circles),
    ...lossy,
    ...sessionFindings(catalog, placed, wiring, streams, circles),
    ...homeless,
    ...unreadable,
    ...undrawn,
  ];
  return { wiring, uses: placed, streams, sources, mirrors, durables, findings: all };
}

/** Whether it is known where every broker stands; where not, nothing is said of links. */
function isPlaced(mesh: AbstractMesh): boolean {
  return Object.values(mesh.brokers).every(({ environment }) => environment in mesh.environments);
}

/** An application that stands nowhere has its names judged, and nothing else. */
function readUses(catalog: Catalog): { uses: ReadonlyMap<string, Use>; findings: readonly Finding[] } {
  const { mesh } = catalog;
  const findings: Finding[] = [...pairFindings(mesh), ...overlapFindings(catalog)];
  const uses = new Map<string, Use>();
  const standing: string[] = [];
  for (const [name, { broker }] of Object.entries(mesh.applications)) {
    const { use, findings: wrong } = useOf(catalog, name);
    uses.set(name, use);
    const stands =
      broker === "any" || use.places.some((at) => (mesh.brokers[at]?.environment ?? "") in mesh.environments);
    if (stands) standing.push(name);
    findings.push(...wrong.filter(({ category }) => stands || category === "reference"));
    findings.push(...residencyFindings(catalog, name, use));
  }
  findings.push(...groupFindings(catalog, standing), ...idleDurables(catalog, uses, standing));
  findings.push(...readFindings(catalog, uses, standing), ...orderFindings(catalog.events));
  findings.push(...protocolFindings(catalog, uses, standing));
  return { uses, findings: [...findings, ...termFindings(mesh, catalog.events)] };
}

const nothing = {
  links: [],
  bridges: [],
  listeners: [],
  protocols: [],
  flows: [],
  rights: [],
  topics: [],
  streams: [],
  sources: [],
  mirrors: [],
  durables: [],
  storedUses: [],
  storing: [],
};

function rejected(errors: readonly Finding[], warnings: readonly Finding[] = []): Verdict {
  return { errors, joined: [], warnings, ...nothing };
}
