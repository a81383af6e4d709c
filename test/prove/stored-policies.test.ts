import { expect, test } from "vitest";
import { expectMarked } from "../harness/analyze-text.ts";

const head = (line: string, rest: string) => `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  de: { platform: kubernetes, residency: eu }
  us: { platform: kubernetes, residency: us }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { brokers: { environment: plant, engine: nats } }
brokers:
  de: { environment: de, replicas: 3 }
  us: { environment: us, replicas: 3 }
  ${line}
domains:
  people:
    owner: retail
    topic: people
    share: { subscribe: all, publish: [finance] }
    classification: [pii]
    delivery: at-least-once
    ${rest}
`;
const carry = "{ classification: pii, residency: us, action: [carry] }";
const store = "{ classification: pii, residency: us, action: [store] }";

test.each([
  ["line: { uplink: us }", "line", "", "line -> us -> de"],
  ["line: { uplink: [de, us] }", "line", "", "line -> us -> de"],
  ["line: { uplink: de }", "line", "", ""],
  ["line: { uplink: us }", "line", ", scope: { applications: [writer] }", "line -> us -> de"],
  ["line: { uplink: us }", "line", ", scope: { teams: [finance] }", ""],
  ["line: { uplink: de }", "us", "", "us -> de"],
])("with { %s }, publishing at %s is carried to its home for { forbid%s }: %s", (line, broker, more, way) => {
  const text = `${head(line, "home: de\n    events: { moved: {} }")}applications:
  writer: { team: retail, broker: ${broker}, publish: [people.moved] }
policies:
  policy: { forbid: ${carry}${more} }`;
  const [found] = expectMarked(way === "" ? text : `${text} # ERROR: MESH3202`);
  expect(found?.message ?? "").toContain(way);
  if (way !== "")
    expect(found?.message).toContain('"people.moved" from "writer" to its home "de" is carried by "us"');
});

test("a reader whom a policy does not judge leaves the way to the home to be judged", () => {
  expectMarked(`${head("line: { uplink: us }", "home: de\n    events: { moved: {} }")}applications:
  writer: { team: retail, broker: line, publish: [people.moved] }
  reader: { team: finance, broker: de, subscribe: [people.moved], durable: true }
policies:
  policy: { forbid: ${carry}, except: [{ why: agreed, teams: [finance] }] } # ERROR: MESH3202
`);
});

test.each([
  ["", "writer: { team: finance, broker: de, publish: [people.moved] }", true],
  ["", "writer: { team: finance, broker: de }", true],
  [", scope: { teams: [finance] }", "writer: { team: finance, broker: de, publish: [people.moved] }", true],
  [", scope: { teams: [finance] }", "writer: { team: retail, broker: de, publish: [people.moved] }", false],
  [
    ", scope: { applications: [writer] }",
    "writer: { team: retail, broker: de, publish: [people.moved] }",
    true,
  ],
  [", scope: { environments: [us] }", "writer: { team: retail, broker: de, publish: [people.moved] }", true],
  [", scope: { environments: [de] }", "writer: { team: retail, broker: de, publish: [people.moved] }", true],
  [
    ", except: [{ why: agreed, teams: [finance] }]",
    "writer: { team: finance, broker: de, publish: [people.moved] }",
    false,
  ],
])("storing is judged { forbid%s } for whoever publishes: %s", (more, application, isForbidden) => {
  const mark = isForbidden ? " # ERROR: MESH3202" : "";
  expectMarked(`${head("line: { uplink: de }", "home: us\n    events: { moved: {} }")}applications:
  ${application}
policies:
  policy: { forbid: ${store}${more} }${mark}
`);
});

test("a standby target that keeps what is published from its home is warned of, readers or not", () => {
  const line = "line:\n    uplink:\n      - de\n      - us # WARNING: MESH3103";
  const [found] = expectMarked(`${head(line, "residency: [eu]\n    events: { moved: {} }")}applications:
  writer: { team: retail, broker: line, publish: [people.moved] }
`);
  expect(found?.message).toContain('"people.moved" from "writer" does not reach "de"');
  expectMarked(`${head(line, "residency: [eu]\n    events: { moved: {} }")}applications:
  writer: { team: retail, broker: line, publish: [people.moved] }
  reader: { team: finance, broker: line, subscribe: [people.moved] }
`);
});
