/**
 * A hub and an edge of another engine, between which a process carries what is stored and what is not: of two events
 * up and of two streams down, and of one event each way that is not stored.
 */
export const carriedMesh = {
  mesh: { name: "plant" },
  teams: { works: {} },
  environments: { cloud: { platform: "local" }, plant: { platform: "local", dialable: false } },
  brokers: {
    core: { environment: "cloud", engine: "nats" },
    oslo: { environment: "plant", engine: "mosquitto", listeners: { mqtt: 1884 } },
  },
  domains: {
    alarms: {
      owner: "works",
      topic: "works/alarms",
      delivery: "at-least-once",
      events: { raised: { topic: "{line}/raised" }, cleared: { topic: "{line}/cleared" } },
    },
    orders: {
      owner: "works",
      topic: "works/orders",
      delivery: "at-least-once",
      events: { placed: { topic: "{line}/placed" }, cancelled: { topic: "{line}/cancelled" } },
    },
    recipes: {
      owner: "works",
      topic: "works/recipes",
      delivery: "at-least-once",
      events: { changed: { topic: "{line}/changed" } },
    },
    readings: {
      owner: "works",
      topic: "works/readings",
      events: { measured: { topic: "{line}/measured" }, asked: { topic: "{line}/asked" } },
    },
  },
  applications: {
    sensor: { team: "works", broker: "oslo", publish: ["alarms.*", "readings.measured"] },
    panel: { team: "works", broker: "oslo", subscribe: ["orders.*", "recipes.changed", "readings.asked"] },
    office: {
      team: "works",
      broker: "core",
      publish: ["orders.*", "recipes.changed", "readings.asked"],
      subscribe: ["alarms.*"],
    },
    desk: { team: "works", broker: "core", subscribe: ["readings.measured"] },
  },
};
