import { expect, test } from "vitest";
import { eachHearsOnce } from "../../mosquitto/each-hears-once.ts";
import { topologyOfText } from "../../mosquitto/lowered.ts";
import { alike, type Sites, toldApart } from "../../mosquitto/told-apart.ts";

const plant = (uplink: string) => ({ by: "mosquitto", uplink }) as const;

const meshes: readonly (readonly [string, Sites])[] = [
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

test.each(meshes)(
  "around %s each stored event comes to each reader exactly once, over links that processes carry",
  { timeout: 120_000 },
  async (_, sites) => {
    const manifest = toldApart(sites, { delivery: "at-least-once" });
    const { links } = topologyOfText(manifest);
    expect(links.some(({ kind }) => kind.name === "connect")).toBe(true);
    await eachHearsOnce(sites, manifest);
  },
);
