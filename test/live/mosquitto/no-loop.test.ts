import { test } from "vitest";
import { eachHearsOnce } from "../../mosquitto/each-hears-once.ts";
import { plant, plantsAroundHubs } from "../../mosquitto/plants-around-hubs.ts";
import { alike, type Sites, toldApart } from "../../mosquitto/told-apart.ts";

const meshes: readonly (readonly [string, Sites])[] = [
  ...plantsAroundHubs,
  ["three plants around a hub with an MQTT client", { hub: { by: "mqtt" }, ...alike(3, plant("hub")) }],
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
