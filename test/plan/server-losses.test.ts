import { expect, test } from "vitest";
import { againstPlan } from "../../deploy/apply/check-plan.ts";
import { loneHub } from "../deploy/lone-hub.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { planned, recordedAs } from "./recorded-as.ts";

const hub = (name: string, from: number, more: string) =>
  `  ${name}: { environment: centre, engine: nats, listeners: { nats: ${from}, management: ${from + 10}, gateway: ${from + 20}, cluster: ${from + 30}, leafnode: ${from + 40} }${more} }`;

/** A hub that keeps a domain, with another hub beside it, and who reads at one of them. */
function twoHubs(servers: number, { storage = true, at = "ha" } = {}): string {
  return `
apiVersion: meshc/v1
mesh: { name: grown }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
${hub("ha", 4200, `, storage: 1Gi, replicas: ${servers}`)}
${hub("hb", 4300, storage ? ", storage: 1Gi" : "")}
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ha, events: { placed: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
  books: { team: one, broker: ${at}, subscribe: [orders.placed], durable: true }
`;
}

/** A hub with a plant whose edge keeps what is published there, and is of some servers. */
function plant(servers: number): string {
  return `
apiVersion: meshc/v1
mesh: { name: grown }
teams: { one: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  line: { environment: plant, engine: nats, replicas: ${servers}, listeners: { nats: 4322, management: 8322, cluster: 6322 } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, offline: 1h, events: { placed: {} } }
applications:
  till: { team: one, broker: line, publish: [orders.placed] }
  books: { team: one, broker: ha, subscribe: [orders.placed], durable: true }
`;
}

/** A hub to which somebody speaks MQTT, and nothing else is kept, with another hub that stores or none. */
function spoken(servers: number, beside = ""): string {
  return `
apiVersion: meshc/v1
mesh: { name: spoken }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
${hub("ha", 4200, `, replicas: ${servers}`)}
${beside}
domains: { orders: { owner: one, topic: orders, events: { placed: {} } } }
applications:
  till: { team: one, broker: ha, protocol: mqtt, publish: [orders.placed] }
  books: { team: one, broker: ha, subscribe: [orders.placed] }
`;
}

function told(before: string, wanted: string, mayLose: readonly string[] = []) {
  const was = expectValid(before);
  const { plan, ...rest } = planned(expectValid(wanted), recordedAs(was, was.data), { mayLose });
  const basis = { environments: [], mayLose } as never;
  const losses = plan.changes.filter(({ effect }) => effect === "DATA LOSS");
  return {
    losses: losses.map(({ kind, name, reason }) => `${kind} ${name}: ${reason.split("; ").at(-1)}`),
    refused: plan.refused.map(({ name, why }) => `${name}: ${why}`),
    against: againstPlan({ ...rest, plan, basis } as never).map(({ code }) => code),
  };
}

const alone = "a server that stored by itself does not bring what it holds into a cluster";
const together = "a server that is to store by itself does not find all that it held together with others";
const keeps = 'and it keeps the events of "orders"';

test.each<readonly [string, string, string, string]>([
  ["a lone server gets others", loneHub(1), loneHub(3), `${alone}, ${keeps}`],
  ["several become one", loneHub(3), loneHub(1), `${together}, ${keeps}`],
  [
    "two of the three that hold it leave",
    twoHubs(3),
    twoHubs(1),
    `ha-1, ha-2 of the 3 that hold it would leave, ${keeps}`,
  ],
  [
    "MQTT is spoken to one that gets others",
    spoken(1),
    spoken(3),
    `${alone}, and it keeps what clients left there that speak mqtt`,
  ],
  [
    "MQTT is spoken to several that become one while the hub beside them leaves",
    spoken(3, hub("hb", 4300, ", storage: 1Gi")),
    spoken(1),
    `${together}, and it keeps what clients left there that speak mqtt`,
  ],
])("that %s is a loss of the broker's, which is allowed by its name", (_, before, wanted, why) => {
  const losses = [`broker ha: ${why}`];
  expect(told(before, wanted)).toEqual({ losses, refused: [], against: ["MESH5706"] });
  expect(told(before, wanted, ["ha"])).toEqual({ losses, refused: [], against: [] });
});

test.each<readonly [string, string, string]>([
  ["a hub gets further servers", loneHub(2), loneHub(3)],
  ["one of three leaves", loneHub(3), loneHub(2)],
  ["one by itself among hubs gets others", twoHubs(1), twoHubs(3)],
  [
    "nothing is kept where one gets others",
    spoken(1).replace("protocol: mqtt, ", ""),
    spoken(3).replace("protocol: mqtt, ", ""),
  ],
])("that %s loses nothing", (_, before, wanted) => {
  expect(told(before, wanted)).toEqual({ losses: [], refused: [], against: [] });
});

test("a lone hub that gets another hub beside it keeps what it holds", () => {
  const [before, wanted] = [twoHubs(1).replace(/^ {2}hb: .*$/m, ""), twoHubs(1, { storage: false })];
  expect(told(before, wanted)).toEqual({ losses: [], refused: [], against: [] });
});

test("what a home draws from an edge cannot begin anew, whatever may be lost", () => {
  const why = `line: ${alone}, and it keeps what was published of "orders" and is not drawn up yet; what copies "orders_from_line" goes by its count, and would get nothing from one that begins anew`;
  for (const mayLose of [[], ["line"]])
    expect(told(plant(1), plant(3), mayLose)).toMatchObject({ refused: [why], against: ["MESH5705"] });
});
