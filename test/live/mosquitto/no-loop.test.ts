import { test } from "vitest";
import { eachHearsOnce } from "../../mosquitto/each-hears-once.ts";
import { alike, type Sites, toldApart } from "../../mosquitto/told-apart.ts";

const plant = (uplink: string) => ({ by: "mosquitto", uplink }) as const;

const meshes: readonly (readonly [string, Sites])[] = [
  ["three plants around one hub", { hub: { by: "nats" }, ...alike(3, plant("hub")) }],
  ["three plants around a hub with an MQTT client", { hub: { by: "mqtt" }, ...alike(3, plant("hub")) }],
  ["twenty plants around one hub", { hub: { by: "nats" }, ...alike(20, plant("hub")) }],
  ["a line below a site below a hub", { hub: { by: "nats" }, site: plant("hub"), line: plant("site") }],
  [
    "two lines below each of two sites",
    {
      hub: { by: "nats" },
      ...alike(2, plant("hub")),
      ...Object.fromEntries(
        ["a", "b"].flatMap((line) =>
          [1, 2].map((site) => [`line-${line}${site}`, plant(`site${site}`)] as const),
        ),
      ),
    },
  ],
  [
    "three hubs that are linked with each other, a plant at each",
    {
      ...Object.fromEntries([1, 2, 3].map((hub) => [`hub${hub}`, { by: "nats" } as const])),
      ...Object.fromEntries([1, 2, 3].map((hub) => [`plant${hub}`, plant(`hub${hub}`)])),
    },
  ],
  [
    "plants below an edge of NATS and at its hub",
    {
      hub: { by: "nats" },
      depot: { by: "nats", uplink: "hub" },
      ...alike(1, plant("hub")),
      shed: plant("depot"),
    },
  ],
];

test.each(meshes)("around %s each event comes to each reader exactly once", async (_, sites) => {
  await eachHearsOnce(sites, toldApart(sites));
});
