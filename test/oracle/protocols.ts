import { isStored } from "./stored-terms.ts";
import { readByDurable } from "./durables.ts";
import { engineOf, protocolOf, spoken, standingPlaces } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Finding } from "./verdict.ts";

/**
 * Brokers that an application names and that do not speak its protocol, and stored events of those who speak MQTT: where
 * they may be at a NATS, which acknowledges what it has taken and not what it has stored, all of them; elsewhere those of
 * which a place should be kept, for which a Mosquitto has none but its clients' own sessions.
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
    const candidates =
      mesh.applications[name]?.broker === "any" ? Object.keys(mesh.brokers) : standingPlaces(mesh, name);
    const isAtNats = candidates.some((broker) => engineOf(mesh, broker) === "nats");
    const kept = use && readByDurable({ mesh, events, topics: [] }, name, use);
    const stored = protocol === "mqtt" ? touched.filter(isStored) : [];
    const lost = stored.filter(({ id }) => isAtNats || kept?.includes(id));
    return [
      ...deaf.map((broker): Finding => ({ category: "unspoken", names: [name, broker] })),
      ...lost.map(({ id }): Finding => ({ category: "notKept", names: [name, id] })),
    ];
  });
}

/** What each application, and each connection that is dialed, logs in with; a process that carries one does so at both ends. */
export function decideProtocols(
  { mesh }: Catalog,
  dialed: readonly { readonly name: string; readonly kind: string }[],
): readonly (readonly [identity: string, protocol: string])[] {
  return [
    ...Object.keys(mesh.applications).map((name) => [`application.${name}`, protocolOf(mesh, name)] as const),
    ...dialed.flatMap(({ name, kind }) => (kind === "connect" ? [[`connect.${name}`, "mqtt"] as const] : [])),
    ...dialed.map(({ name, kind }) => [`link.${name}`, kind === "bridge" ? "mqtt" : "nats"] as const),
  ];
}
