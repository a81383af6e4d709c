import type { HandMade } from "./hand-made.ts";
import { base, board, orders, shop } from "./hand-made.ts";

const keeper = { ...board, durable: true };
const mall = { ...shop, broker: "austin" };
const other = { owner: "red", topic: "retail/other", share: "all", events: { seen: {} } } as const;

/** The base with its events stored in Paris, read in Austin by a durable, and some edges that store. */
export function keeping(edges: readonly string[], changes: Partial<HandMade["mesh"]> = {}, events?: object) {
  const stored = orders({ delivery: "at-least-once", home: "paris" }, events);
  const mesh = { ...stored, applications: { shop, board: keeper }, ...changes };
  const brokers = Object.entries(mesh.brokers).map(([name, broker]) => {
    return [name, edges.includes(name) ? { ...broker, storage: "1Gi" } : broker] as const;
  });
  return { ...mesh, brokers: Object.fromEntries(brokers) };
}

const standby = { ...base.brokers, line: { environment: "plant", uplink: ["paris", "floor"] } };
const storing = { environment: "west", storage: "1Gi", replicas: 3 };
const storedAt = (home: string) => orders({ delivery: "at-least-once", home }).domains;
const once = (changes: Partial<HandMade["mesh"]> = {}) => ({
  domains: orders({ delivery: "at-least-once", home: "paris", duplicates: "none" }).domains,
  brokers: { ...base.brokers, austin: storing },
  ...changes,
});
const created = "retail/orders/zz-other/created";

