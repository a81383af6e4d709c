import { isStored } from "./stored-terms.ts";
import { engineOf, protocolOf, spoken, standingPlaces } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/**
 * Brokers that an application names and that do not speak its protocol, and stored events of those who speak MQTT: it
 * acknowledges what a broker has taken, not what the mesh has stored.
 */
export function protocolFindings(
  { mesh, events }: Catalog,
  uses: ReadonlyMap<string, Use>,
  standing: readonly string[],
): readonly Finding[] {
  return standing.flatMap((name) => {
    const protocol = protocolOf(mesh, name);
    const speaks = (broker: string) => spoken[engineOf(mesh, broker)].includes(protocol);
    const deaf = standingPlaces(mesh, name).filter((broker) => !speaks(broker));
    const use = uses.get(name);
    const touched = events.filter(({ id }) => use?.publish.has(id) || use?.subscribe.has(id));
    const lost = protocol === "mqtt" ? touched.filter(isStored) : [];
    return [
      ...deaf.map((broker): Finding => ({ category: "unspoken", names: [name, broker] })),
      ...lost.map(({ id }): Finding => ({ category: "notKept", names: [name, id] })),
    ];
  });
}

/** What each application, and each connection that is dialed, logs in with. */
export function decideProtocols(
  { mesh }: Catalog,
  dialed: readonly { readonly name: string; readonly kind: string }[],
): readonly (readonly [identity: string, protocol: string])[] {
  return [
    ...Object.keys(mesh.applications).map((name) => [`application.${name}`, protocolOf(mesh, name)] as const),
    ...dialed.map(({ name, kind }) => [`link.${name}`, kind === "bridge" ? "mqtt" : "nats"] as const),
  ];
}
