import { expect, test } from "vitest";
import type { LiveStore } from "../../compiler/live.ts";
import { listed } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import type { ApplyEvent } from "../../deploy/apply/apply-options.ts";
import { programsFor } from "../../deploy/apply/programs-for.ts";
import { removeInside } from "../../deploy/apply/remove-inside.ts";
import { whatWaits } from "../../deploy/apply/what-waits.ts";
import { expectedPeers } from "../../deploy/expected-peers.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { onlyLetsIn } from "../../deploy/operators/only-lets-in.ts";
import { awaitCopies } from "../../deploy/up/await-copies.ts";
import type { Ground } from "../../deploy/up/ground.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import { namedProgress } from "../../deploy/up/named-progress.ts";
import type { BrokerChange } from "../../deploy/up/provision-changes.ts";
import { provisionAll } from "../../deploy/up/provision-all.ts";
import { reconnectIdentity } from "../../deploy/up/reconnect-identity.ts";
import { whatGoesAlong } from "../../deploy/up/what-goes-along.ts";
import { whatServersLose } from "../../deploy/up/what-servers-lose.ts";
import { whatIsWithheld } from "../../deploy/up/withheld.ts";
import type { SentProbe } from "../../deploy/verify/ledger.ts";
import { namedReport } from "../../deploy/verify/named-report.ts";
import { straysBySource } from "../../deploy/verify/strays.ts";
import { expectValid } from "../harness/analyze-text.ts";

const { topology } = expectValid(`
apiVersion: meshc/v1
mesh: { name: shop }
teams: { sales: {} }
environments: { office: { platform: local } }
brokers: { centre: { renamedFrom: core, environment: office, engine: nats } }
`);

const names = new Map([[listed("brokers", "core"), "centre"]]);
const stream: Provision = { kind: "stream", name: "orders", settings: {}, stage: 0, copies: true };

/** Nothing answers, and nothing is waited for. */
const store = {
  provisionerIdentity: "provisioner",
  ownersOf: () => ["domain orders"],
  waiting: async () => undefined,
  inspect: async () => undefined,
  provision: async (_client: unknown, _seed: unknown, wanted: readonly Provision[]) =>
    wanted.map((provision) => ({ provision, refused: "it is full" })),
  withheld: async (_client: unknown, _seed: unknown, { wanted }: { wanted: readonly Provision[] }) =>
    wanted.map((provision) => ({ provision, why: "it is read elsewhere" })),
  lostByServers: async () => [{ what: "a stream", why: "it is one server", isCopied: false }],
} as unknown as LiveStore;

const ground: Ground = {
  host: nodeHost(),
  folder: { command: "meshc apply", shown: ".meshc/run" } as unknown as Ground["folder"],
  lookUp: () => "seed",
  limits: { ...usualLimits, provision: 0, copies: 0 },
  interrupted: () => false,
  names,
};

const change = {
  broker: "core",
  instance: "core-0",
  store,
  client: {},
  wanted: [stream],
  left: [],
  newlyLeft: [],
  recorded: [stream],
  everywhere: [],
  isOpen: true,
  keptElsewhere: () => [],
  servers: {},
} as unknown as BrokerChange;

