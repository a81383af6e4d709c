import { expect, test } from "vitest";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: plants }
teams: { works: {} }
environments:
  cloud: { platform: local }
  plant: { platform: local, dialable: false }
defaults: { brokers: { environment: plant } }
brokers:
  core: { environment: cloud, engine: nats }
  far: { environment: cloud, engine: nats, listeners: { nats: 4322, management: 8322, leafnode: 7522, mqtt: 1983, gateway: 7322, cluster: 6322 } }
  cell: { engine: nats, listeners: { nats: 4422, management: 8422, leafnode: 7622, mqtt: 1984 } }
  floor: { engine: mosquitto, listeners: { mqtt: 1985 } }
`;
const domains = "domains: { readings: { owner: works, topic: readings, events: { taken: {} } } }";

/** Bridges as `from -> to`. */
function bridges(links: string): readonly string[] {
  const { topology } = expectValid(`${head}links: ${links}\n`);
  return topology.links
    .filter(({ kind }) => kind.name === "bridge")
    .map(({ from, to }) => `${from} -> ${to}`);
}

test.each(["[floor, cell]", "[cell, floor]"])(
  "of an edge that bridges and one that does not, the first dials in whichever order they are named: %s",
  (between) => {
    expect(bridges(`{ pin: { between: ${between}, via: bridge } }`)).toEqual(["floor -> cell"]);
  },
);

test("a kind of link that neither of two edges can dial by is refused", () => {
  expectMarked(`${head}links:
  pin: { between: [floor, cell], via: leafnode } # ERROR: MESH3010
`);
});

test("a cost that has an edge choose its hub of another engine has an effect", () => {
  const { warnings } = expectValid(`${head}links: { dear: { between: [floor, core], cost: 5 } }\n`);
  expect(warnings.filter(({ code }) => code === "MESH2112")).toEqual([]);
  expect(bridges("{ dear: { between: [floor, core], cost: 5 } }")).toEqual(["floor -> far"]);
  expect(bridges("{}")).toEqual(["floor -> core"]);
});

test("a cost between a hub and an edge that cannot dial it has none", () => {
  expectMarked(`${head}links:
  odd: { between: [floor, cell], cost: 5 } # WARNING: MESH2112
`);
});

test("who shares events over MQTT with some at NATS is refused, wherever else it may attach", () => {
  expectMarked(`${head.replace("cell:", "zell:").replace("floor:", "area:")}${domains}
applications:
  panel:
    team: works
    broker: [area, zell]
    protocol: mqtt
    group: panels # ERROR: MESH4014
    subscribe: [readings.taken]
`);
});

test("nothing more is said of a link to brokers of an engine that its kind does not lead to", () => {
  expectMarked(`${head}  area: { engine: mosquitto, listeners: { mqtt: 1986 } }
  wing:
    engine: nats
    uplink:
      - core # ERROR: MESH3025
      - floor # ERROR: MESH3022
      - area # ERROR: MESH3022
    listeners: { nats: 4522, management: 8522 }
`);
});
