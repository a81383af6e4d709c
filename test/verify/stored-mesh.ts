/**
 * Two hubs that store, the first of two instances, and an edge with another below it. Orders are at home at the first
 * hub and copied to the second; refunds have a stream by themselves; alerts are not stored.
 */
export const storedMesh = {
  mesh: { name: "stored" },
  teams: { retail: {}, finance: {} },
  environments: {
    core: { platform: "local", region: "core" },
    west: { platform: "local", region: "west" },
    site: { platform: "local", region: "core", dialable: false },
  },
  brokers: {
    core: { environment: "core", engine: "nats", replicas: 2, storage: "1Gi" },
    west: { environment: "west", engine: "nats", storage: "1Gi" },
    site: { environment: "site", engine: "nats", uplink: ["core", "west"] },
    line: { environment: "site", engine: "nats", uplink: ["site"] },
  },
  domains: {
    orders: {
      owner: "retail",
      topic: "retail/orders",
      share: ["finance"],
      delivery: "at-least-once",
      home: "core",
      events: { placed: {}, cancelled: {} },
    },
    payments: {
      owner: "finance",
      topic: "finance/payments",
      share: ["retail"],
      delivery: "at-least-once",
      home: "core",
      events: { booked: {} },
    },
    alerts: { owner: "retail", topic: "retail/alerts", share: ["finance"], events: { raised: {} } },
  },
  applications: {
    shop: { team: "retail", broker: "core", publish: ["orders.*", "alerts.raised"] },
    till: { team: "retail", broker: "line", publish: ["orders.placed"] },
    cashier: { team: "finance", broker: "west", publish: ["payments.booked"] },
    billing: { team: "finance", broker: "core", subscribe: ["orders.placed"], durable: true },
    refunds: { team: "finance", broker: "core", subscribe: ["orders.cancelled"], durable: true },
    books: { team: "finance", broker: "west", subscribe: ["orders.*"], durable: true },
    display: { team: "retail", broker: "line", subscribe: ["orders.placed"], durable: true },
    packer: { team: "retail", broker: "site", subscribe: ["orders.placed"], group: "workers" },
    sender: { team: "retail", broker: "west", subscribe: ["orders.placed"], group: "workers" },
    audit: { team: "finance", broker: "core", subscribe: ["payments.booked"], durable: true },
    dashboard: { team: "finance", broker: "west", subscribe: ["alerts.raised"] },
  },
};
