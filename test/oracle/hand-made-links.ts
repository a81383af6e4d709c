import type { HandMade } from "./hand-made.ts";
import { base, board, longWay, orders, shop, variant } from "./hand-made.ts";

/** Meshes about roles, uplinks, links and what goes over them. */
export const aboutLinks: readonly HandMade[] = [
  {
    name: "a hub where nobody can dial is refused",
    mesh: variant({ brokers: { floor: { environment: "plant", role: "hub" } } }),
    errors: ["uplink"],
  },
  {
    name: "a hub has no uplink",
    mesh: variant({ brokers: { austin: { environment: "west", uplink: "paris" } } }),
    errors: ["uplink"],
  },
  {
    name: "an edge cannot dial into a closed environment",
    mesh: variant({ brokers: { shed: { environment: "east", role: "edge", uplink: "floor" } } }),
    errors: ["uplink"],
  },
  {
    name: "hubs are not kept apart",
    mesh: variant({ links: { apart: { between: ["austin", "paris"], via: "none" } } }),
    errors: ["uplink"],
  },
  {
    name: "gateways filter nothing",
    mesh: variant({ links: { some: { between: ["austin", "paris"], domains: ["orders"] } } }),
    errors: ["uplink"],
  },
  {
    name: "a forbidden hub is not the nearest",
    mesh: variant({ links: { apart: { between: ["floor", "paris"], via: "none" } } }),
    errors: [],
    flows: ["orders.created shop>board: line floor austin"],
  },
  {
    name: "a link that shuts out what an edge needs is not the nearest",
    mesh: variant({ links: { narrow: { between: ["floor", "paris"], domains: [] } } }),
    errors: [],
    flows: ["orders.created shop>board: line floor austin"],
  },
  {
    name: "cost decides between equal hubs, before the name",
    mesh: variant({
      brokers: { lyon: { environment: "east" } },
      links: { dear: { between: ["lyon", "floor"], cost: 3 } },
    }),
    errors: [],
    flows: [longWay],
  },
  {
    name: "a pin gives an edge its uplink",
    mesh: variant({ links: { pin: { between: ["austin", "floor"], via: "leafnode" } } }),
    errors: [],
    flows: ["orders.created shop>board: line floor austin"],
  },
  {
    name: "an edge chooses its hub for what is pinned below it too",
    mesh: {
      ...base,
      brokers: {
        paris: { environment: "east" },
        austin: { environment: "west" },
        floor: { environment: "plant" },
        line: { environment: "plant" },
      },
      applications: { shop, board },
      links: {
        pin: { between: ["line", "floor"], via: "leafnode" },
        narrow: { between: ["floor", "paris"], domains: [] },
      },
    },
    errors: [],
    flows: ["orders.created shop>board: line floor austin"],
  },
  {
    name: "a link has no right to what a link below it keeps back",
    mesh: {
      ...variant({ links: { narrow: { between: ["line", "floor"], domains: ["stock"] } } }),
      domains: {
        ...base.domains,
        stock: { owner: "red", topic: "retail/stock", share: "all", events: { counted: {} } },
      },
      applications: {
        shop: { ...shop, publish: ["orders.created", "stock.counted"] },
        board: { ...board, subscribe: ["stock.counted"] },
      },
    },
    errors: [],
    allowed: ["link.floor.uplink@paris publish retail/stock/counted"],
    denied: ["link.floor.uplink@paris publish retail/orders/closed"],
  },
  {
    name: "an edge chooses its hub without what may not be at it",
    mesh: {
      ...orders({}, { closed: { residency: ["us"] } }),
      brokers: {
        paris: { environment: "east" },
        austin: { environment: "west" },
        floor: { environment: "east", role: "edge" },
        shed: { environment: "west", role: "edge", uplink: "floor" },
      },
      applications: {
        shop: { team: "red", broker: "shed", publish: ["orders.*"] },
        board: { ...board, broker: "paris" },
      },
    },
    errors: [],
    flows: ["orders.created shop>board: shed floor paris"],
  },
  {
    name: "a second pin gives an edge a second way, and every event twice",
    mesh: variant({
      links: {
        pin: { between: ["austin", "floor"], via: "leafnode" },
        other: { between: ["floor", "paris"], via: "leafnode" },
      },
    }),
    errors: ["loop"],
  },
  {
    name: "a leaf connection between hubs doubles their gateway",
    mesh: variant({ links: { pin: { between: ["austin", "paris"], via: "leafnode" } } }),
    errors: ["loop"],
  },
  {
    name: "edges that dial each other circle",
    mesh: variant({ brokers: { floor: { environment: "plant", uplink: "line" } } }),
    errors: ["loop"],
  },
  {
    name: "a circle that only standby targets close is one",
    mesh: variant({ brokers: { floor: { environment: "plant", uplink: ["paris", "line"] } } }),
    errors: ["loop"],
  },
  {
    name: "an event that may not stand on the way has no way",
    mesh: {
      ...orders({ residency: ["eu"] }),
      brokers: { ...base.brokers, floor: { environment: "plant", uplink: "austin" } },
      applications: { shop, board: { ...board, broker: "paris" } },
    },
    errors: ["unreachable"],
  },
  {
    name: "a way that only a standby target cuts is a warning",
    mesh: {
      ...orders({ residency: ["eu"] }),
      brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
      applications: { shop, board: { ...board, broker: "paris" } },
    },
    errors: [],
    warnings: ["unreachable"],
    flows: ["orders.created shop>board: line floor paris"],
    allowed: ["link.floor.uplink@paris publish retail/orders/closed"],
    denied: ["link.floor.uplink@austin publish retail/orders/closed"],
  },
];
