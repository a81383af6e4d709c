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
