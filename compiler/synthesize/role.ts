import type { Broker, BrokerRole } from "../model/mesh.ts";
import type { Engine } from "../target.ts";

/** A broker's role: `edge` where its engine cannot be a hub, else as written, else `edge` where nobody outside can dial it. */
export function roleOf(broker: Broker, engine: Engine): BrokerRole {
  if (!engine.canBeHub) return "edge";
  if (broker.role) return broker.role;
  return broker.environment.dialable ? "hub" : "edge";
}
