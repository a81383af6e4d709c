import { expect, test } from "vitest";
import { expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments: { cloud: { platform: kubernetes }, plant: { platform: kubernetes, dialable: false } }
defaults: { brokers: { environment: plant, engine: nats }, applications: { team: t } }
brokers:
  north: { environment: cloud }
  south: { environment: cloud }
  site: { uplink: [south, north] }
  line: { uplink: site }
  cell: { uplink: site }
  shelf: { uplink: north }
domains:
  d: { owner: t, topic: d, events: { moved: { topic: "{site}/moved/{what}" }, closed: {} } }
`;

/** Flows as `event: publisher > subscriber by path`. */
function flowsOf(applications: string): readonly string[] {
  const { topology } = expectValid(`${head}applications:\n${applications}`);
  return topology.flows.map(
    ({ event, publisher, subscriber, path }) =>
      `${event.name}: ${publisher.name} > ${subscriber.name} by ${path.join(" ")}`,
  );
}

test.each([
  ["line", "line", "line"],
  ["line", "site", "line site"],
  ["site", "line", "site line"],
  ["line", "cell", "line site cell"],
  ["line", "south", "line site south"],
  ["line", "north", "line site south north"],
  ["line", "shelf", "line site south north shelf"],
  ["shelf", "cell", "shelf north south site cell"],
  ["north", "south", "north south"],
])("from %s to %s the way is %s", (from, to, path) => {
  expect(
    flowsOf(`  a: { broker: ${from}, publish: [d.closed] }\n  b: { broker: ${to}, subscribe: [d.closed] }\n`),
  ).toEqual([`closed: a > b by ${path}`]);
});

test.each([
  ["{ event: d.moved, where: { site: oslo } }", "{ event: d.moved, where: { site: oslo } }", true],
  ["{ event: d.moved, where: { site: oslo } }", "{ event: d.moved, where: { site: bergen } }", false],
  ["{ event: d.moved, where: { site: oslo } }", "{ event: d.moved, where: { what: car } }", true],
  ["{ event: d.moved, where: { site: [oslo, bergen] } }", "d/bergen/>", true],
  ["d.*", "d/*", true],
  ["d.moved", "d.closed", false],
  ["{ event: d.moved, where: { what: car } }", "d/*/moved/bus", false],
])("who publishes %s reaches who subscribes to %s: %s", (publish, subscribe, meets) => {
  const flows = flowsOf(
    `  a: { broker: line, publish: [${publish}] }\n  b: { broker: line, subscribe: [${subscribe}] }\n`,
  );
  expect(flows).toHaveLength(meets ? 1 : 0);
});

test("an application gets its own events, and flows are sorted by event, publisher and subscriber", () => {
  expect(
    flowsOf(`
  b: { broker: line, publish: [d.*], subscribe: [d.closed] }
  a: { broker: line, publish: [d.closed], subscribe: [d.*] }
`),
  ).toEqual([
    "closed: a > a by line",
    "closed: a > b by line",
    "closed: b > a by line",
    "closed: b > b by line",
    "moved: b > a by line",
  ]);
});
