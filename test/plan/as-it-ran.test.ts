import { expect, test } from "vitest";
import type { RecordedMesh } from "../../compiler/recorded-mesh.ts";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, shop } from "./shop.ts";

const now = analysisOf(shop);

/** What is recorded where all was started with a version. */
function startedWith(program: string): RecordedMesh {
  const { environments } = recordedAs(now, now.data);
  return {
    environments: new Map(
      [...environments].map(([name, one]) => [
        name,
        { ...one, instances: one.instances.map((each) => ({ ...each, program })) },
      ]),
    ),
  };
}

test("a broker without a version that was started with an older one is told as changed", () => {
  const { changes } = planned(now, startedWith("2.12.8")).plan;
  const told = changes.map(({ kind, name, reason }) => `${kind} ${name}: ${reason.split(";")[0]}`);
  expect(told).toEqual([
    "broker ha: version 2.12 -> 2.15",
    "broker hb: version 2.12 -> 2.15",
    "broker line: version 2.12 -> 2.15",
  ]);
  expect(changes.filter(({ effect }) => effect === "NONE")).toEqual([]);
});

test("a broker without a version that runs the newest does not change", () => {
  expect(planned(now, startedWith("2.15.0")).plan.changes).toEqual([]);
});
