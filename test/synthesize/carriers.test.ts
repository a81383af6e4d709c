import { expect, test } from "vitest";
import { printPattern } from "../../compiler/model/topic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { analyzeText, expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: plants }
teams: { works: {} }
environments:
  cloud: { platform: local }
  plant: { platform: local, dialable: false }
brokers:
  core: { environment: cloud, engine: nats }
  west: { environment: cloud, engine: nats, storage: 1Gi, listeners: { nats: 4232, management: 8232, gateway: 7232, cluster: 6232, mqtt: 1983 } }
  oslo: { environment: plant, engine: mosquitto, uplink: core, listeners: { mqtt: 1884 } }
  lyon: { environment: plant, engine: mosquitto, uplink: core, listeners: { mqtt: 1885, connect: 4196 } }
domains:
  alarms:
    owner: works
    topic: works/alarms
    events: { raised: { topic: "{plant}/raised" } }
    delivery: at-least-once
    home: west
  readings: { owner: works, topic: works/readings, events: { measured: { topic: "{plant}/measured" } } }
applications:
`;
const plants = `  gauge-$(plant):
    team: works
    broker: $(plant)
    publish: [{ event: alarms.raised, where: { plant: $(plant) } }, { event: readings.measured, where: { plant: $(plant) } }]
    each: [{ plant: oslo }, { plant: lyon }]
`;
const siren = "  siren: { team: works, broker: oslo, subscribe: [alarms.raised] }\n";

const linkOf = ({ links }: Topology, name: string) => links.find((link) => link.name === name);
const identityOf = ({ identities }: Topology, name: string) => identities.find((one) => one.name === name);
const topicsOf = (topics: readonly { readonly pattern: readonly string[] }[] | undefined) =>
  topics?.map(({ pattern }) => printPattern(pattern));

test("stored events cross a link by a process, go up to their home though nobody reads them, and other events with them", () => {
  const { topology } = expectValid(`${head}${plants}`);
  const link = linkOf(topology, "oslo.uplink");
  expect(link?.kind.name).toBe("connect");
  expect(topicsOf(link?.listed?.up)).toEqual(["works/alarms/oslo/raised"]);
  expect(link?.durables).toEqual([]);
});

test("where nothing stored crosses, the broker's own bridge is the link", () => {
  const { topology } = expectValid(
    `${head}  gauge: { team: works, broker: oslo, publish: [readings.measured] }
  panel: { team: works, broker: core, subscribe: [readings.measured] }
`,
  );
  expect(linkOf(topology, "oslo.uplink")?.kind.name).toBe("bridge");
  expect(identityOf(topology, "connect.oslo.uplink")).toBeUndefined();
  expect(topology.brokers.get("oslo")?.listeners.has("connect")).toBe(false);
});

test("what others publish comes down by a place in the stream, and its flows by way of the home", () => {
  const { topology } = expectValid(`${head}${plants}${siren}`);
  expect(linkOf(topology, "oslo.uplink")?.durables).toEqual([
    {
      name: "link_oslo_uplink",
      link: "oslo.uplink",
      stream: "alarms",
      home: "west",
      patterns: [["works", "alarms", "lyon", "raised"]],
    },
  ]);
  const flows = topology.flows.map(({ publisher, path, stored }) => [
    publisher.name,
    path.join(" > "),
    stored?.home,
  ]);
  expect(flows).toEqual([
    ["gauge-lyon", "lyon > core > west > core > oslo", "west"],
    ["gauge-oslo", "oslo", undefined],
  ]);
});

test("the process logs in at both ends, and hears at the hub no stored event as it passes", () => {
  const { topology } = expectValid(`${head}${plants}${siren}`);
  const said = (name: string, broker: string) =>
    identityOf(topology, name)
      ?.at.get(broker)
      ?.map(({ action, pattern }) => `${action} ${printPattern(pattern)}`);
  expect(said("link.oslo.uplink", "core")).toEqual(["publish works/alarms/oslo/raised"]);
  expect(said("connect.oslo.uplink", "oslo")).toEqual([
    "publish works/alarms/lyon/raised",
    "subscribe works/alarms/oslo/raised",
  ]);
  expect(identityOf(topology, "link.oslo.uplink")?.uses.get("core")?.brings).toHaveLength(1);
  expect(topology.brokers.get("oslo")?.listeners.get("connect")).toBe(4195);
  expect(topology.brokers.get("lyon")?.listeners.get("connect")).toBe(4196);
});

test("an event published on both sides of it is refused, its home being one who takes it in", () => {
  expectMarked(`${head}  gauge:
    team: works
    broker: oslo
    publish: [alarms.raised] # ERROR: MESH3023
    subscribe: [alarms.raised]
  office: { team: works, broker: core, publish: [alarms.raised] }
