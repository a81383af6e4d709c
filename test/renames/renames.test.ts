import { expect, test } from "vitest";
import { explainPart, partNames } from "../../cli/explain/explain-part.ts";
import { entryKey } from "../../cli/entry-key.ts";
import { namedTopology } from "../../compiler/model/named-topology.ts";
import { mayLoseOf } from "../../compiler/plan/may-lose.ts";
import { namedReport } from "../../deploy/verify/named-report.ts";
import { analyzeText, expectValid } from "../harness/analyze-text.ts";
import { planned, recordedAs } from "../plan/recorded-as.ts";

const mesh = (applications: string, rest = "") => `
apiVersion: meshc/v1
mesh: { name: shop }
teams: { sales: {}, finance: {} }
environments: { office: { platform: local } }
brokers: { core: { environment: office, engine: nats, storage: 1Gi } }
domains:
  orders: { owner: sales, topic: orders, share: [finance], delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: sales, broker: core, publish: [orders.placed] }
${applications}
${rest}
`;

const billing = "  billing: { team: finance, broker: core, subscribe: [orders.placed], durable: true }";
const invoicing = billing.replace("billing: {", "invoicing: { renamedFrom: billing,");

const shop = expectValid(mesh(billing));
const recorded = recordedAs(shop, shop.data);

test("what is made of an application that was renamed is named after its first name", () => {
  const { topology } = expectValid(mesh(invoicing));
  expect(topology.durables.map(({ name }) => name)).toEqual(["billing"]);
  expect(topology.identities.map(({ name }) => name)).toEqual(["application.billing", "application.till"]);
  const shown = namedTopology(topology);
  expect([...shown.mesh.applications.keys()]).toEqual(["till", "invoicing"]);
  expect(shown.flows.map(({ subscriber }) => subscriber.name)).toEqual(["invoicing"]);
  expect(shown.durables).toMatchObject([{ name: "billing", applications: ["invoicing"] }]);
});

test("a command goes by the new name, and tells it to who asks for the old one", () => {
  const { topology } = expectValid(mesh(invoicing));
  const shown = namedTopology(topology);
  expect(partNames(shown)).toContain("invoicing");
  expect(partNames(shown)).not.toContain("billing");
  expect(explainPart("invoicing", shown)).toContain("application invoicing");
  expect(explainPart("billing", shown)).toBe(undefined);
  expect(entryKey(topology.mesh, "application", "invoicing")).toMatchObject({ ok: true, value: "billing" });
  expect(entryKey(topology.mesh, "application", "till")).toMatchObject({ ok: true, value: "till" });
  const asked = entryKey(topology.mesh, "application", "billing");
  expect(asked.diagnostics.map(({ message }) => message)).toEqual([
    'no application is called "billing": it was renamed to "invoicing"',
  ]);
});

test("a broker is asked for by its new name, and one that nothing is called is told by what is called much alike", () => {
  const text = mesh(billing)
    .replace("{ core: {", "{ centre: { renamedFrom: core,")
    .replaceAll("broker: core", "broker: centre");
  const { mesh: renamed } = expectValid(text).topology;
  expect(entryKey(renamed, "broker", "centre")).toMatchObject({ ok: true, value: "core" });
  const told = (name: string) => entryKey(renamed, "broker", name).diagnostics.map(({ message }) => message);
  expect(told("core")).toEqual(['no broker is called "core": it was renamed to "centre"']);
  expect(told("center")[0]).toContain("centre");
});

test("what is verified is told by new names", () => {
  const { topology } = expectValid(mesh(invoicing));
  const flow = { event: "orders.placed", publisher: "till", subscriber: "billing", path: ["core"] };
  const counts = { sent: 1, received: 1, duplicates: 0, verdict: "ok" } as const;
  const right = { kind: "application", broker: "core", topic: "x", action: "publish" } as const;
  const rights = [
    { ...right, identity: "application.billing", expected: "denied", got: "denied", verdict: "ok" } as const,
  ];
  const report = namedReport(
    { version: 1, ok: true, flows: [{ ...flow, ...counts }], denied: [], rights },
    topology,
  );
  expect(report.flows).toMatchObject([{ publisher: "till", subscriber: "invoicing" }]);
  expect(report.rights).toMatchObject([{ identity: "application.invoicing" }]);
});

test.each([
  [
    "brokers",
    "no broker is called",
    "brokers: { north: { environment: office, engine: nats, uplink: core, role: edge } }",
  ],
  [
    "domains",
    "no domain is called",
    "applications: { late: { team: trade, broker: centre, subscribe: [orders.placed] } }",
  ],
  [
    "events",
    "no event is called",
    "applications: { late: { team: trade, broker: centre, subscribe: [sales.placed] } }",
  ],
  [
    "teams",
    "no team is called",
    "applications: { late: { team: sales, broker: centre, subscribe: [sales.sold] } }",
  ],
])("a reference to what %s were called is told the new name", (_list, message, rest) => {
  const renamed = `
apiVersion: meshc/v1
mesh: { name: shop }
teams: { trade: { renamedFrom: sales } }
environments: { office: { platform: local } }
brokers: { centre: { renamedFrom: core, environment: office, engine: nats } }
domains:
  sales: { renamedFrom: orders, owner: trade, topic: orders, events: { sold: { renamedFrom: placed } } }
`;
  const result = analyzeText(
    `${renamed}`,
    { overlays: ["more.yaml"] },
    { "more.yaml": `apiVersion: meshc/v1\n${rest}\n` },
  );
  const [first] = result.diagnostics.filter(({ code }) => code === "MESH2001");
  expect(first?.message).toMatch(new RegExp(`^${message} ".*": it was renamed to "`));
  expect(first?.at?.file.name).toBe("more.yaml");
});

