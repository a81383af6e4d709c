import { expect, test } from "vitest";
import { printPattern } from "../../compiler/model/topic.ts";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: plants }
teams: { works: {}, office: {} }
environments:
  cloud: { platform: local }
  plant: { platform: local, dialable: false }
brokers:
  core: { environment: cloud, engine: nats }
  oslo: { environment: plant, engine: mosquitto, listeners: { mqtt: 1884 } }
  lyon: { environment: plant, engine: mosquitto, listeners: { mqtt: 1885 } }
domains:
  readings:
    owner: works
    topic: works/readings
    events: { measured: { topic: "{plant}/{machine}/measured" } }
    share: { subscribe: all, publish: [office] }
  orders: { owner: works, topic: works/orders, events: { set: { topic: "{plant}/set" } } }
applications:
`;

/** What a link lists, up and down. */
function listed(applications: string, link = "oslo.uplink") {
  const { topology } = expectValid(`${head}${applications}`);
  const { up = [], down = [] } = topology.links.find(({ name }) => name === link)?.listed ?? {};
  const topics = (list: typeof up) => list.map(({ pattern }) => printPattern(pattern));
  return { up: topics(up), down: topics(down) };
}

test.each<[string, string, { up: readonly string[]; down: readonly string[] }]>([
  [
    "up goes as a whole what only its side publishes and the other reads",
    `  gauge: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { machine: press } }] }
  panel: { team: works, broker: core, subscribe: [{ event: readings.measured, where: { plant: oslo } }] }
`,
    { up: ["works/readings/*/*/measured"], down: [] },
  ],
  [
    "down goes what is read on its side",
    `  planner: { team: works, broker: core, publish: [{ event: orders.set, where: { plant: [oslo, lyon] } }] }
  press: { team: works, broker: oslo, subscribe: [{ event: orders.set, where: { plant: oslo } }] }
`,
    { up: [], down: ["works/orders/oslo/set"] },
  ],
  [
    "nothing goes that nobody reads on the other side",
    `  gauge: { team: works, broker: oslo, publish: [readings.measured] }
  panel: { team: works, broker: oslo, subscribe: [readings.measured] }
`,
    { up: [], down: [] },
  ],
  [
    "where both sides publish, up goes what its side publishes",
    `  gauge: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { plant: oslo } }] }
  other: { team: works, broker: lyon, publish: [{ event: readings.measured, where: { plant: lyon } }] }
  panel: { team: works, broker: core, subscribe: [readings.measured] }
`,
    { up: ["works/readings/oslo/*/measured"], down: [] },
  ],
  [
    "and down what the others publish and is read on its side",
    `  gauge: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { plant: oslo } }] }
  other: { team: works, broker: lyon, publish: [{ event: readings.measured, where: { plant: lyon } }] }
  panel: { team: works, broker: oslo, subscribe: [readings.measured] }
  board: { team: works, broker: core, subscribe: [{ event: readings.measured, where: { machine: press } }] }
`,
    { up: ["works/readings/oslo/press/measured"], down: ["works/readings/lyon/*/measured"] },
  ],
  [
    "up and down go sets around what is published and read, so that one machine more changes nothing",
    `  press: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { plant: oslo, machine: press } }] }
  oven: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { plant: oslo, machine: oven } }] }
  other: { team: works, broker: lyon, publish: [{ event: readings.measured, where: { plant: lyon } }] }
  board: { team: works, broker: core, subscribe: [readings.measured] }
`,
    { up: ["works/readings/oslo/*/measured"], down: [] },
  ],
  [
    "where these sets would meet, exactly what is published and read",
    `  press: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { machine: [press, oven] } }] }
  other: { team: works, broker: lyon, publish: [{ event: readings.measured, where: { machine: [robot, lift] } }] }
  panel: { team: works, broker: oslo, subscribe: [{ event: readings.measured, where: { machine: robot } }] }
  board: { team: works, broker: core, subscribe: [{ event: readings.measured, where: { machine: [press, oven, robot] } }] }
`,
    {
      up: ["works/readings/*/oven/measured", "works/readings/*/press/measured"],
      down: ["works/readings/*/robot/measured"],
    },
  ],
  [
    "a narrower set within a wider one is not listed beside it",
    `  gauge: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { plant: oslo } }] }
  other: { team: works, broker: lyon, publish: [{ event: readings.measured, where: { plant: lyon } }] }
  panel: { team: works, broker: core, subscribe: [readings.measured] }
  press: { team: works, broker: core, subscribe: [{ event: readings.measured, where: { machine: press } }] }