/** All that is told where something cannot be done at a broker. */
const told: readonly (readonly [string, () => Promise<readonly { readonly message: string }[]>])[] = [
  ["what cannot be made", () => provisionAll(ground, () => undefined, [change])],
  ["what is not filled", () => awaitCopies(ground, () => undefined, [change], false)],
  ["what is kept from its readers", () => whatIsWithheld(ground, [change])],
  ["what servers lose", () => whatServersLose(ground, [change])],
  [
    "what goes along",
    () =>
      whatGoesAlong({
        names,
        by: ground.folder,
        changes: [{ ...change, isOpen: false }],
        removed: [],
        store: { secrets: { key: async () => ({ ok: false, diagnostics: [] }) } },
      } as unknown as Parameters<typeof whatGoesAlong>[0]),
  ],
  [
    "what is not removed",
    async () => {
      const place = { broker: "core", names, store, client: change.client, seed: undefined, seconds: 0 };
      const progress = () => undefined;
      return (await removeInside({ ...place, host: ground.host, progress }, [stream])).diagnostics;
    },
  ],
  [
    "what a drained domain waits for",
    async () => {
      const drains = [{ kind: "domain", name: "orders", draining: false }] as const;
      const found = await whatWaits({ topology, ground, changes: [change], others: [] }, drains);
      return found.flatMap(({ why }) => why).map((message) => ({ message }));
    },
  ],
  [
    "who is let look inside",
    async () => {
      return onlyLetsIn({ broker: "core" }, { names }, [], ["line-0"], false, "meshc up");
    },
  ],
  [
    "a link that cannot be told to log in anew",
    async () => {
      const listeners = [{ name: "management", port: 1, address: "127.0.0.1" }];
      const instance = { name: "line-0", listeners, health: { listener: "management" } };
      const support = { engine: { name: "nats" }, live: { logins: { systemIdentity: "system" } } };
      const lookUp = ({ kind }: { readonly kind: string }) => (kind === "publicKey" ? "key" : undefined);
      const asked = { ...ground, lookUp } as Ground;
      const done = await reconnectIdentity(asked, instance as never, support as never, "link.core.uplink");
      return done.diagnostics;
    },
  ],
  [
    "a link that is waited for",
    async () => {
      const uplink = {
        name: "core.uplink",
        kind: { name: "leafnode" },
        from: "core",
        to: "far",
        standby: [],
      };
      const whole = { ...topology, links: [{ ...uplink, carries: true }] } as unknown as Topology;
      return expectedPeers(whole).map(({ what }) => ({ message: what }));
    },
  ],
  [
    "a program that is not here",
    async () => {
      const workload = { broker: "core", engine: "nats", version: "1.0", instances: [] };
      const engine = { engine: { name: "nats", versions: [] }, live: { program: "x", install: "" } };
      const host = { ...ground.host, environment: {} };
      const supports = new Map([["nats", engine]]) as unknown as Parameters<typeof programsFor>[3];
      return (await programsFor(host, topology, [workload] as never, supports, [])).diagnostics;
    },
  ],
];

test.each(told)("%s is told with the name of a broker that was renamed", async (_what, ask) => {
  const messages = (await ask()).map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) expect(message).toMatch(/\bcentre\b/);
  for (const message of messages) expect(message).not.toMatch(/\bcore\b/);
});

test("progress names brokers as people know them, and instances as they run", () => {
  const events: ApplyEvent[] = [];
  const take = namedProgress((event: ApplyEvent) => void events.push(event), names);
  take({ kind: "wave", number: 1, title: "hubs", brokers: ["core", "line"] });
  take({ kind: "removed", broker: "core", what: "stream" });
  take({ kind: "instance", instance: "core-0", to: "healthy" });
  expect(events).toEqual([
    // The plan names them, so that this `core` is another one.
    { kind: "wave", number: 1, title: "hubs", brokers: ["core", "line"] },
    { kind: "removed", broker: "centre", what: "stream" },
    { kind: "instance", instance: "core-0", to: "healthy" },
  ]);
});

test("where a message strayed to is told by the name of who read it", () => {
  const arrivals = [
    { receiver: { application: "billing", instance: "core-0" }, address: "y", isMeant: false },
  ];
  const probe = { event: "a.b", publisher: "till", instance: "core-0", address: "x", topic: [], arrivals };
  const called = new Map([[listed("applications", "billing"), "invoicing"]]);
  const [told] = [...straysBySource([probe as unknown as SentProbe], new Map(), { names: called }).values()];
  expect(told).toEqual(["a message to x published at core-0 arrived as y at invoicing (core-0)"]);
});

test("what verify leaves untried is told by the name of its broker", () => {
  const untried = [{ broker: "core", why: "its version would not refuse it" }];
  const report = namedReport({ version: 1, ok: true, flows: [], denied: [], untried }, topology);
  expect(report.untried).toMatchObject([{ broker: "centre" }]);
});
