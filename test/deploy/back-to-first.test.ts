import { expect, test } from "vitest";
import { listed } from "../../compiler/model/names.ts";
import { backToFirst } from "../../deploy/up/back-to-first.ts";
import type { PlannedInstance, Work } from "../../deploy/up/carry-out.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import type { UpEvent } from "../../deploy/up/up-event.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { topologyOfText } from "../mosquitto/lowered.ts";

/** An edge of three hubs, and what is said of the links to its standbys. */
const meshOf = (links: string) =>
  topologyOfText(`apiVersion: meshc/v1
mesh: { name: works }
teams: { one: {} }
environments: { cloud: { platform: local }, plant: { platform: local, dialable: false } }
defaults: { brokers: { engine: nats } }
brokers:
  ha: { environment: cloud }
  hb: { environment: cloud }
  hc: { environment: cloud }
  site: { environment: plant, uplink: [ha, hb, hc] }
domains:
  orders: { owner: one, topic: orders, events: { placed: {} } }
  money: { owner: one, topic: money, events: { spent: {} } }
applications:
  robot: { team: one, broker: site, publish: [orders.placed, money.spent] }
  books: { team: one, broker: ha, subscribe: [orders.placed, money.spent] }
links: { ${links} }
`);

const lesser = (hub: string) => `to-${hub}: { between: [site, ${hub}], domains: [money] }`;

/** Where the edge stands in the end, of those of whom it dials the next as often as one ends its link, and what is told. */
async function endsAt(links: string, begins: string, brokers = ["ha", "hb", "hc", "site"]) {
  const dials = ["ha-0", "hb-0", "hc-0"];
  let at = dials.indexOf(begins);
  const peerNow = () => ({ kind: "leafnode", name: dials[at % dials.length], id: String(at) });
  /** What is told at first after a link was ended is still as before. */
  const tells = [peerNow()];
  const live = {
    observe: async () => ({ peers: [tells.shift() ?? peerNow()] }),
    logins: {
      systemIdentity: "system",
      end: async ({ port }: { readonly port: number }) => {
        expect(port).toBe(at % dials.length);
        tells.push(peerNow());
        at += 1;
        return 1;
      },
    },
  };
  const planned = brokers.map((broker) => {
    const port = dials.indexOf(`${broker}-0`);
    const listeners = ["nats", "management"].map((name) => ({ name, port, address: "127.0.0.1" }));
    const instance = { name: `${broker}-0`, listeners, health: { listener: "management" } };
    return { workload: { broker }, instance, steps: [], support: { engine: nats, live } };
  });
  const told: UpEvent[] = [];
  const ground = {
    host: { sleep: async () => undefined },
    limits: { ...usualLimits, connect: 0.1 },
    lookUp: ({ kind }: { readonly kind: string }) => (kind === "loginPassword" ? undefined : "key"),
    interrupted: () => false,
    folder: { command: "meshc up" },
    names: new Map(
      [listed("brokers", "hb"), listed("brokers", "ha")].map((each) => [each, `${each.slice(-2)} renamed`]),
    ),
  };
  const work = { ground, progress: (event: UpEvent) => void told.push(event) } as unknown as Work;
  await backToFirst(work, meshOf(links), planned as unknown as readonly PlannedInstance[]);
  return { at: dials[at % dials.length], told };
}

test.each<[what: string, links: string, begins: string, ends: string]>([
  [
    "a standby that lets less through ends its link, until the edge is at its first uplink",
    `${lesser("hb")}, ${lesser("hc")}`,
    "hb-0",
    "ha-0",
  ],
  ["an edge goes no further than to a standby that lets the same through", lesser("hb"), "hb-0", "hc-0"],
  ["an edge stays at a standby that lets the same through", "", "hb-0", "hb-0"],
  ["an edge stays at its first uplink", lesser("hb"), "ha-0", "ha-0"],
])("%s", async (_, links, begins, ends) => {
  const { at, told } = await endsAt(links, begins);
  expect(at).toBe(ends);
  expect(told).toHaveLength(begins === ends ? 0 : 1);
  const why = "it went to standby hb renamed, which lets other things through than ha renamed";
  for (const event of told) expect(event).toMatchObject({ instance: "site-0", why });
});

test("an edge stays where it is while its first uplink is not brought about", async () => {
  expect((await endsAt(lesser("hb"), "hb-0", ["hb", "site"])).at).toBe("hb-0");
});