`);
});

const kept = (terms: string) =>
  `${head.replace("delivery: at-least-once", `delivery: at-least-once\n    ${terms}`).replace('"{plant}/raised" }', '"{plant}/raised", key: plant }')}${plants}`;

test.each([
  ["order: key", "MESH3315"],
  ["duplicates: none", "MESH3316"],
])("what crosses it may overtake, and come twice: %s is refused", (terms, code) => {
  const { diagnostics } = analyzeText(
    `${kept(terms)}  office: { team: works, broker: core, durable: true, subscribe: [alarms.raised] }\n`,
  );
  expect(diagnostics.map((one) => one.code)).toContain(code);
  expect(diagnostics.map(({ message }) => message).join()).toContain('link "lyon.uplink" (connect)');
});

const wired = (links: string, uplink: string, more = "") =>
  `${head.replace("uplink: core, listeners: { mqtt: 1884 }", `uplink: ${uplink}, listeners: { mqtt: 1884 }`)}${more}`.replace(
    "domains:\n",
    `links:\n${links}domains:\n`,
  );
const measuring = `  gauge: { team: works, broker: oslo, publish: [readings.measured] }
  panel: { team: works, broker: core, subscribe: [readings.measured] }
`;
const raising = "  gauge: { team: works, broker: oslo, publish: [alarms.raised] }\n";

test("a link that is asked to be `connect` is, whatever crosses it", () => {
  const { topology } = expectValid(
    wired("  wire: { between: [core, oslo], via: connect }\n", "core", measuring),
  );
  const link = linkOf(topology, "oslo.uplink");
  expect([link?.kind.name, link?.durables]).toEqual(["connect", []]);
  expect(identityOf(topology, "link.oslo.uplink")?.protocol).toBe("nats");
});

test("so is one that an entry about its standby target asks for", () => {
  const { topology } = expectValid(
    wired("  wire: { between: [west, oslo], via: connect }\n", "[core, west]", measuring),
  );
  expect(linkOf(topology, "oslo.uplink")?.kind.name).toBe("connect");
});

/** With a bridge, of which it is said too that the second hub stands in for nobody. */
const standingAlone = (text: string) => text.replace(/^  oslo: .*$/m, "$& # WARNING: MESH4018");

test("a bridge to a standby target is none where stored events cross", () => {
  const asked = "  wire:\n    between: [west, oslo]\n    via: bridge # ERROR: MESH3026\n";
  expectMarked(standingAlone(wired(asked, "[core, west]", raising)));
});

test("where one target's entry asks for `connect` and the other's for a bridge, one of the two cannot be", () => {
  const asked = `  one: { between: [core, oslo], via: bridge }
  two:
    between: [west, oslo]
    via: connect # ERROR: MESH3010
`;
  expectMarked(standingAlone(wired(asked, "[core, west]", measuring)));
});

const site =
  "  site: { environment: plant, engine: nats, listeners: { nats: 4333, management: 8333, leafnode: 7433, mqtt: 1984 } }\n";
const below = (uplink: string, links: string, more: string) =>
  wired(links, uplink, more).replace("  oslo: {", `${site}  oslo: {`);

test("`connect` leads to hubs only, named as uplinks or not", () => {
  const entry = "  wire:\n    between: [site, oslo]\n    via: connect # ERROR: MESH3010\n";
  expectMarked(below("site", entry, measuring));
  expectMarked(below("core", entry, measuring));
});

test("nor is it where another target is an edge", () => {
  const entry = "  wire:\n    between: [core, oslo]\n    via: connect # ERROR: MESH3010\n";
  expectMarked(below("[core, site]", entry, measuring));
});

test("at a standby target the process reads no place in a stream of which something may not cross there", () => {
  const mesh = expectValid(
    wired(
      "  narrow: { between: [west, oslo], domains: [readings] }\n",
      "[core, west]",
      `${siren}  office: { team: works, broker: core, publish: [alarms.raised] }\n`,
    ),
  );
  const { uses } = identityOf(mesh.topology, "link.oslo.uplink") ?? {};
  expect(uses?.get("core")?.brings?.map(({ name }) => name)).toEqual(["link_oslo_uplink"]);
  expect(uses?.get("west")?.brings).toEqual([]);
});

test.each(["[lyon, west]", "[west, lyon]", "any"])(
  "who speaks MQTT and may be at a NATS broker publishes nothing stored, though it may be at a Mosquitto: %s",
  (broker) => {
    const first = head.replace(
      "brokers:\n",
      "brokers:\n  alma: { environment: plant, engine: mosquitto, listeners: { mqtt: 1886 } }\n",
    );
    const { diagnostics } = analyzeText(
      `${first}  gauge: { team: works, broker: ${broker}, protocol: mqtt, publish: [alarms.raised] }\n`,
    );
    expect(diagnostics.map(({ code }) => code)).toContain("MESH2117");
  },
);
