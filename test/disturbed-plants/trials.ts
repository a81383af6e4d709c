import { bridgeFlows } from "./bridge-flows.ts";
import { connectDisturbances } from "./connect-disturbances.ts";
import { connectFlows } from "./connect-flows.ts";
import { plantsDisturbances } from "./plants-disturbances.ts";
import type { PlantsTrial } from "./plants-run.ts";

/** A mesh for each kind of link by which plants dial, with all that is done to it. */
export const trials: readonly PlantsTrial[] = [
  { links: "bridges", flows: bridgeFlows, disturbances: plantsDisturbances },
  { links: "connect links", flows: connectFlows, disturbances: connectDisturbances },
];
