import type { AbstractApplication } from "./abstract-mesh.ts";

/** Brokers that an application names, as often as it does; none where it may attach anywhere. */
export function namedPlaces(application: AbstractApplication | undefined): readonly string[] {
  const { broker = [] } = application ?? {};
  return broker === "any" ? [] : typeof broker === "string" ? [broker] : broker;
}
