import { expect, test } from "vitest";
import { connect } from "../../targets/engines/connect/link-kinds.ts";
import { usualInterval } from "../../targets/kit/saved-after.ts";
import { plantThatKeeps } from "./plant-that-keeps.ts";
import { synthesized } from "./synthesized.ts";

test.each([
  ["at-least-once", 24],
  ["at-most-once", 1],
] as const)(
  "beside a process that carries what is %s a Mosquitto saves after %d changes",
  (delivery, changes) => {
    const topology = synthesized(plantThatKeeps({ event: { delivery } }));
    const links = topology.links.map((link) => ({ ...link, kind: connect }));
    expect(usualInterval({ ...topology, links }, "floor")).toBe(changes);
  },
);

test("without a process a Mosquitto saves at each change", () => {
  expect(usualInterval(synthesized(plantThatKeeps({})), "floor")).toBe(1);
});
