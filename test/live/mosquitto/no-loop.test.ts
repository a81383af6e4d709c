import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { type Attached, attach } from "../../mosquitto/attached.ts";
import { alike, type Sites, toldApart } from "../../mosquitto/told-apart.ts";
import { pause, until } from "../../nats/until.ts";

/** Events that each site publishes. */
const count = 10;

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
  const mesh = await meshFolder(toldApart(sites));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const names = Object.keys(sites);
  const attached = new Map<string, Attached>();
  for (const [name, { by }] of Object.entries(sites))
    attached.set(name, await attach(mesh, name, { broker: name, by }));
  for (const one of attached.values()) for (const from of names) await one.subscribe(`notes/${from}/said`);
  const texts = names.flatMap((name) => Array.from({ length: count }, (__, index) => `${name} ${index}`));
  for (let index = 0; index < count; index++)
    for (const [name, one] of attached) await one.publish(`notes/${name}/said`, `${name} ${index}`);
  const all = [...attached.values()];
  await until(() => all.every(({ heard }) => texts.every((text) => heard.has(text))), 10_000);
  // What goes round in a circle comes again in no time.
  await pause(2_000);
  const expected = texts.map((text) => [text, 1]);
  for (const [name, { heard }] of attached)
    expect([...heard].toSorted(), `at ${name}`).toEqual(expected.toSorted());
});
