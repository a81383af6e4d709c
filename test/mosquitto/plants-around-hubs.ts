import { alike, type Site, type Sites } from "./told-apart.ts";

/** A Mosquitto that dials another broker. */
export function plant(uplink: string): Site {
  return { by: "mosquitto", uplink };
}

/** Plants around hubs, in words: meshes in which what goes round would come twice. */
export const plantsAroundHubs: readonly (readonly [string, Sites])[] = [
  ["three plants around one hub", { hub: { by: "nats" }, ...alike(3, plant("hub")) }],
  ["twenty plants around one hub", { hub: { by: "nats" }, ...alike(20, plant("hub")) }],
  ["a line below a site below a hub", { hub: { by: "nats" }, site: plant("hub"), line: plant("site") }],
  [
    "three hubs that are linked with each other, a plant at each",
    {
      ...Object.fromEntries([1, 2, 3].map((hub) => [`hub${hub}`, { by: "nats" } as const])),
      ...Object.fromEntries([1, 2, 3].map((hub) => [`plant${hub}`, plant(`hub${hub}`)])),
    },
  ],
];
