import { expect, test } from "vitest";
import { expand } from "../../../compiler/plan/expand.ts";
import { mixed } from "../../../compiler/plan/mixed.ts";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";

const twoHubs = (uplink: string) => `
apiVersion: meshc/v1
mesh: { name: two }
teams: { one: {}, two: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ha: { environment: centre, engine: nats }
  hb: { environment: centre, engine: nats }
  line: { environment: plant, engine: nats, uplink: ${uplink} }
domains:
  orders: { owner: one, topic: orders, share: all, events: { placed: {}, cancelled: {} } }
applications:
  till: { team: one, broker: line, publish: [orders.placed] }
  books: { team: one, broker: ha, subscribe: [orders.placed] }
  board: { team: two, broker: hb, subscribe: [orders.placed] }
`;

test("an uplink is moved: the hub that it leaves lets it in until it has moved, and not for longer", async () => {
  const mesh = await appliedMesh({ manifest: twoHubs("ha") });
  await mesh.applied();
  mesh.write(twoHubs("hb"));
  const planned = await mesh.plan();
  const { before, held } = planned.topologies;
  if (!before) throw new Error("nothing was applied");
  const topologies = { before, held, expanded: expand(before, held) };
  const links: string[] = [];
  const { result, touched } = await mesh.apply({
    planned: { ...planned, topologies },
    afterWave: async (number, of) => {
      const now = mixed(of, ["ha", "hb", "line"]);
      const there = now.links.filter(({ from }) => from === "line").map(({ to }) => to);
      links.push(`${number}: line dials ${there.join(", ")}`);
    },
  });
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(links).toEqual(["1: line dials ha", "2: line dials hb", "3: line dials hb"]);
  // It has a listener for links no more, which takes a new start.
  expect(touched.filter((each) => each.startsWith("ha-0"))).toEqual(["ha-0 restarting", "ha-0 starting"]);
  expect(touched.slice(-2)).toEqual(["ha-0 restarting", "ha-0 starting"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
});
