import { expect, test } from "vitest";
import { pair } from "../../deploy/manifests.ts";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";

const board = "  board: { team: two, broker: line, subscribe: [orders.cancelled] }";

test("one environment is applied and the others are left as they are", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied({ environments: ["centre"] });
  expect(await mesh.processes()).toHaveLength(1);
  await mesh.applied({ environments: ["plant"] });
  expect(await mesh.processes()).toHaveLength(2);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);

  mesh.write(pair({ applications: board }));
  const { result, touched } = await mesh.apply({ environments: ["plant"] });
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(touched).toEqual(["line-0 reloaded"]);
  const rest = await mesh.plan();
  expect(changesOf(rest).every((each) => each.startsWith("centre"))).toBe(true);
  expect(changesOf(rest)).not.toEqual([]);
  await mesh.applied({ environments: ["centre"] });
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
});

test("an environment that leaves the manifest is ended last, and by who applies all of it", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  const alone = pair()
    .replace("  plant: { platform: local, dialable: false }\n", "")
    .replace("  line: { environment: plant, engine: nats }\n", "")
    .replaceAll("broker: line", "broker: hub");
  mesh.write(alone);
  await mesh.applied({ environments: ["centre"] });
  expect(await mesh.processes()).toHaveLength(2);
  expect((await mesh.applied()).removed).toBe(1);
  expect(await mesh.processes()).toHaveLength(1);
  expect(changesOf(await mesh.plan())).toEqual([]);
});
