/** A hub and an edge that both store, with a publisher and readers at each; one event is published at the edge only. */
export const edgeStoresMesh = {
  mesh: { name: "edges" },
  teams: { retail: {} },
  environments: {
    core: { platform: "local" },
    shed: { platform: "local", dialable: false },
  },
  brokers: {
    core: { environment: "core", engine: "nats", storage: "1Gi" },
    shed: { environment: "shed", engine: "nats", uplink: ["core"], storage: "1Gi" },
  },
  domains: {
    orders: {
      owner: "retail",
      topic: "retail/orders",
      delivery: "at-least-once",
      events: { placed: {}, cancelled: {} },
    },
  },
  applications: {
    shop: { team: "retail", broker: "core", publish: ["orders.placed"] },
    till: { team: "retail", broker: "shed", publish: ["orders.*"] },
    billing: { team: "retail", broker: "core", subscribe: ["orders.*"], durable: true },
    shelf: { team: "retail", broker: "shed", subscribe: ["orders.placed"], durable: true },
  },
};
