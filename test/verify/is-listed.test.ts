import { expect, test } from "vitest";
import type { Event } from "../../compiler/model/mesh.ts";
import type { Link } from "../../compiler/model/topology.ts";
import { isListed } from "../../deploy/verify/is-listed.ts";
import { topologyOfText } from "../mosquitto/lowered.ts";

const { links, flows } = topologyOfText(`apiVersion: meshc/v1
mesh: { name: plants }
teams: { works: {} }
environments: { cloud: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  core: { environment: cloud, engine: nats }
  leaf: { environment: plant, engine: nats }
  floor: { environment: plant, engine: mosquitto }
domains:
  telemetry: { owner: works, topic: telemetry, events: { measured: { topic: "{site}/measured" } } }
  orders: { owner: works, topic: orders, events: { placed: {} } }
applications:
  gauge:
    team: works
    broker: floor
    publish: [{ event: telemetry.measured, where: { site: floor } }]
    subscribe: [orders.placed, { event: telemetry.measured, where: { site: core } }]
  shop:
    team: works
    broker: core
    publish: [orders.placed, { event: telemetry.measured, where: { site: core } }]
    subscribe: [{ event: telemetry.measured, where: { site: floor } }]
`);

function event(name: string): Event {
  const found = flows.map((flow) => flow.event).find((one) => one.name === name);
  if (!found) throw new Error(`no event ${name}`);
  return found;
}

test.each([
  ["measured", "telemetry/floor/measured", "floor", "core", true],
  ["measured", "telemetry/floor/measured", "core", "floor", false],
  ["measured", "telemetry/core/measured", "floor", "core", false],
  ["measured", "telemetry/core/measured", "core", "floor", true],
  ["placed", "orders/placed", "core", "floor", true],
  ["placed", "orders/placed", "floor", "core", false],
  ["measured", "telemetry/core/measured", "leaf", "core", true],
  ["measured", "telemetry/floor/measured", "core", "leaf", true],
])("%s may go as %s from %s to %s: %s", (name, topic, from, to, wanted) => {
  const between = (link: Link) => [link.from, link.to].toSorted().join() === [from, to].toSorted().join();
  expect(links.filter(between)).toHaveLength(1);
  expect(isListed(links, { event: event(name), topic: topic.split("/") }, from, to)).toBe(wanted);
});