test.each([
  [
    "names what it was called in between",
    invoicing.replace("invoicing", "ledger").replace("From: billing", "From: invoicing"),
    "write `renamedFrom: billing`",
  ],
  ["is left out", invoicing.replace(" renamedFrom: billing,", ""), "put `renamedFrom: billing` back"],
])("a plan is refused where `renamedFrom` %s", (_what, applications, todo) => {
  const renamed = expectValid(mesh(invoicing));
  const { plan } = planned(expectValid(mesh(applications)), recordedAs(renamed, renamed.data));
  expect(plan.refused[0]?.why).toContain(todo);
});

test("a plan is refused where `renamedFrom` is put to what was applied under its name", () => {
  const { plan } = planned(
    expectValid(mesh(billing.replace("{ team", "{ renamedFrom: bills, team"))),
    recorded,
  );
  expect(plan.refused[0]).toMatchObject({ name: "billing" });
  expect(plan.refused[0]?.why).toContain("take `renamedFrom: bills` away");
});

test("an event that another domain has under the same name is another one, and in its own domain it is not", () => {
  const events = (orders: string, stock: string) => `
apiVersion: meshc/v1
mesh: { name: shop }
teams: { sales: {} }
environments: { office: { platform: local } }
brokers: { core: { environment: office, engine: nats } }
domains:
  orders: { owner: sales, topic: orders, events: { placed: {}${orders} } }
  stock: { owner: sales, topic: stock, events: { counted: {}${stock} } }
`;
  const before = expectValid(events(", settled: { renamedFrom: paid }", ""));
  const refused = (orders: string, stock: string) =>
    planned(expectValid(events(orders, stock)), recordedAs(before, before.data)).plan.refused;
  expect(refused("", ", settled: {}")).toEqual([]);
  expect(refused(", settled: {}", "")).toMatchObject([
    { name: "orders.settled", why: expect.stringContaining("put `renamedFrom: paid` back") },
  ]);
});

test("a new entry may have the name that another one had", () => {
  const renamed = expectValid(mesh(invoicing));
  const back = mesh(`${billing}\n${billing.replace("billing", "invoicing")}`);
  const { plan } = planned(expectValid(back), recordedAs(renamed, renamed.data));
  expect(plan.refused).toEqual([]);
  expect(plan.changes.filter(({ kind }) => kind === "application")).toMatchObject([
    { name: "billing", action: "rename", reason: 'it was called "invoicing"' },
    { name: "invoicing", action: "add" },
  ]);
});

test("what changes and what may be lost of an entry that is renamed at once is told and allowed by its new name", () => {
  const moved = mesh(invoicing).replace(
    "delivery: at-least-once",
    "delivery: at-least-once, retention: { age: 1h }",
  );
  const wanted = expectValid(
    moved
      .replace("  orders: {", "  sales: { renamedFrom: orders,")
      .replaceAll("orders.placed", "sales.placed"),
  );
  const { plan } = planned(wanted, recorded);
  expect(plan.changes.map(({ kind, name, action, effect }) => `${kind} ${name} ${action} ${effect}`)).toEqual(
    ["domain sales change DATA LOSS", "domain sales rename NONE", "application invoicing rename NONE"],
  );
  expect(plan.toAllow).toEqual(["sales"]);
  expect(planned(wanted, recorded, { mayLose: ["sales"] }).plan.toAllow).toEqual([]);
  expect([...planned(wanted, recorded, { mayLose: ["domain/sales"] }).mayLose]).toEqual(["domain orders"]);
  expect([...planned(wanted, recorded, { mayLose: ["sales"] }).mayLose]).toEqual(["domain orders"]);
});

test("what was called otherwise before it was renamed is nothing that can be lost, and its new name is", () => {
  const wanted = expectValid(mesh(invoicing)).topology;
  const names = wanted.mesh.names ?? new Map();
  const unknown = (name: string) => mayLoseOf([name], [shop.topology, wanted], names).unknown;
  expect(unknown("invoicing")).toEqual([]);
  expect(unknown("billing")).toMatchObject([{ name: "billing" }]);
});

test("what is refused of a domain that is renamed at once, and how its loss is allowed, is told by its new name", () => {
  const two = (home: string) =>
    mesh(billing)
      .replace(
        "storage: 1Gi } }",
        `storage: 1Gi, ${ports(4300)} }, late: { environment: office, engine: nats, storage: 1Gi, ${ports(4400)} } }`,
      )
      .replace("delivery: at-least-once", `delivery: at-least-once, home: ${home}`);
  const before = expectValid(two("core"));
  const wanted = two("late").replace("  orders: {", "  sales: { renamedFrom: orders,");
  const { plan } = planned(
    expectValid(wanted.replaceAll("orders.placed", "sales.placed")),
    recordedAs(before, before.data),
  );
  expect(plan.refused).toMatchObject([{ name: "sales", allow: "sales" }]);
});

function ports(from: number): string {
  const [nats, management, gateway, cluster, leafnode] = [0, 1, 2, 3, 4].map((at) => from + at);
  return `listeners: ${JSON.stringify({ nats, management, gateway, cluster, leafnode })}`;
}

test("what is protected no more is told by its new name", () => {
  const guarded = expectValid(mesh(billing.replace("{ team", "{ protect: true, team")));
  const { plan } = planned(expectValid(mesh(invoicing)), recordedAs(guarded, guarded.data));
  expect(plan.noted).toEqual(["application invoicing is not protected any more"]);
});
