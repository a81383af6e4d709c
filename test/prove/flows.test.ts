import { expect, test } from "vitest";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  de: { platform: kubernetes, residency: eu }
  us: { platform: kubernetes, residency: us }
  cloud: { platform: kubernetes }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { brokers: { environment: plant, engine: nats }, applications: { team: t } }
domains:
  eu: { owner: t, topic: eu, residency: [eu], events: { moved: {}, closed: {} } }
  free: { owner: t, topic: free, events: { moved: {} } }
brokers:
  de: { environment: de }
  us: { environment: us }
  cloud: { environment: cloud }
`;

test.each([
  ["over the hub of its own residency", "eu.moved", "line: { uplink: de }", ""],
  ["what may be anywhere, over any hub", "free.moved", "line: { uplink: cloud }", ""],
  ["within one edge, whatever lies above", "eu.moved", "line: { uplink: us }", "", "line"],
  [
    "below an edge, whatever lies above",
    "eu.moved",
    "site: { uplink: us }\n  line: { uplink: site }",
    "",
    "site",
  ],
  [
    "over a link that lists the domain",
    "eu.moved",
    "line: { uplink: de }",
    "{ between: [line, de], domains: [eu] }",
  ],
])("a flow arrives %s", (_, event, edges, link, from = "de") => {
  const links = link ? `links: { entry: ${link} }\n` : "";
  expectValid(`${head}  ${edges}
applications:
  from: { broker: ${from}, publish: [${event}] }
  to: { broker: line, subscribe: [${event}] }
${links}`);
});

test.each([
  [
    "over a hub of another residency",
    "eu.moved",
    "line: { uplink: us }",
    "",
    '"us" is in residency us, the event may be in eu only (de -> us -> line)',
  ],
  [
    "over a hub of no residency",
    "eu.moved",
    "line: { uplink: cloud }",
    "",
    '"cloud" has no residency, the event may be in eu only (de -> cloud -> line)',
  ],
  [
    "over an edge above it that hangs on such a hub",
    "eu.moved",
    "site: { uplink: us }\n  line: { uplink: site }",
    "",
    '"us" is in residency us, the event may be in eu only (de -> us -> site -> line)',
  ],
  [
    "over a link that is kept for others",
    "free.moved",
    "line: { uplink: de }",
    "{ between: [line, de], domains: [eu] }",
    'link "entry" between "de" and "line" does not carry domain "free" (de -> line)',
  ],
])("a flow does not arrive %s", (_, event, edges, link, why) => {
  const links = link ? `links: { entry: ${link} }\n` : "";
  const [found] = expectMarked(`${head}  ${edges}
applications:
  from: { broker: de, publish: [${event}] }
  to:
    broker: line
    subscribe:
      - ${event} # ERROR: MESH3102
${links}`);
  expect(found?.message).toBe(`"${event}" from "from" cannot reach "to": ${why}`);
  expect(found?.related.map((note) => note.message)).toEqual(["published here"]);
});

test.each([
  ["a standby hub of the same residency", "de2: { environment: de }", "[de, de2]", ""],
  ["a standby hub that needs not carry it", "", "[de, us]", "free.moved"],
])("no warning: %s", (_, brokers, uplink, event) => {
  const { warnings } = expectValid(`${head}
  ${brokers}
  line: { uplink: ${uplink} }
applications:
  from: { broker: de, publish: [${event || "eu.moved"}] }
  to: { broker: line, subscribe: [${event || "eu.moved"}] }
`);
  expect(warnings).toEqual([]);
});

test("a standby hub that may not carry a flow is warned of once, with the number of the others", () => {
  const [found] = expectMarked(`${head}
  line:
    uplink:
      - de
      - us # WARNING: MESH3103
applications:
  from: { broker: de, publish: [eu.*, free.moved] }
  to: { broker: line, subscribe: [eu.*, free.*] }
  too: { broker: line, subscribe: [eu.moved] }
`);
  expect(found?.message).toBe(
    'while link "line.uplink" is on "us", "eu.closed" from "from" does not reach "to", nor do 2 other flows arrive',
  );
});

test("each standby target that cuts a flow is warned of, and those that do not are not", () => {
  expectMarked(`${head}
  de2: { environment: de }
  line:
    uplink:
      - de
      - us # WARNING: MESH3103
      - de2
      - cloud # WARNING: MESH3103
applications:
  from: { broker: de, publish: [eu.moved] }
  to: { broker: line, subscribe: [eu.moved] }
`);
});

test("the standby target of the other end is not blamed", () => {
  expectMarked(`${head}
  de2: { environment: de }
  one: { uplink: [de, de2] }
  two:
    uplink:
      - de
      - us # WARNING: MESH3103
applications:
  from: { broker: one, publish: [eu.moved] }
  to: { broker: two, subscribe: [eu.moved] }
`);
});

test("where two edges hang on one whose standby is elsewhere, what stays below it is not cut", () => {
  expectMarked(`${head}
  site: { uplink: [de, us] }
  one: { uplink: site }
  two: { uplink: site }
applications:
  from: { broker: one, publish: [eu.moved] }
  to: { broker: two, subscribe: [eu.moved] }
`);
});

test("a way that leaves a common edge on standby is cut where it comes to", () => {
  const [found] = expectMarked(`${head}
  site: { uplink: us }
  spare: { uplink: de }
  one:
    uplink:
      - site
      - spare # WARNING: MESH3103
  two: { uplink: site }
applications:
  from: { broker: one, publish: [eu.moved] }
  to: { broker: two, subscribe: [eu.moved] }
`);
  expect(found?.message).toMatch(/^while link "one.uplink" is on "spare", "eu.moved" from "from"/);
});

test("two standby targets that only together cut a flow are named together", () => {
  const [found] = expectMarked(`${head}
  site: { uplink: de }
  spare:
    uplink:
      - de
      - us # WARNING: MESH3103
  line: { uplink: [site, spare] }
applications:
  from: { broker: de, publish: [eu.moved] }
  to: { broker: line, subscribe: [eu.moved] }
`);
  expect(found?.message).toBe(
    'while link "line.uplink" is on "spare" and link "spare.uplink" is on "us", "eu.moved" from "from" does not reach "to"',
  );
});

test("a flow that has no path at all is not warned of besides", () => {
  expectMarked(`${head}
  line: { uplink: [us, cloud] }
applications:
  from: { broker: de, publish: [eu.moved] }
  to:
    broker: line
    subscribe:
      - eu.moved # ERROR: MESH3102
`);
});

test("a link's domains are looked at on standby too", () => {
  expectMarked(`${head}
  line:
    uplink:
      - de
      - us # WARNING: MESH3103
applications:
  from: { broker: de, publish: [free.moved] }
  to: { broker: line, subscribe: [free.moved] }
links: { narrow: { between: [us, line], domains: [eu] } }
`);
});
