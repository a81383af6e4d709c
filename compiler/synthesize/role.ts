import type { Broker, BrokerRole } from "../model/mesh.ts";
import type { Engine } from "../target.ts";

/** A broker's role: as written, else `edge` where nobody outside can dial it or its engine cannot be a hub. */
export function roleOf(broker: Broker, engine: Engine): BrokerRole {
  if (broker.role) return broker.role;
  return broker.environment.dialable && engine.canBeHub ? "hub" : "edge";
}
