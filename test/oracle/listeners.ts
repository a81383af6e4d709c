import { engineOf, protocolOf } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { Wiring } from "./wiring.ts";

/**
 * Where each broker listens, as `broker listener`: for clients in every protocol that somebody there speaks or a bridge
 * dials it in, for what else dials it, and where a process beside it is asked how it is. Between its own instances nothing is said.
 */
export function decideListeners(
  { mesh }: Catalog,
  uses: ReadonlyMap<string, Use>,
  { hubs, leaves }: Wiring,
): readonly string[] {
  const isDialed = (name: string, kind: string) =>
    leaves.some((leaf) => leaf.kind === kind && leaf.targets.includes(name));
  const isSpoken = (name: string, protocol: string) =>
    [...uses].some(
      ([application, { places }]) => places.includes(name) && protocolOf(mesh, application) === protocol,
    );
  return Object.keys(mesh.brokers).flatMap((name) => {
    const isNats = engineOf(mesh, name) === "nats";
    const listeners = [
      ...(isNats ? ["nats", "management"] : ["mqtt"]),
      ...(isDialed(name, "bridge") || isSpoken(name, "mqtt") ? ["mqtt"] : []),
      ...(leaves.some(({ kind, dialer }) => kind === "connect" && dialer === name) ? ["connect"] : []),
      ...(isDialed(name, "leafnode") ? ["leafnode"] : []),
      ...(hubs.length > 1 && hubs.includes(name) ? ["gateway"] : []),
    ];
    return [...new Set(listeners)].map((listener) => `${name} ${listener}`);
  });
}
