import type { FlowKind } from "../disturbed/flow-kinds.ts";
import type { PlantsFlows } from "./plants-manifest.ts";

const plants = ["oslo", "bergen"];
const terms = { delivery: "at-least-once" };
/** All that a broker has acknowledged to its publisher arrives, some of it twice. */
const kept = (way: string): FlowKind => ({
  name: `at-least-once, ${way}`,
  lost: "none",
  duplicates: "counted",
});

/** Stored events of both directions: over MQTT in the plants, over NATS at the hub. */
export const connectFlows: PlantsFlows = {
  domains: [
    { name: "alarms", terms, isStored: true, at: plants, share: 0.5 },
    { name: "orders", terms, isStored: true, at: ["core"], share: 0.5 },
  ],
  readers: [
    { name: "office", domain: "alarms", kind: kept("up, to NATS"), at: ["core"], isDurable: true },
    ...plants.map((plant) => ({
      name: `orders-at-${plant}`,
      domain: "orders",
      kind: kept("down, from NATS"),
      at: [plant],
      isDurable: true,
    })),
  ],
  overNats: ["office", "orders-from-core"],
};
