import { expect, test } from "vitest";
import { expectMarked } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  de: { platform: kubernetes, residency: eu }
  us: { platform: kubernetes, residency: us }
  lab: { platform: kubernetes }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { brokers: { environment: plant, engine: nats } }
brokers:
  de: { environment: de }
  us: { environment: us }
  lab: { environment: lab }
  line: { uplink: [de, us] }
  near: { uplink: de }
domains:
  orders: { owner: retail, topic: orders, share: all, events: { placed: {} } }
  people:
    owner: retail
    topic: people
    share: all
    classification: [pii, secret]
    events: { moved: {}, counted: { classification: [] }, kept: { residency: [eu] } }
`;

const hops = `${head}applications:
  till: { team: retail, broker: line, publish: [orders.placed] }
  billing: { team: finance, broker: near, subscribe: [orders.placed] }
policies:
`;

test.each([
  ["maxHops: 3", ""],
  ["maxHops: 2", "takes 3: line -> us -> de -> near"],
  ["maxHops: 1", "takes 3: line -> us -> de -> near"],
  ["maxHops: 2, severity: warning", "takes 3: line -> us -> de -> near"],
  ["maxHops: 0, scope: { domains: [people] }", ""],
  ["maxHops: 0, scope: { domains: [people, orders] }", "takes 3"],
  ["maxHops: 0, scope: { teams: [finance] }", "takes 3"],
  ["maxHops: 0, scope: { teams: [retail] }", "takes 3"],
  ["maxHops: 0, scope: { environments: [plant] }", "takes 3"],
  ["maxHops: 0, scope: { environments: [de, us] }", ""],
  ["maxHops: 0, scope: { applications: [billing] }", "takes 3"],
  ["maxHops: 0, scope: { applications: [till], teams: [finance] }", "takes 3"],
  ["maxHops: 0, scope: { applications: [till], domains: [people] }", ""],
  ["maxHops: 0, except: [{ why: none }]", ""],
  ["maxHops: 0, except: [{ why: none, teams: [finance] }]", ""],
  ["maxHops: 0, except: [{ why: none, teams: [finance], domains: [people] }]", "takes 3"],
])("the policy { %s }", (policy, message) => {
  const mark =
    message === "" ? "" : policy.includes("warning") ? " # WARNING: MESH3201" : " # ERROR: MESH3201";
  const [found] = expectMarked(`${hops}  policy: { ${policy} }${mark}\n`);
  expect(found?.message ?? "").toContain(message);
});

test.each([
  ["2026-06-14", "2026-06-15", ""],
  ["2026-06-15", "2026-06-15", ""],
  ["2026-06-16", "2026-06-15", "MESH3201"],
])("on %s an exception until %s leaves: %s", (today, until, code) => {
  const mark = code ? ` # ERROR: ${code}` : "";
  const ranOut = code ? " # WARNING: MESH3203" : "";
  expectMarked(
    `${hops}
  policy:${mark}
    maxHops: 2
    except:
      - { applications: [till], why: moves, until: "${until}" }${ranOut}
`,
    { today },
  );
});

test("an exception that ran out is told of though nothing breaks the policy", () => {
  expectMarked(`${hops}
  policy:
    maxHops: 9
    except:
      - { why: for good }
      - { why: no more, until: "2026-06-14" } # WARNING: MESH3203
      - { why: still, until: "2026-06-15" }
`);
});

test("hops over a standby target that may not carry the event are not counted", () => {
  expectMarked(
    `${head}applications:
  till: { team: retail, broker: line, publish: [people.kept] }
  crm: { team: retail, broker: near, subscribe: [people.kept] }
policies: { short: { maxHops: 2 } }
`.replace("[de, us]", "[de]"),
  );
  expectMarked(`${head.replace("line: { uplink: [de, us] }", "line:\n    uplink:\n      - de\n      - us # WARNING: MESH3103")}applications:
  till: { team: retail, broker: line, publish: [people.kept] }
  crm: { team: retail, broker: near, subscribe: [people.kept] }
policies: { short: { maxHops: 2 } }
`);
});

