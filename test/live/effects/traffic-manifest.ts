/** An entry of a manifest, with keys as the manifest has them. */
export type ManifestEntry = Record<string, unknown>;

/** A manifest whose entries can be changed one by one. */
export interface EditedManifest {
  readonly apiVersion: "meshc/v1";
  readonly mesh: ManifestEntry;
  readonly teams: Record<string, ManifestEntry>;
  readonly environments: Record<string, ManifestEntry>;
  readonly brokers: Record<string, ManifestEntry>;
  readonly domains: Record<string, ManifestEntry>;
  readonly applications: Record<string, ManifestEntry>;
}

/** An application of the team that has most of the mesh. */
export function application(broker: string, does: ManifestEntry): ManifestEntry {
  return { team: "works", broker, ...does };
}

const speaksMqtt = { protocol: "mqtt" };
const site = { platform: "local", dialable: false };

/**
 * A hub of three servers that stores, a hub of one server that stores nothing, two sites whose brokers dial out, one
 * that keeps what is published there until the first hub has it, and a plant that a bridge ties to the first hub. Flows go along each of these ways, stored and not, and over one hub alone.
 */
export const trafficManifest: EditedManifest = {
  apiVersion: "meshc/v1",
  mesh: { name: "traffic" },
  teams: { works: {}, books: {} },
  environments: {
    centre: { platform: "local" },
    annex: { platform: "local" },
    harbour: site,
    island: site,
    quarry: site,
    plant: site,
  },
  brokers: {
    core: { environment: "centre", engine: "nats", replicas: 3, storage: "1Gi", version: "2.12" },
    lone: { environment: "annex", engine: "nats" },
    harbour: { environment: "harbour", engine: "nats", uplink: "core" },
    island: { environment: "island", engine: "nats", uplink: "core" },
    // Two servers keep each event once, three keep it three times.
    quarry: { environment: "quarry", engine: "nats", replicas: 2, storage: "64Mi", uplink: "core" },
    plant: { environment: "plant", engine: "mosquitto", uplink: "core" },
  },
  domains: {
    signals: { owner: "works", topic: "signals", events: { up: {}, down: {}, near: {} } },
    notes: { owner: "works", topic: "notes", events: { taken: {} } },
    orders: {
      owner: "works",
      topic: "orders",
      events: { placed: {} },
      delivery: "at-least-once",
      home: "core",
    },
    archive: {
      owner: "works",
      topic: "archive",
      events: { kept: {} },
      delivery: "at-least-once",
      retention: { age: "1h" },
      home: "core",
    },
    loads: {
      owner: "works",
      topic: "loads",
      events: { dug: {} },
      delivery: "at-least-once",
      home: "core",
    },
    readings: { owner: "works", topic: "readings", events: { measured: {} } },
    jobs: { owner: "works", topic: "jobs", events: { released: {} } },
  },
  applications: {
    caller: application("core", { publish: ["signals.down"] }),
    "panel-harbour": application("harbour", { subscribe: ["signals.down"] }),
    "panel-island": application("island", { subscribe: ["signals.down"] }),
    "panel-lone": application("lone", { subscribe: ["signals.down"] }),
    "watch-harbour": application("harbour", { publish: ["signals.up"] }),
    "watch-island": application("island", { publish: ["signals.up"] }),
    desk: application("core", { subscribe: ["signals.up"] }),
    bell: application("lone", { publish: ["signals.near"] }),
    ear: application("lone", { subscribe: ["signals.near"] }),
    clerk: application("core", { publish: ["notes.taken"] }),
    notary: application("core", { subscribe: ["notes.taken"] }),
    "till-harbour": application("harbour", { publish: ["orders.placed"] }),
    "till-core": application("core", { publish: ["orders.placed"] }),
    ledger: application("core", { subscribe: ["orders.placed"], durable: true }),
    quay: application("harbour", { subscribe: ["orders.placed"], durable: true }),
    // Keeps no place: what comes while it is away it never gets.
    display: application("core", { subscribe: ["orders.placed"] }),
    filer: application("core", { publish: ["archive.kept"] }),
    searcher: application("core", { subscribe: ["archive.kept"], durable: true }),
    copyist: application("core", { subscribe: ["archive.kept"], durable: true }),
    digger: application("quarry", { publish: ["loads.dug"] }),
    smelter: application("core", { subscribe: ["loads.dug"], durable: true }),
    press: application("plant", { ...speaksMqtt, publish: ["readings.measured"] }),
    office: application("core", { subscribe: ["readings.measured"] }),
    boss: application("core", { publish: ["jobs.released"] }),
    oven: application("plant", { ...speaksMqtt, subscribe: ["jobs.released"] }),
  },
};
