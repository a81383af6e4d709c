import type { Effect } from "../../../compiler/model/effect.ts";
import { application, type EditedManifest, type ManifestEntry } from "./traffic-manifest.ts";

/** One change of the mesh that traffic goes through. */
export interface TrafficChange {
  readonly name: string;
  /** The gravest effect that the plan has to have. */
  readonly worst: Effect;
  /** Changes a copy of the manifest. */
  readonly edit: (manifest: EditedManifest) => void;
  /** Listeners that get another port, each as broker and listener. */
  readonly moves?: readonly (readonly [string, string])[];
  /** What may be lost, by name. */
  readonly mayLose?: readonly string[];
  /** A stream of the first hub of which the change deletes events. */
  readonly deletesFrom?: string;
}

/** The changes, in the order in which they are made; each one stays. */
export const trafficChanges: readonly TrafficChange[] = [
  {
    name: "description only",
    worst: "NONE",
    edit: ({ applications }) => set(applications, "caller", { description: "Calls the sites." }),
  },
  {
    name: "new application",
    worst: "RELOAD",
    edit: ({ applications }) =>
      add(applications, "listener", application("lone", { subscribe: ["signals.near"] })),
  },
  {
    name: "right given",
    worst: "RELOAD",
    edit: ({ applications }) => set(applications, "ear", { subscribe: ["signals.near", "signals.down"] }),
  },
  {
    name: "right taken",
    worst: "RELOAD",
    edit: ({ applications }) => set(applications, "ear", { subscribe: ["signals.near"] }),
  },
  {
    name: "application taken away",
    worst: "RELOAD",
    edit: ({ applications }) => void delete applications["listener"],
  },
  {
    name: "reader with a place taken away",
    worst: "RELOAD",
    edit: ({ applications }) => void delete applications["copyist"],
  },
  {
    name: "reader with a place and at an edge taken away",
    worst: "INTERRUPTS",
    edit: ({ applications }) => void delete applications["quay"],
  },
  {
    name: "domain shared",
    worst: "NONE",
    edit: ({ domains }) => set(domains, "orders", { share: ["books"] }),
  },
  {
    name: "retention longer",
    worst: "NONE",
    edit: ({ domains }) => set(domains, "archive", { retention: { age: "2h" } }),
  },
  {
    name: "setting that is reloaded",
    worst: "RELOAD",
    edit: ({ brokers }) => set(brokers, "lone", { settings: { max_payload: "2MB" } }),
  },
  {
    name: "setting that is not reloaded",
    worst: "INTERRUPTS",
    edit: ({ brokers }) =>
      set(brokers, "lone", { settings: { max_payload: "2MB", max_subscriptions: 10_000 } }),
  },
  {
    name: "port of a hub of one server",
    worst: "INTERRUPTS",
    edit: () => undefined,
    moves: [["lone", "nats"]],
  },
  {
    name: "port of a hub of three servers",
    worst: "ROLLING RESTART",
    edit: () => undefined,
    moves: [["core", "nats"]],
  },
  {
    name: "edge added",
    worst: "RELOAD",
    edit({ environments, brokers, applications }) {
      add(environments, "mole", { platform: "local", dialable: false });
      add(brokers, "mole", { environment: "mole", engine: "nats", uplink: "core" });
      add(applications, "panel-mole", application("mole", { subscribe: ["signals.down"] }));
    },
  },
  {
    name: "edge taken away",
    worst: "RELOAD",
    edit({ environments, brokers, applications }) {
      delete applications["panel-mole"];
      delete brokers["mole"];
      delete environments["mole"];
    },
  },
  {
    name: "hub of one server gets three",
    worst: "INTERRUPTS",
    edit: ({ brokers }) => set(brokers, "lone", { replicas: 3 }),
  },
  {
    name: "hub of three servers gets one",
    worst: "INTERRUPTS",
    edit: ({ brokers }) => set(brokers, "lone", { replicas: 1 }),
  },
  {
    name: "copies of what an edge keeps",
    worst: "RELOAD",
    edit: ({ brokers }) => set(brokers, "quarry", { replicas: 3 }),
  },
  {
    name: "uplink of an edge moved",
    worst: "INTERRUPTS",
    edit: ({ brokers }) => set(brokers, "island", { uplink: "lone" }),
  },
  {
    name: "plant added",
    worst: "RELOAD",
    edit({ environments, brokers, applications }) {
      add(environments, "mill", { platform: "local", dialable: false });
      add(brokers, "mill", { environment: "mill", engine: "mosquitto", uplink: "core" });
      const mqtt = { protocol: "mqtt" };
      add(applications, "saw", application("mill", { ...mqtt, publish: ["readings.measured"] }));
    },
  },
  {
    name: "engine's minor version of three servers",
    worst: "ROLLING RESTART",
    edit: ({ brokers }) => set(brokers, "core", { version: "2.15" }),
  },
  {
    name: "domain becomes stored",
    worst: "INTERRUPTS",
    edit({ domains, applications }) {
      set(domains, "notes", { delivery: "at-least-once", home: "core" });
      set(applications, "notary", { durable: true });
    },
  },
  {
    name: "stored domain taken away",
    worst: "RELOAD",
    edit({ domains, applications }) {
      delete applications["clerk"];
      delete applications["notary"];
      delete domains["notes"];
    },
  },
  {
    name: "retention shorter",
    worst: "DATA LOSS",
    edit: ({ domains }) => set(domains, "archive", { retention: { age: "20s" } }),
    mayLose: ["archive"],
    deletesFrom: "archive",
  },
  {
    name: "TLS",
    worst: "INTERRUPTS",
    edit({ brokers }) {
      for (const name of Object.keys(brokers)) set(brokers, name, { tls: { mode: "required" } });
    },
  },
];

function add(entries: Record<string, ManifestEntry>, name: string, entry: ManifestEntry): void {
  entries[name] = entry;
}

function set(entries: Record<string, ManifestEntry>, name: string, keys: ManifestEntry): void {
  entries[name] = { ...entries[name], ...keys };
}
