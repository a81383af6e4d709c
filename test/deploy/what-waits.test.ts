import { expect, test } from "vitest";
import type { LiveStore } from "../../compiler/live.ts";
import { whatWaits } from "../../deploy/apply/what-waits.ts";
import type { Ground } from "../../deploy/up/ground.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import type { BrokerChange } from "../../deploy/up/provision-changes.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { expectValid } from "../harness/analyze-text.ts";

const { topology } = expectValid(`
apiVersion: meshc/v1
mesh: { name: plant }
teams: { sales: {} }
environments: { centre: { platform: local }, site: { platform: local, dialable: false } }
brokers:
  hub: { environment: centre, engine: nats, storage: 1Gi }
  line: { environment: site, engine: nats, storage: 1Gi, listeners: { nats: 4500, management: 4501 } }
domains:
  orders: { owner: sales, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: sales, broker: hub, publish: [orders.placed] }
  ledger: { team: sales, broker: line, subscribe: [orders.placed], durable: true }
`);

const ground: Ground = {
  host: nodeHost(),
  folder: { path: "", instance: () => "" } as unknown as Ground["folder"],
  lookUp: () => "seed",
  limits: { ...usualLimits, provision: 1 },
  interrupted: () => false,
};

/** What waits for a reader at an edge, whose place has nothing left, by the numbers of the last events there and at home. */
async function waitingAt(origin: number, copy: number, held = origin): Promise<readonly string[]> {
  const last: Record<string, number> = { orders: origin, orders_at_line: copy };
  const store = {
    provisionerIdentity: "provisioner",
    ownersOf: () => ["domain orders", "application ledger"],
    lastKept: async (_client: unknown, _seed: string, streams: readonly string[]) =>
      new Map(streams.map((name) => [name, last[name] ?? 0])),
    waiting: async (_client: unknown, _seed: string, provisions: readonly { readonly name: string }[]) =>
      provisions.map((provision) => ({ provision, there: true, events: 0, held })),
  } as unknown as LiveStore;
  const change = (broker: string, names: readonly (readonly [string, string, string?])[]) =>
    ({
      broker,
      store,
      client: {},
      wanted: names.map(([kind, name, within]) => ({
        kind,
        name,
        settings: {},
        stage: 0,
        ...(within && { within }),
      })),
    }) as unknown as BrokerChange;
  const changes = [
    change("hub", [["stream", "orders"]]),
    change("line", [
      ["stream", "orders_at_line"],
      ["consumer", "ledger", "orders_at_line"],
    ]),
  ];
  const drains = [{ kind: "application", name: "ledger", draining: false }] as const;
  const found = await whatWaits({ topology, ground, changes, others: [] }, drains);
  return found.flatMap(({ why }) => why);
}

test("what a copy lacks of its origin waits for who reads the copy", async () => {
  expect(await waitingAt(5, 2)).toEqual(['3 events wait to come to "orders_at_line" at line']);
});

test("a copy that has all that its origin has lacks nothing", async () => {
  expect(await waitingAt(5, 5)).toEqual([]);
});

test("what its origin holds no more does not come to a copy", async () => {
  expect(await waitingAt(5, 2, 0)).toEqual([]);
});
