import { expect, test } from "vitest";
import type { Topology } from "../../compiler/model/topology.ts";
import { derivedSettings } from "../../targets/engines/mosquitto/derived-settings.ts";
import { largestEvent } from "../../targets/engines/mosquitto/packets.ts";
import { type Plant, plantThatKeeps } from "./plant-that-keeps.ts";
import { synthesized } from "./synthesized.ts";

/** What follows where the link to the hub keeps what it carries, as one by an integration engine does. */
function keptToTheHub(plant: Plant): Topology {
  const topology = synthesized(plantThatKeeps(plant));
  const links = topology.links.map((link) => ({
    ...link,
    kind: { ...link.kind, durability: "stored" } as const,
  }));
  return { ...topology, links };
}

const packets = (topology: Topology) =>
  ["floor", "hall"].map((broker) => derivedSettings(topology, broker)["max_packet_size"]);

test("no packet is taken that could not go on to the hub, also below", () => {
  expect(packets(keptToTheHub({}))).toEqual([1_048_512, 1_048_512]);
});

test("where the broker above takes less than the hub, the one below takes no more", () => {
  const topology = keptToTheHub({ hall: { settings: { max_packet_size: "64KB" } } });
  expect(packets(topology)).toEqual([65_536, 1_048_512]);
});

test("where what goes up is kept by no link, packets are as large as ever", () => {
  expect(packets(synthesized(plantThatKeeps({ event: { delivery: "at-most-once" } })))).toEqual([
    undefined,
    undefined,
  ]);
});

test.each([
  [{}, 1_178_599],
  [{ max_packet_size: "64KB" }, 64_487],
  [{ message_size_limit: 1_000 }, 1_000],
  [{ message_size_limit: "2MB" }, 1_178_599],
])("with %j a broker takes payloads of %d bytes", (settings, bytes) => {
  const { mesh } = synthesized(plantThatKeeps({ broker: { settings } }));
  const floor = mesh.brokers.get("floor");
  expect(floor && largestEvent(floor)).toBe(bytes);
});
