/** Two hubs, the first of two instances, and an edge; groups, a narrowed reader, a shared and a private domain. */
export const smallMesh = {
  mesh: { name: "small" },
  teams: { retail: {}, finance: {}, plant: {} },
  environments: {
    east: { platform: "local", region: "east" },
    west: { platform: "local", region: "west" },
    floor: { platform: "local", region: "east", dialable: false },
  },
  brokers: {
    east: { environment: "east", engine: "nats", replicas: 2 },
    west: { environment: "west", engine: "nats" },
    floor: { environment: "floor", engine: "nats", uplink: ["east", "west"] },
  },
  domains: {
    orders: {
      owner: "retail",
      topic: "retail/orders",
      share: ["finance"],
      events: { created: { topic: "{region}/created" }, cancelled: { topic: "{region}/cancelled" } },
    },
    payments: {
      owner: "finance",
      topic: "finance/payments",
      events: { booked: {}, audited: { share: ["retail"] } },
    },
    alerts: {
      owner: "retail",
      topic: "retail/alerts",
      share: ["plant"],
      events: { raised: {} },
    },
    telemetry: {
      owner: "plant",
      topic: "plant/telemetry",
      share: "all",
      events: { temperature: { topic: "{line}/temperature" } },
    },
  },
  applications: {
    shop: {
      team: "retail",
      broker: "east",
      publish: ["orders.*", "alerts.raised"],
      subscribe: ["payments.audited"],
    },
    billing: {
      team: "finance",
      broker: "west",
      publish: ["payments.booked", "payments.audited"],
      subscribe: ["orders.created"],
      group: "billing",
    },
    "billing-east": {
      team: "finance",
      broker: "east",
      subscribe: ["orders.created"],
      group: "billing",
    },
    ledger: { team: "finance", broker: "west", subscribe: ["payments.*", "orders.*"] },
    "eu-report": {
      team: "retail",
      broker: "west",
      subscribe: [{ event: "orders.created", where: { region: "eu" } }, "telemetry.*"],
    },
    press: {
      team: "plant",
      broker: "floor",
      publish: ["telemetry.temperature"],
      subscribe: ["telemetry.*", "alerts.raised"],
    },
    dashboard: { team: "plant", broker: "east", subscribe: ["telemetry.temperature"] },
  },
};

/** Two clusters of three and four edges, one of them below another. */
export const fourEdges = {
  mesh: { name: "four-edges" },
  teams: { plants: {}, analytics: {} },
  environments: {
    eu: { platform: "local", region: "eu" },
    us: { platform: "local", region: "us" },
    berlin: { platform: "local", region: "eu", dialable: false },
    oslo: { platform: "local", region: "eu", dialable: false },
    lagos: { platform: "local", region: "us", dialable: false },
  },
  brokers: {
    eu: { environment: "eu", engine: "nats", replicas: 3 },
    us: { environment: "us", engine: "nats", replicas: 3 },
    berlin: { environment: "berlin", engine: "nats", uplink: "eu" },
    "berlin-line": { environment: "berlin", engine: "nats", uplink: "berlin" },
    oslo: { environment: "oslo", engine: "nats", uplink: ["eu", "us"] },
    lagos: { environment: "lagos", engine: "nats", uplink: "us" },
  },
  domains: {
    telemetry: {
      owner: "plants",
      topic: "plants/telemetry",
      share: ["analytics"],
      events: { measured: { topic: "{site}/{line}/measured" }, failed: { topic: "{site}/failed" } },
    },
    orders: {
      owner: "analytics",
      topic: "analytics/orders",
      share: ["plants"],
      events: { planned: { topic: "{site}/planned" } },
    },
  },
  applications: {
    line: {
      team: "plants",
      broker: "berlin-line",
      publish: [{ event: "telemetry.measured", where: { site: "berlin" } }],
      subscribe: [{ event: "orders.planned", where: { site: ["berlin", "oslo"] } }],
    },
    plant: { team: "plants", broker: "oslo", publish: ["telemetry.*"], subscribe: ["orders.planned"] },
    depot: { team: "plants", broker: "lagos", subscribe: ["telemetry.*"], group: "depot" },
    "depot-eu": { team: "plants", broker: "eu", subscribe: ["telemetry.failed"], group: "depot" },
    watch: { team: "plants", broker: "berlin", subscribe: ["telemetry.failed"] },
    planner: {
      team: "analytics",
      broker: "us",
      publish: ["orders.planned"],
      subscribe: ["telemetry.measured"],
    },
    report: { team: "analytics", broker: "eu", subscribe: ["telemetry.*"] },
  },
};
