import { expect, test } from "vitest";
import type { Effect } from "../../compiler/model/effect.ts";
import type { Happening } from "../../compiler/plan/happening.ts";
import { type Done, withoutOthersLosses } from "../../compiler/plan/others-losses.ts";
import type { ChangeKind, Plan } from "../../compiler/plan/plan.ts";
import { inShort, planOf } from "../harness/plan-of.ts";

/** Two hubs that store, and a Mosquitto whose link reads what is stored at one of them by a place of its own. */
function press(home: string): string {
  return `
apiVersion: meshc/v1
mesh: { name: press }
teams: { sales: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi, listeners: { nats: 4500, management: 4501, gateway: 4502, leafnode: 4503, cluster: 4504 } }
  hb: { environment: centre, engine: nats, storage: 1Gi, listeners: { nats: 4600, management: 4601, gateway: 4602, leafnode: 4603, cluster: 4604 } }
  dock: { environment: plant, engine: mosquitto, role: edge, uplink: ha, listeners: { mqtt: 4700, connect: 4701 } }
domains:
  orders: { owner: sales, topic: orders, delivery: at-least-once, home: ${home}, events: { placed: {} } }
applications:
  till: { team: sales, broker: ha, publish: [orders.placed] }
  board: { team: sales, broker: dock, subscribe: [orders.placed] }
`;
}

const lossesOf = ({ changes }: Plan) =>
  changes.filter(({ effect }) => effect === "DATA LOSS").map(({ kind, name }) => `${kind} ${name}`);

test("a domain whose stream is lost tells of it, and no link or flow that goes by there", () => {
  const plan = planOf(
    press("ha"),
    press("hb").replace("board: { team: sales, broker: dock", "board: { team: sales, broker: hb"),
  );
  expect(lossesOf(plan)).toEqual(["domain orders"]);
  const ways = plan.changes.filter(({ kind }) => kind === "flow" || kind === "link").map(inShort);
  expect(ways).toEqual([
    "change flow orders.placed: till -> board: INTERRUPTS (observed), wave 4",
    "replace link dock.uplink: INTERRUPTS (observed), wave 2",
  ]);
});

test("a link that leaves a stream which goes on loses what waits for it, and says so itself", () => {
  const plan = planOf(press("ha"), press("ha").replace(/  (dock|board):.*\n/g, ""));
  expect(lossesOf(plan)).toEqual(["link dock.uplink"]);
});

/** An entry that was there and that something is done for. */
function doneFor(kind: ChangeKind, ...doing: readonly Happening[]): Done {
  const entry = { kind, name: kind, environment: "", brokers: [], facets: [] };
  return { difference: { before: entry, after: entry, facets: [] }, doing };
}

const happens = (effect: Effect): Happening => ({
  broker: "ha",
  environment: "centre",
  instance: "ha-0",
  wave: 1,
  effect,
  why: effect,
  basis: "proved",
  about: [],
  also: [],
});

test.each<[ChangeKind, boolean]>([
  ["link", false],
  ["flow", false],
  ["access", false],
  ["broker", true],
  ["application", true],
  ["file", true],
])("of a loss that a domain tells of, %s tells again: %s", (kind, isTold) => {
  const [loss, reload, own] = [happens("DATA LOSS"), happens("RELOAD"), happens("DATA LOSS")];
  const told = withoutOthersLosses([doneFor("domain", loss), doneFor(kind, loss, reload, own)]);
  expect(told.map(({ doing }) => doing)).toEqual([[loss], isTold ? [loss, reload, own] : [reload, own]]);
  expect(told[1]?.doing.includes(own)).toBe(true);
});