/** Meshes about edges that keep what is published at them, or comes up to them. */
export const aboutEdges: readonly HandMade[] = [
  {
    name: "an edge that stores keeps what is published there until its home draws it up",
    mesh: keeping(["line"]),
    errors: [],
    flows: ["orders.created shop>board: line floor paris austin"],
    sources: ["orders_from_line of orders.created"],
    crossing: [
      "application.board@austin answers board reads orders board",
      "application.shop@line answers shop reads ",
      "link.floor.uplink@paris answers  reads  draws orders_from_line",
      "link.line.uplink@floor answers  reads  draws orders_from_line",
    ],
    allowed: [`application.shop@line publish ${created}`],
    denied: [
      `link.line.uplink@floor publish ${created}`,
      "link.line.uplink@floor publish retail/orders/closed",
      `link.floor.uplink@paris publish ${created}`,
    ],
  },
  {
    name: "an edge that stores keeps what comes up to it, and answers for it",
    mesh: keeping(["floor"]),
    errors: [],
    sources: ["orders_from_floor of orders.created"],
    crossing: [
      "application.board@austin answers board reads orders board",
      "application.shop@line answers shop reads ",
      "link.floor.uplink@paris answers  reads  draws orders_from_floor",
      "link.line.uplink@floor answers shop reads ",
    ],
    allowed: ["link.line.uplink@floor publish retail/orders/zz-none"],
    denied: [`link.floor.uplink@paris publish ${created}`],
  },
  {
    name: "an event stops at the first edge that stores",
    mesh: keeping(["line", "floor"]),
    errors: [],
    sources: ["orders_from_line of orders.created"],
  },
  {
    name: "each edge keeps what is published there, of each stream by itself",
    mesh: keeping(
      ["line", "floor"],
      {
        applications: {
          shop: { ...shop, publish: ["orders.*"] },
          mall: { ...shop, broker: "floor", publish: ["orders.created"] },
        },
      },
      { moved: { retention: { age: "1d" } } },
    ),
    errors: [],
    sources: [
      "orders_from_floor of orders.created",
      "orders_from_line of orders.closed orders.created",
      "orders_moved_from_line of orders.moved",
    ],
  },
  {
    name: "an edge keeps what comes up to it over a standby target only",
    mesh: keeping(["floor"], { brokers: standby }),
    errors: [],
    sources: ["orders_from_floor of orders.created"],
    crossing: [
      "application.board@austin answers board reads orders board",
      "application.shop@line answers shop reads ",
      "link.floor.uplink@paris answers  reads  draws orders_from_floor",
      "link.line.uplink@floor answers shop reads ",
      "link.line.uplink@paris answers shop reads ",
    ],
  },
  {
    name: "an edge keeps nothing that its links do not let through",
    mesh: keeping(["floor"], {
      domains: { ...keeping([]).domains, other },
      brokers: standby,
      links: { narrow: { between: ["line", "floor"], domains: ["other"] } },
    }),
    errors: [],
    warnings: ["unreachable"],
    sources: [],
  },
  {
    name: "an edge keeps nothing that may not be there",
    mesh: keeping(
      ["floor"],
      {
        brokers: { ...standby, floor: { environment: "west", role: "edge" } },
        applications: { shop },
      },
      { created: { topic: "{region}/created", residency: ["eu"] } },
    ),
    errors: [],
    warnings: ["unreachable"],
    sources: [],
  },
  {
    name: "what is not stored goes on from an edge that stores, event by event, and above it with its domain",
    mesh: keeping(
      ["line"],
      { applications: { shop: { ...shop, publish: ["orders.*"] }, board: keeper } },
      { moved: { delivery: "at-most-once" } },
    ),
    errors: [],
    sources: ["orders_from_line of orders.closed orders.created"],
    allowed: [
      "link.line.uplink@floor publish retail/orders/moved",
      "link.floor.uplink@paris publish retail/orders/closed",
    ],
    denied: [
      "link.line.uplink@floor publish retail/orders/closed",
      "link.line.uplink@floor publish retail/orders/zz-none",
    ],
  },
  {
    name: "down to an edge that stores comes what it does not keep",
    mesh: keeping(["line"], {
      applications: {
        shop,
        mall: { ...mall, publish: ["orders.closed"] },
        board: { ...board, broker: "line", subscribe: ["orders.closed"] },
      },
    }),
    errors: [],
    flows: ["orders.closed mall>board: austin paris floor line"],
    sources: ["orders_from_line of orders.created"],
    allowed: [
      "link.line.uplink@floor subscribe retail/orders/closed",
      `link.floor.uplink@paris subscribe ${created}`,
    ],
    denied: [
      `link.line.uplink@floor subscribe ${created}`,
      "link.line.uplink@floor subscribe retail/orders/zz-none",
    ],
  },
  {
    name: "what an edge keeps is drawn up over a link where it may cross, beside what may not",
    mesh: keeping(["floor"], {
      domains: orders({ delivery: "at-least-once", home: "paris" }, { closed: { residency: ["eu"] } })
        .domains,
      brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
      applications: { shop: { ...shop, broker: "floor", publish: ["orders.*"] } },
    }),
    errors: [],
    warnings: ["unreachable"],
    sources: ["orders_closed_from_floor of orders.closed", "orders_from_floor of orders.created"],
    crossing: [
      "application.shop@floor answers shop reads ",
      "link.floor.uplink@austin answers  reads  draws orders_from_floor",
      "link.floor.uplink@paris answers  reads  draws orders_closed_from_floor orders_from_floor",
    ],
  },
  {
    name: "who reads as it passes what an edge on the way keeps gets nothing",
    mesh: keeping(["line"], { applications: { shop, board } }),
    errors: ["unheard"],
  },
  {
    name: "who reads as it passes gets nothing from above an edge that keeps the same from below",
    mesh: keeping(["line"], { applications: { shop, mall, board: { ...board, broker: "line" } } }),
    errors: ["unheard"],
  },
  {
    name: "who reads as it passes gets nothing where a standby target keeps it",
    mesh: keeping(["floor"], { brokers: standby, applications: { shop, board } }),
    errors: ["unheard"],
  },
  {
    name: "who reads as it passes gets what comes to the edge that keeps it",
    mesh: keeping(["floor"], { applications: { shop, board: { ...board, broker: "floor" } } }),
    errors: [],
    flows: ["orders.created shop>board: line floor"],
    allowed: [`application.board@floor subscribe ${created}`],
  },
  {
    name: "what an edge keeps is stored there",
    mesh: keeping(["shed"], {
      domains: orders({ delivery: "at-least-once", home: "paris", classification: ["pii"] }).domains,
      brokers: { ...base.brokers, shed: { environment: "west", role: "edge" } },
      applications: { shop: { ...shop, broker: "shed" } },
      policies: { kept: { forbid: { classification: "pii", residency: "us", action: ["store"] } } },
    }),
    errors: ["forbid"],
  },
  {
    name: "any edge keeps what may not be lost while it is cut off, at the first on its way up, and has no copies for that",
    mesh: keeping([], {
      domains: orders({ delivery: "at-least-once", home: "paris", offline: "3d" }).domains,
      applications: { shop, board: { ...keeper, broker: "line" } },
    }),
    errors: [],
    sources: ["orders_from_line of orders.created"],
    mirrors: [],
    denied: [`link.line.uplink@floor publish ${created}`, `link.line.uplink@floor subscribe ${created}`],
  },
  {
    name: "one event may not be lost, and others go on",
    mesh: keeping(
      [],
      { applications: { shop: { ...shop, publish: ["orders.*"] } } },
      { closed: { offline: "3d" } },
    ),
    errors: [],
    sources: ["orders_from_line of orders.closed"],
    allowed: [`link.line.uplink@floor publish ${created}`],
    denied: ["link.line.uplink@floor publish retail/orders/closed"],
  },
  {
    name: "what may not be lost is kept for as long",
    mesh: keeping([], {}, { closed: { offline: "8d" } }),
    errors: ["tooBrief"],
  },
  {
    name: "only what is stored may not be lost",
    mesh: keeping([], {}, { closed: { offline: "3d", delivery: "at-most-once" } }),
    errors: ["storesNothing"],
  },
  {
    name: "a home that an edge's uplink does not lead to draws up what it keeps by the hub that it leads to",
    mesh: keeping(["floor"], { domains: storedAt("austin") }),
    errors: [],
    sources: ["orders_from_floor of orders.created"],
  },
  {
    name: "a home does not draw up by another hub what an edge below an edge keeps",
    mesh: keeping(["line"], { domains: storedAt("austin") }),
    errors: ["notDrawnUp"],
  },
  {
    name: "a home does not draw up what an edge below an edge keeps while that is on another hub",
    mesh: keeping(["line"], {
      brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
    }),
    errors: ["notDrawnUp"],
  },
  {
    name: "what is sent again to an edge that keeps it comes once",
    mesh: keeping(["line"], once()),
    errors: [],
    mirrors: ["orders_at_austin for board"],
  },
  {
    name: "what is sent again while an edge is on a standby target comes twice where that keeps it",
    mesh: keeping(["floor"], once({ brokers: { ...standby, austin: storing } })),
    errors: ["repeats"],
  },
  {
    name: "what is sent again at another place comes twice where one of both keeps it",
    mesh: keeping(
      ["line"],
      once({ applications: { shop: { ...shop, broker: ["line", "floor"] }, board: keeper } }),
    ),
    errors: ["repeats"],
  },
  {
    name: "what is sent again below two edges of which one keeps it comes once",
    mesh: keeping(
      ["floor"],
      once({ applications: { shop: { ...shop, broker: ["line", "floor"] }, board: keeper } }),
    ),
    errors: [],
  },
  {
    name: "what is sent again below an edge that its link does not let it come to comes once",
    mesh: keeping(
      ["floor"],
      once({
        brokers: { ...standby, austin: storing },
        applications: { shop, mall: { ...mall, broker: "floor" }, board: keeper },
        links: { narrow: { between: ["line", "floor"], domains: [] } },
      }),
    ),
    errors: [],
    warnings: ["unreachable"],
  },
  {
    name: "what one instance alone knows to be acknowledged comes twice",
    mesh: keeping(["line"], once({ brokers: { ...base.brokers, austin: { ...storing, replicas: 2 } } })),
    errors: ["repeats"],
  },
  {
    name: "both ways of an event that an edge keeps are hops",
    mesh: keeping(["line"], {
      applications: { shop, board: { ...keeper, broker: "floor" } },
      policies: { near: { maxHops: 2 } },
    }),
    errors: ["maxHops"],
  },
];
