import { expect, test } from "vitest";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { leftGroups, type Leaving } from "../../deploy/up/release-leaving.ts";
import { engines } from "../../targets/engines/index.ts";

/** A server that agrees with those of its domain, or stores nothing. */
function server(name: string, domain?: string): WorkloadInstance {
  const main = { path: "nats.conf", parts: [`jetstream {\n  domain: ${domain}\n}\n`] };
  const health = { kind: "http", ...(domain !== undefined && { agreedPath: "/healthz" }) };
  return { name, files: [main], health, listeners: [{ name: "cluster" }] } as unknown as WorkloadInstance;
}

interface Case {
  readonly was: readonly WorkloadInstance[];
  /** Servers as they are to be; the others that there were are ended. */
  readonly now: readonly WorkloadInstance[];
  /** Servers of `now` that are recorded as begun, and were not started yet. */
  readonly begun?: readonly WorkloadInstance[];
  /** Those that do not run. */
  readonly down?: readonly string[];
  /** Set where nobody is ended yet. */
  readonly keepsRest?: true;
  /** Servers by their broker, of those that have one of their own. */
  readonly brokers?: Readonly<Record<string, string>>;
  /** Brokers that keep something. */
  readonly keeping?: readonly string[];
  readonly mayLose?: readonly string[];
}

/** Who leaves whom, and whether those that run are a majority. */
function groupsOf({
  was,
  now,
  begun = [],
  down = [],
  keepsRest,
  brokers = {},
  keeping = [],
  mayLose = [],
}: Case): readonly string[] {
  const supports = new Map(engineSupports(engines).map((support) => [support.engine.name, support]));
  const kept = (server: string) => {
    const { [server]: broker = "b" } = brokers;
    return { broker, ...(keeping.includes(broker) && { provisions: [place] }) };
  };
  const placed = (name: string, versions: object) =>
    [name, { environment: "here", record: { ...kept(name), engine: "nats", ...versions } }] as const;
  const records = new Map([
    ...was.map((applied) => placed(applied.name, { applied })),
    ...begun.map((instance) => placed(instance.name, { underway: [instance] })),
  ]);
  const names = new Set(now.map(({ name }) => name));
  const found = leftGroups({
    record: { instances: () => records },
    engines: supports,
    planned: [...now, ...begun].map((instance) => ({ instance })),
    removed: keepsRest ? [] : was.map(({ name }) => name).filter((name) => !names.has(name)),
    mayLose: new Set(mayLose),
    running: new Map(was.map(({ name }) => [name, {}] as const).filter(([name]) => !down.includes(name))),
  } as unknown as Leaving);
  return found.map(({ leaving, staying, isMajority }) => {
    const [gone, rest] = [leaving, staying].map((all) => all.map(({ name }) => name).join(" "));
    return `${gone} from ${rest}${isMajority ? "" : ", which cannot tell yet"}`;
  });
}

/** What the domain orders and the application books own. */
const place = { kind: "consumer", name: "books", within: "orders", settings: {} };

const hub = (name: string) => server(name, "hub");
const three = ["ha", "hb", "hc"].map(hub);

/** Three hubs of one server each, of which none is ended yet. */
const later = { was: three, keepsRest: true, brokers: { ha: "ha", hb: "hb", hc: "hc", hd: "hd" } } as const;

/** A hub, and two servers of a broker that keeps something and is to be an edge of one server. */
const moving = {
  was: ["ha", "l0", "l1"].map(hub),
  keepsRest: true,
  brokers: { ha: "ha", hd: "hd", he: "he", l0: "l", l1: "l" },
  keeping: ["l"],
} as const;

test.each<[string, Case, readonly string[]]>([
  ["who is ended leaves those that go on", { was: three, now: three.slice(0, 2) }, ["hc from ha hb"]],
  ["nobody leaves where all go on", { was: three, now: three }, []],
  [
    "who is to store no more leaves",
    { was: three, now: [...three.slice(0, 2), server("hc")] },
    ["hc from ha hb"],
  ],
  ["nobody is left behind where nobody goes on", { was: three, now: [] }, []],
  [
    "nobody goes on with one that is ended later",
    { was: three.slice(0, 2), now: [server("ha")], keepsRest: true },
    [],
  ],
  ["who is to store by itself is left by nobody", { was: three.slice(0, 2), now: [server("ha")] }, []],
  [
    "hubs are not those that an edge's servers agree with",
    {
      was: [...three, server("e0", "edge_e"), server("e1", "edge_e")],
      now: [...three.slice(1), server("e0", "edge_e")],
    },
    ["ha from hb hc", "e1 from e0"],
  ],
  [
    "where half of them are down nobody can be taken out yet",
    { was: three.slice(0, 2), now: three.slice(0, 1), down: ["hb"] },
    ["hb from ha, which cannot tell yet"],
  ],
  [
    "of brokers that are ended later those go at once without whom the rest is no majority",
    { ...later, now: three.slice(0, 1) },
    ["hb hc from ha"],
  ],
  [
    "half of them are no majority",
    { ...later, was: [...three, hub("hd")], now: three.slice(0, 2) },
    ["hc hd from ha hb"],
  ],
  [
    "whoever is ended now leaves once, whatever the rest is",
    { was: three, now: three.slice(0, 1), brokers: later.brokers },
    ["hb hc from ha"],
  ],
  ["the rest is a majority without one that is ended later", { ...later, now: three.slice(0, 2) }, []],
  ["nobody goes at once who keeps something", { ...later, now: three.slice(0, 1), keeping: ["hc"] }, []],
  [
    "who keeps what may be lost goes at once",
    { ...later, now: three.slice(0, 1), keeping: ["hc"], mayLose: ["broker hc"] },
    ["hb hc from ha"],
  ],
  [
    "whose reader or domain may lose what is kept goes at once",
    { ...later, now: three.slice(0, 1), keeping: ["hc"], mayLose: ["domain orders"] },
    ["hb hc from ha"],
  ],
  [
    "servers of a broker that stays agree until they are ended",
    { was: three, now: three.slice(0, 1), keepsRest: true },
    [],
  ],
  [
    "who is to store no more leaves, and whoever is ended later too where the rest is no majority",
    { ...later, now: [hub("ha"), server("hb")] },
    ["hb hc from ha"],
  ],
  [
    "a broker's last server goes with those that are to store elsewhere, where the rest is no majority",
    { ...moving, now: [hub("ha"), server("l0", "edge_l")], mayLose: ["broker l"] },
    ["l0 l1 from ha"],
  ],
  [
    "nobody of a broker goes at once where it keeps something",
    { ...moving, now: [hub("ha"), server("l0", "edge_l")] },
    ["l0 from ha"],
  ],
  [
    "who is only to be started counts in no majority",
    {
      ...moving,
      now: [hub("ha"), server("l0", "edge_l")],
      begun: ["hd", "he"].map(hub),
      mayLose: ["broker l"],
    },
    ["l0 l1 from ha hd he"],
  ],
  [
    "where nobody who stays runs by now, nobody can be asked yet",
    { was: three.slice(0, 2), now: [server("ha", "edge_a")], begun: [hub("hd")], brokers: later.brokers },
    ["ha hb from hd, which cannot tell yet"],
  ],
])("%s", (_name, given, expected) => expect(groupsOf(given)).toEqual(expected));
