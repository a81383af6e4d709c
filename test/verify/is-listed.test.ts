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
  telemetry: { owner: works, topic: telemetry, events: { measured: {} } }
  orders: { owner: works, topic: orders, events: { placed: {} } }
applications:
  gauge: { team: works, broker: floor, publish: [telemetry.measured], subscribe: [orders.placed] }
  shop: { team: works, broker: core, publish: [orders.placed], subscribe: [telemetry.measured] }
`);

function event(name: string): Event {
  const found = flows.map((flow) => flow.event).find((one) => one.name === name);
  if (!found) throw new Error(`no event ${name}`);
  return found;
}

test.each([
  ["measured", "floor", "core", true],
  ["measured", "core", "floor", false],
  ["placed", "core", "floor", true],
  ["placed", "floor", "core", false],
  ["measured", "leaf", "core", true],
  ["measured", "core", "leaf", true],
])("%s may go from %s to %s: %s", (name, from, to, wanted) => {
  const between = (link: Link) => [link.from, link.to].toSorted().join() === [from, to].toSorted().join();
  expect(links.filter(between)).toHaveLength(1);
  expect(isListed(links, event(name), from, to)).toBe(wanted);
});
