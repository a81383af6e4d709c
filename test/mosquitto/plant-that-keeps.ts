/** What a manifest says of the event that a plant publishes, of its broker, and of its domain. */
export interface Plant {
  readonly offline?: string;
  readonly event?: Readonly<Record<string, string | number>>;
  readonly broker?: Readonly<Record<string, unknown>>;
  readonly hall?: Readonly<Record<string, unknown>>;
  /** A second event beside `measured`. */
  readonly other?: Readonly<Record<string, string | number>>;
}

/** A line that dials a site, both Mosquitto, which dials a hub of NATS; what the line publishes is at-least-once. */
export function plantThatKeeps({ offline, event = {}, broker = {}, hall = {}, other }: Plant): string {
  return JSON.stringify({
    apiVersion: "meshc/v1",
    mesh: { name: "plant" },
    teams: { works: {} },
    environments: {
      cloud: { platform: "local" },
      site: { platform: "local" },
      line: { platform: "local", dialable: false },
    },
    brokers: {
      core: { environment: "cloud", engine: "nats" },
      hall: { environment: "site", engine: "mosquitto", listeners: { mqtt: 1884 }, ...hall },
      floor: {
        environment: "line",
        engine: "mosquitto",
        uplink: "hall",
        listeners: { mqtt: 1885 },
        ...broker,
      },
    },
    domains: {
      telemetry: {
        owner: "works",
        topic: "telemetry",
        delivery: "at-least-once",
        ...(offline !== undefined && { offline }),
        events: {
          measured: { topic: "measured", ...event },
          ...(other && { counted: { topic: "counted", ...other } }),
        },
      },
    },
    applications: {
      press: { team: "works", broker: "floor", publish: ["telemetry.*"] },
      historian: { team: "works", broker: "core", durable: true, subscribe: ["telemetry.*"] },
    },
  });
}