test.each([
  ["de", "near", "forbid: { classification: pii, residency: us }", ""],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [read] }",
    '"reader" reads "people.moved" at "us"',
  ],
  [
    "de",
    "us",
    "forbid: { classification: secret, residency: us, action: [read] }",
    '"reader" reads "people.moved"',
  ],
  ["de", "us", "forbid: { classification: open, residency: us }", ""],
  ["de", "us", "forbid: { classification: pii, residency: cn }", ""],
  [
    "de",
    "lab",
    "forbid: { classification: pii, residency: cn, action: [read] }",
    'at "lab" (environment "lab", which names no residency)',
  ],
  ["de", "us", "forbid: { classification: pii, residency: us, action: [store] }", ""],
  ["us", "de", "forbid: { classification: pii, residency: us, action: [read] }", ""],
  ["us", "de", "forbid: { classification: pii, residency: us, action: [carry] }", 'is carried by "us"'],
  ["de", "us", "forbid: { classification: pii, residency: us, action: [carry] }", 'is carried by "us"'],
  [
    "line",
    "near",
    "forbid: { classification: pii, residency: us, action: [carry] }",
    "line -> us -> de -> near",
  ],
  ["line", "line", "forbid: { classification: pii, residency: us }", ""],
  [
    "line",
    "near",
    "forbid: { classification: pii, residency: us }, severity: warning",
    "line -> us -> de -> near",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [read] }, scope: { applications: [reader] }",
    "reads",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [read] }, scope: { applications: [writer] }",
    "",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [carry] }, scope: { applications: [writer] }",
    "is carried",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [read] }, scope: { environments: [us] }",
    "reads",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [read] }, scope: { environments: [de] }",
    "",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us }, except: [{ why: agreed, applications: [reader] }]",
    "",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [read] }, except: [{ why: agreed, applications: [writer] }]",
    "reads",
  ],
  [
    "de",
    "us",
    "forbid: { classification: pii, residency: us, action: [carry] }, except: [{ why: agreed, applications: [writer] }]",
    "",
  ],
])("from %s to %s the policy { %s } finds %j", (from, to, policy, message) => {
  const mark =
    message === "" ? "" : policy.includes("warning") ? " # WARNING: MESH3202" : " # ERROR: MESH3202";
  const [found] = expectMarked(`${head}applications:
  writer: { team: retail, broker: ${from}, publish: [people.moved, people.counted] }
  reader: { team: finance, broker: ${to}, subscribe: [people.moved, people.counted] }
policies:
  policy: { ${policy} }${mark}
`);
  expect(found?.message ?? "").toContain(message);
});

test("reading is forbidden even where nobody publishes yet", () => {
  const [found] = expectMarked(`${head}applications:
  reader: { team: finance, broker: us, subscribe: [people.moved] }
policies:
  policy: { forbid: { classification: pii, residency: us } } # ERROR: MESH3202
`);
  expect(found?.message).toContain('"reader" reads "people.moved" at "us"');
});

test("carrying is forbidden even where nobody reads yet: who publishes hands the event to a broker", () => {
  const [found] = expectMarked(`${head}applications:
  writer: { team: retail, broker: us, publish: [people.moved] }
  elsewhere: { team: retail, broker: de, publish: [people.moved] }
policies:
  policy: { forbid: { classification: pii, residency: us, action: [carry] } } # ERROR: MESH3202
  stored: { forbid: { classification: pii, residency: us, action: [store, read] } }
  others: { forbid: { classification: pii, residency: us }, scope: { applications: [elsewhere] } }
`);
  expect(found?.message).toContain('"writer" publishes "people.moved" at "us"');
});

test("a publisher whose flow shows that its own broker carries is not told of twice", () => {
  const found = expectMarked(`${head}applications:
  writer: { team: retail, broker: us, publish: [people.moved] }
  reader: { team: finance, broker: de, subscribe: [people.moved] }
policies:
  policy: { forbid: { classification: secret, residency: us, action: [carry] } } # ERROR: MESH3202
`);
  expect(found.map(({ message }) => message.includes("is carried by"))).toEqual([true]);
});

test("each event and each application that break a policy are told of", () => {
  const found = expectMarked(`${head}applications:
  writer: { team: retail, broker: de, publish: [people.*] }
  reader: { team: finance, broker: us, subscribe: [people.moved] }
  other: { team: finance, broker: us, subscribe: [people.moved] }
policies:
  policy: { forbid: { classification: pii, residency: us } } # ERROR: MESH3202, MESH3202, MESH3202, MESH3202
`);
  expect(new Set(found.map(({ message }) => message)).size).toBe(4);
});