`,
    { up: ["works/readings/oslo/*/measured"], down: [] },
  ],
])("%s", (_, applications, expected) => {
  expect(listed(applications)).toEqual(expected);
});

test("one more publisher or reader on a side leaves the list as it is", () => {
  const gauge = (name: string) =>
    `  ${name}: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { machine: ${name} } }] }\n`;
  const panel = (name: string) =>
    `  ${name}: { team: works, broker: core, subscribe: [readings.measured] }\n`;
  const before = listed(gauge("press") + panel("board"));
  expect(listed(gauge("press") + gauge("oven") + panel("board") + panel("wall"))).toEqual(before);
});

test("the link may at its target what it lists, and no more", () => {
  const { topology } = expectValid(`${head}
  gauge: { team: works, broker: oslo, publish: [{ event: readings.measured, where: { plant: oslo } }] }
  panel: { team: works, broker: core, subscribe: [readings.measured] }
  planner: { team: works, broker: core, publish: [orders.set] }
  press: { team: works, broker: oslo, subscribe: [orders.set] }
`);
  const link = topology.identities.find(({ name }) => name === "link.oslo.uplink");
  expect(link).toMatchObject({ kind: "link", protocol: "mqtt" });
  expect(link?.at.get("core")?.map(({ action, pattern }) => [action, printPattern(pattern)])).toEqual([
    ["publish", "works/readings/*/*/measured"],
    ["subscribe", "works/orders/*/set"],
  ]);
  expect(topology.brokers.get("core")?.listeners.has("mqtt")).toBe(true);
});

test("an event that both sides publish and read of each other is refused, with both names", () => {
  const [error] = expectMarked(`${head}
  gauge:
    team: works
    broker: oslo
    publish: [readings.measured] # ERROR: MESH3023
    subscribe: [readings.measured]
  panel: { team: works, broker: core, publish: [readings.measured], subscribe: [readings.measured] }
`);
  expect(error?.message).toMatch(/up from "gauge" to "panel", down from "panel" to "gauge"/);
});

test("who may attach anywhere and publishes does not attach behind a list", () => {
  const { topology } = expectValid(`${head}
  gauge: { team: works, broker: oslo, publish: [readings.measured] }
  roamer: { team: works, broker: any, protocol: mqtt, subscribe: [readings.measured], publish: [orders.set] }
`);
  const places = topology.places.get("roamer");
  expect(places?.brokers.map(({ name }) => name)).toEqual(["core"]);
  expect(places?.others.get("oslo")).toMatch(/"oslo.uplink" carries each topic one way/);
});

test("who may attach anywhere and only reads is brought everywhere what it reads", () => {
  const applications = `  gauge: { team: works, broker: oslo, publish: [readings.measured] }
  roamer: { team: works, broker: any, protocol: mqtt, subscribe: [readings.measured] }
`;
  const { topology } = expectValid(head + applications);
  const places = topology.places.get("roamer");
  expect(places?.brokers.map(({ name }) => name)).toEqual(["core", "lyon", "oslo"]);
  expect(listed(applications)).toEqual({ up: ["works/readings/*/*/measured"], down: [] });
  expect(listed(applications, "lyon.uplink")).toEqual({ up: [], down: ["works/readings/*/*/measured"] });
});

const twoUplinks = `${head.replace("domains:", "  line: { environment: plant, engine: mosquitto, uplink: [oslo, lyon], listeners: { mqtt: 1886 } }\ndomains:")}`;

/** What a link lists where a broker has two plants to hang on. */
function listedBelow(applications: string, link: string) {
  const { topology } = expectValid(twoUplinks + applications);
  const { up = [], down = [] } = topology.links.find(({ name }) => name === link)?.listed ?? {};
  return [up, down].map((list) => list.map(({ pattern }) => printPattern(pattern)));
}

test("what is published at a broker with two uplinks comes to either of them while it is on the other", () => {
  const applications = `  gauge: { team: works, broker: line, publish: [readings.measured] }
  panel: { team: works, broker: oslo, subscribe: [readings.measured] }
`;
  expect(listedBelow(applications, "line.uplink")).toEqual([["works/readings/*/*/measured"], []]);
  expect(listedBelow(applications, "oslo.uplink")).toEqual([[], ["works/readings/*/*/measured"]]);
  expect(listedBelow(applications, "lyon.uplink")).toEqual([["works/readings/*/*/measured"], []]);
});

test("what stays at a broker with two uplinks crosses neither, whichever it is on", () => {
  const applications = `  gauge: { team: works, broker: line, publish: [readings.measured], subscribe: [readings.measured] }
`;
  expect(listedBelow(applications, "oslo.uplink")).toEqual([[], []]);
  expect(listedBelow(applications, "lyon.uplink")).toEqual([[], []]);
});

test("what a broker with two uplinks would have to bring up on one and get down on the other circles", () => {
  const [message] = expectMarked(`${twoUplinks}
  gauge:
    team: works
    broker: line
    publish: [readings.measured] # ERROR: MESH3023
  panel: { team: works, broker: [oslo, core], protocol: mqtt, subscribe: [readings.measured] }
`);
  expect(message?.message).toMatch(/"oslo.uplink" both ways/);
});
