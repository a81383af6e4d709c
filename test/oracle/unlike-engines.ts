import type { AbstractEngine, AbstractMesh } from "./abstract-mesh.ts";
import { namedPlaces } from "./named-places.ts";

/** A connection that one broker dials and another takes: by which it is depends on their engines, and on what crosses it. */
export type Dialed = "leafnode" | "bridge" | "connect";

/** Whether connections of a kind carry what they are given a list of, and not what is subscribed to. */
export function isListed(kind: string): boolean {
  return kind === "bridge" || kind === "connect";
}

/** The engine of a broker; NATS of one that is not there. */
export function engineOf({ brokers }: AbstractMesh, broker: string): AbstractEngine {
  return brokers[broker]?.engine ?? "nats";
}

/** How one broker dials another. Mosquitto dials whoever takes MQTT clients; nothing that NATS dials with ends at Mosquitto. */
export function dialsBy(mesh: AbstractMesh, dialer: string, target: string): Dialed | undefined {
  if (engineOf(mesh, dialer) === "mosquitto") return "bridge";
  return engineOf(mesh, target) === "nats" ? "leafnode" : undefined;
}

/** What clients of an engine can speak, its own first. */
export const spoken: Readonly<Record<AbstractEngine, readonly string[]>> = {
  nats: ["nats", "mqtt"],
  mosquitto: ["mqtt"],
};

/** Brokers that an application names, stand somewhere, and are known. */
export function standingPlaces(mesh: AbstractMesh, application: string): readonly string[] {
  const known = (name: string) => (mesh.brokers[name]?.environment ?? "") in mesh.environments;
  return namedPlaces(mesh.applications[application]).filter(known);
}

/**
 * What an application speaks wherever it is: what it says, else its broker's own; at brokers of both
 * engines MQTT, which both speak. Who may be anywhere speaks NATS where there is any.
 */
export function protocolOf(mesh: AbstractMesh, application: string): string {
  const { protocol, broker } = mesh.applications[application] ?? {};
  if (protocol !== undefined) return protocol;
  if (broker === "any") {
    const isNats = Object.keys(mesh.brokers).some((name) => engineOf(mesh, name) === "nats");
    return isNats ? "nats" : "mqtt";
  }
  const isPlant = standingPlaces(mesh, application).some((name) => engineOf(mesh, name) === "mosquitto");
  return isPlant ? "mqtt" : "nats";
}
