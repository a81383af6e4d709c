import { duplicatesPossible } from "../diagnostics/codes/read-terms.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Event } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import type { Durable, Flow, Topology } from "../model/topology.ts";
import { firstCrossed } from "./first-crossed.ts";
import { eventName } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/** Where an event can be repeated, and what helps, as the beginning of a sentence. */
interface Repeats {
  readonly hop: string;
  readonly todo: string;
}

/**
 * Proves that nothing on the way of an event that may come to nobody twice repeats it. Links form no circle, which is
 * proven by itself, and what a publisher sends again under the same id is stored once, as are copies. That leaves the
 * reader: one that hears a stored event as it passes hears its publisher's second attempt too, and an acknowledgement
 * that is lost on a link makes the event come again (56 of 7500 in a cut of 10 s, NATS 2.9; none where the durable is
 * at the reader's own broker).
 */
export function noDuplicates(proof: Proof): void {
  const { topology, report } = proof;
  const repeating = repeatingLinks(proof);
  for (const application of topology.mesh.applications.values()) {
    for (const reference of application.subscribe) {
      for (const event of eventsOf([reference])) {
        const repeats = event.withoutDuplicates
          ? (repeating(application, event) ?? whereRepeated(proof, application, event))
          : undefined;
        if (!repeats) continue;
        const path = ["applications", application.name, "subscribe", reference.index];
        const names = { event: eventName(event), application: application.name };
        report.report(duplicatesPossible, { ...names, ...repeats }, { path });
      }
    }
  }
}

/** Tells of a link on the way of an event to an application that sends again what it has no acknowledgement of. */
function repeatingLinks(proof: Proof): (application: Application, event: Event) => Repeats | undefined {
  const { topology } = proof;
  const links = topology.links.filter(({ kind }) => kind.repeats);
  if (links.length === 0) return () => undefined;
  const crossed = firstCrossed(proof, links);
  const flowsTo = bySubscriber(topology.flows);
  return (application, event) => {
    const flows = (flowsTo.get(application) ?? []).filter((flow) => flow.event === event);
    const [link] = flows.flatMap((flow) => crossed(flow) ?? []);
    if (!link) return undefined;
    const hop = `link "${link.name}" (${link.kind.name}) sends again what it has no acknowledgement of, and nothing tells it from what is new`;
    return { hop, todo: `Put a broker that stores (nats) in the place of "${link.from}"` };
  };
}

function bySubscriber(flows: readonly Flow[]): ReadonlyMap<Application, readonly Flow[]> {
  const found = new Map<Application, Flow[]>();
  for (const flow of flows) {
    const same = found.get(flow.subscriber);
    if (same) same.push(flow);
    else found.set(flow.subscriber, [flow]);
  }
  return found;
}

function whereRepeated(proof: Proof, application: Application, event: Event): Repeats | undefined {
  const { topology } = proof;
  const { name, group } = application;
  const durable = topology.durables.find(
    (one) => one.applications.includes(name) && one.events.includes(event),
  );
  if (durable) return whereAcknowledged(topology, application, durable) ?? whereKeptTwice(proof, event);
  if (event.terms.delivery === "at-least-once") {
    const hop = `it is read as it passes, and what its publisher sends again passes again`;
    return { hop, todo: `Write \`durable: true\` for "${name}"` };
  }
  if (group === undefined) return undefined;
  // Seen once in some hundred joins (2.10 to 2.15).
  const hop = `group "${group}" shares it as it passes, and while a member joins two of them can get one event`;
  return { hop, todo: "Store it (`delivery: at-least-once`), so that the group shares a durable" };
}

function whereAcknowledged(
  topology: Topology,
  application: Application,
  { stream, mirror }: Durable,
): Repeats | undefined {
  const home = topology.streams.find(({ name }) => name === stream);
  const copy = topology.mirrors.find(({ name }) => name === mirror);
  const place = copy?.broker ?? home?.home ?? "";
  const afar = placesOf(topology, application).find(({ name }) => name !== place);
  if (afar)
    return {
      hop: `its durable is at "${place}", and acknowledgements can be lost on the way there from "${afar.name}"`,
      todo: `Attach the reader at "${home?.home}", or at a hub with \`storage\`, which keeps a copy for who reads in one place`,
    };
  // 3 to 37 of 240 came again after a SIGKILL though that they were acknowledged had been confirmed (2.10 to 2.15).
  if ((copy ?? home)?.replicas !== 1) return undefined;
  return {
    hop: `its durable is on one instance of "${place}", which forgets what was acknowledged last when it is killed`,
    todo: `Give "${place}" three instances`,
  };
}

/**
 * Each stream knows what it has taken in itself. What is sent again elsewhere and drawn up comes twice: between streams
 * of one domain always on 2.14 and 2.15, elsewhere once the home has forgotten the id.
 */
function whereKeptTwice({ topology, firstKeepers }: Proof, event: Event): Repeats | undefined {
  for (const publisher of topology.mesh.applications.values()) {
    if (!eventsOf(publisher.publish).has(event)) continue;
    const places = placesOf(topology, publisher);
    const keepers = new Set(places.flatMap(({ name }) => [...firstKeepers(event, name)]));
    const [one, other] = keepers;
    if (one === undefined || other === undefined) continue;
    return {
      hop: `what "${publisher.name}" sends again can be kept at "${other}" though "${one}" kept it before`,
      todo: `Let all that "${publisher.name}" publishes be kept at one broker first: one place, and one way up from it`,
    };
  }
  return undefined;
}
