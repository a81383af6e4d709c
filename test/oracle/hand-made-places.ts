import type { HandMade } from "./hand-made.ts";
import { base, board, longWay, orders, shop, variant } from "./hand-made.ts";

const roamer = { ...board, broker: "any" };
const other = { owner: "red", topic: "retail/other", share: "all", events: { seen: {} } } as const;

/** Meshes about applications that may attach at several brokers, or anywhere. */
export const aboutPlaces: readonly HandMade[] = [
  {
    name: "who may attach anywhere is reached everywhere",
    mesh: variant({ applications: { board: roamer } }),
    errors: [],
    flows: [
      "orders.created shop>board: line",
      "orders.created shop>board: line floor",
      "orders.created shop>board: line floor paris",
      longWay,
    ],
    allowed: [
      "application.board@line subscribe retail/orders/zz-other/created",
      "application.board@austin subscribe retail/orders/zz-other/created",
    ],
  },
  {
    name: "who may attach anywhere is not where one of its events may not be",
    mesh: { ...orders({ residency: ["eu"] }), applications: { shop, board: roamer } },
    errors: [],
    flows: [
      "orders.created shop>board: line",
      "orders.created shop>board: line floor",
      "orders.created shop>board: line floor paris",
    ],
    denied: ["application.board@austin subscribe retail/orders/zz-other/created"],
  },
  {
    name: "who may attach anywhere is not below a link that does not let its events through, however far up",
    mesh: variant({
      domains: { other },
      links: { narrow: { between: ["floor", "paris"], domains: ["other"] } },
      applications: { shop: { ...shop, broker: "paris" }, board: roamer },
    }),
    errors: [],
    flows: ["orders.created shop>board: paris", "orders.created shop>board: paris austin"],
  },
  {
    name: "who may attach anywhere is not below a standby target where its events may not be",
    mesh: {
      ...orders({ residency: ["eu"] }),
      brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
      applications: { shop: { ...shop, broker: "paris" }, board: roamer },
    },
    errors: [],
    flows: ["orders.created shop>board: paris"],
  },
  {
    name: "who may attach anywhere has to be able to be somewhere",
    mesh: {
      ...orders({ residency: ["eu"] }, { closed: { residency: ["us"] } }),
      applications: { board: { ...roamer, subscribe: ["orders.created", "orders.closed"] } },
    },
    errors: ["nowhere"],
  },
  {
    name: "a broker is named once",
    mesh: variant({ applications: { board: { ...board, broker: ["paris", "austin", "paris"] } } }),
    errors: ["namedTwice"],
  },
  {
    name: "events may be at each broker that is named",
    mesh: {
      ...orders({ residency: ["eu"] }),
      applications: { shop, board: { ...board, broker: ["paris", "austin"] } },
    },
    errors: ["residency"],
  },
  {
    name: "a publisher at several brokers below one hub counts once for a home",
    mesh: {
      ...orders({ delivery: "at-least-once" }),
      applications: { shop: { ...shop, broker: ["line", "floor"] }, mall: { ...shop, broker: "austin" } },
    },
    errors: [],
    homes: ["orders at austin"],
  },
  {
    name: "a publisher that may be anywhere counts for no home",
    mesh: {
      ...orders({ delivery: "at-least-once" }),
      applications: { shop: { ...shop, broker: "paris" }, mall: { ...shop, broker: "any" } },
    },
    errors: [],
    homes: ["orders at paris"],
  },
  {
    name: "a policy about an environment is about flows that end there",
    mesh: variant({
      applications: { board: { ...board, broker: ["line", "austin"] } },
      policies: { near: { maxHops: 2, scope: { environments: ["west"] } } },
    }),
    errors: ["maxHops"],
  },
  {
    name: "a policy about an environment is not about flows that only pass it, nor about the reader's other places",
    mesh: variant({
      applications: { board: { ...board, broker: ["line", "paris", "austin"] } },
      policies: { near: { maxHops: 2, scope: { environments: ["east"] } } },
    }),
    errors: [],
  },
];
