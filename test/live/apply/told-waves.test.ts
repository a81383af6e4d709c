import { expect, test } from "vitest";
import { planDocument } from "../../../compiler/plan/plan-document.ts";
import { appliedMesh, told } from "./applied-mesh.ts";

const shop = `
apiVersion: meshc/v1
mesh: { name: two }
teams: { one: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  hb: { environment: centre, engine: nats }
  line: { environment: plant, engine: nats, uplink: ha }
domains:
  orders: { owner: one, topic: orders, events: { placed: {} } }
  stock: { owner: one, topic: stock, delivery: at-least-once, home: ha, events: { moved: {} } }
applications:
  till: { team: one, broker: line, publish: [orders.placed, stock.moved] }
  books: { team: one, broker: ha, subscribe: [orders.placed] }
  board: { team: one, broker: hb, subscribe: [orders.placed] }
  ledger: { team: one, broker: ha, subscribe: [stock.moved], durable: true }
`;

const titles = ["hubs", "who dials hubs", "what was held on to", "removal"];

/** What is changed, one after another, and how many waves that takes. */
const steps: readonly (readonly [what: string, waves: number, ...edits: readonly [string, string][]])[] = [
  ["all is new", 2],
  ["nothing changes", 0],
  [
    "a reader more at the hub",
    1,
    ["subscribe: [orders.placed] }\n  board", "subscribe: [orders.*] }\n  board"],
  ],
  ["an uplink moves", 3, ["uplink: ha", "uplink: hb"]],
  [
    "what is stored is drained, and found empty",
    4,
    ["  stock: { owner: one, topic: stock, delivery: at-least-once, home: ha, events: { moved: {} } }\n", ""],
    [", stock.moved]", "]"],
    ["  ledger: { team: one, broker: ha, subscribe: [stock.moved], durable: true }\n", ""],
  ],
  [
    "a hub leaves",
    4,
    ["  ha: { environment: centre, engine: nats, storage: 1Gi }\n", ""],
    ["  books: { team: one, broker: ha, subscribe: [orders.*] }\n", ""],
  ],
];

test("progress tells the waves that the plan has, and no others", async () => {
  const mesh = await appliedMesh({ manifest: shop });
  for (const [what, waves, ...edits] of steps) {
    for (const [before, after] of edits) mesh.edit(before, after);
    const { result, events, plan } = await mesh.apply();
    expect([what, told(result.diagnostics, "error")]).toEqual([what, []]);
    const announced = events.flatMap((event) => (event.kind === "wave" ? [event] : []));
    const document = planDocument(plan).waves.map((wave) => ({ kind: "wave", ...wave }));
    expect([what, announced]).toEqual([what, document]);
    expect([what, announced.map(({ title }) => title.replace(/, and what is stored$/, ""))]).toEqual([
      what,
      titles.slice(0, waves),
    ]);
    const beyond = plan.changes.filter(({ wave }) => wave > waves);
    expect([what, beyond]).toEqual([what, []]);
  }
});
