import type { AbstractMesh } from "./abstract-mesh.ts";
import type { Category } from "./verdict.ts";

/** A mesh written by hand, and what a person says of it. */
export interface HandMade {
  readonly name: string;
  readonly mesh: AbstractMesh;
  /** Categories of its errors; empty where it is right. */
  readonly errors: readonly Category[];
  readonly warnings?: readonly Category[];
  /** `event publisher>subscriber: path`, for right meshes. */
  readonly flows?: readonly string[];
  /** `identity@broker action topic`: things that are allowed. */
  readonly allowed?: readonly string[];
  /** As `allowed`: things that are not. */
  readonly denied?: readonly string[];
}

/** Two hubs in the EU and the US, an edge at each, a domain of two events, a publisher and a reader. */
export const base: AbstractMesh = {
  teams: ["red", "blue"],
  environments: {
    east: { residency: "eu", region: "north" },
    west: { residency: "us", region: "south" },
    plant: { residency: "eu", region: "north", dialable: false },
  },
  brokers: {
    paris: { environment: "east" },
    austin: { environment: "west" },
    floor: { environment: "plant" },
    line: { environment: "plant", uplink: "floor" },
  },
  domains: {
    orders: {
      owner: "red",
      topic: "retail/orders",
      share: "all",
      events: { created: { topic: "{region}/created" }, closed: {} },
    },
  },
  applications: {
    shop: { team: "red", broker: "line", publish: ["orders.created"] },
    board: { team: "blue", broker: "austin", subscribe: ["orders.created"] },
  },
  links: {},
  policies: {},
};

const { shop, board } = {
  shop: { team: "red", broker: "line", publish: ["orders.created"] },
  board: { team: "blue", broker: "austin", subscribe: ["orders.created"] },
};
const longWay = "orders.created shop>board: line floor paris austin";

/** Changes parts of the base mesh; a part is laid over the base's entries, `undefined` removes one. */
function variant(changes: {
  readonly [Part in keyof AbstractMesh]?: Readonly<Record<string, unknown>>;
}): AbstractMesh {
  const parts = Object.entries(base).map(([part, entries]) => {
    if (Array.isArray(entries)) return [part, entries];
    const laid = { ...entries, ...changes[part as keyof AbstractMesh] };
    return [part, Object.fromEntries(Object.entries(laid).filter(([, entry]) => entry !== undefined))];
  });
  return Object.fromEntries(parts) as AbstractMesh;
}

function orders(changes: object, events?: object): AbstractMesh {
  const before = base.domains["orders"];
  return variant({
    domains: { orders: { ...before, ...changes, events: { ...before?.events, ...events } } },
  });
}

/** Meshes about names, references, sharing and residency. */
export const aboutReferences: readonly HandMade[] = [
  {
    name: "a right mesh carries its event up, across and down",
    mesh: base,
    errors: [],
    flows: [longWay],
    allowed: [
      "application.shop@line publish retail/orders/zz-other/created",
      "application.board@austin subscribe retail/orders/zz-other/created",
      "link.line.uplink@floor publish retail/orders/zz-none",
      "link.floor.uplink@paris publish retail/orders/closed",
    ],
    denied: [
      "application.shop@line publish retail/orders/closed",
      "application.board@austin subscribe retail/orders/closed",
      "link.line.uplink@floor subscribe retail/orders/closed",
    ],
  },
  {
    name: "an unknown event is a bad reference",
    mesh: variant({ applications: { board: { ...board, subscribe: ["orders.gone"] } } }),
    errors: ["reference"],
  },
  {
    name: "an unknown broker is a bad reference",
    mesh: variant({ applications: { board: { ...board, broker: "rome" } } }),
    errors: ["reference"],
  },
  {
    name: "a pattern that matches nothing is a bad reference",
    mesh: variant({ applications: { board: { ...board, subscribe: ["retail/*/x/y/z"] } } }),
    errors: ["reference"],
  },
  {
    name: "a where for a parameter that an event lacks is a bad reference",
    mesh: variant({
      applications: { board: { ...board, subscribe: [{ event: "orders.*", where: { region: "x" } }] } },
    }),
    errors: ["reference"],
  },
  {
    name: "a pattern is narrowed to the events that it meets",
    mesh: variant({ applications: { board: { ...board, subscribe: ["retail/*/eu/>"] } } }),
    errors: [],
    flows: [longWay],
    allowed: ["application.board@austin subscribe retail/orders/eu/created"],
    denied: [
      "application.board@austin subscribe retail/orders/zz-other/created",
      "application.board@austin subscribe retail/orders/eu",
    ],
  },
  {
    name: "where keeps other values out of rights, and makes no flow between unlike values",
    mesh: variant({
      applications: {
        shop: { ...shop, publish: [{ event: "orders.created", where: { region: ["a", "b"] } }] },
        board: { ...board, subscribe: [{ event: "orders.created", where: { region: "c" } }] },
      },
    }),
    errors: [],
    flows: [],
    allowed: ["application.shop@line publish retail/orders/b/created"],
    denied: ["application.shop@line publish retail/orders/c/created"],
  },
  {
    name: "the whole of a domain that is shared whole is one right to its topic",
    mesh: variant({ applications: { board: { ...board, group: "readers", subscribe: ["orders.*"] } } }),
    errors: [],
    flows: [longWay],
    allowed: ["application.board@austin subscribe retail/orders/zz-none/zz-more"],
    denied: ["application.board@austin subscribe retail/orders"],
  },
  {
    name: "of a domain that is shared in part, only that part is read",
    mesh: {
      ...orders({}, { closed: { share: "private" } }),
      applications: { ...base.applications, board: { ...board, subscribe: ["orders.*"] } },
    },
    errors: [],
    flows: [longWay],
    denied: [
      "application.board@austin subscribe retail/orders/closed",
      "application.board@austin subscribe retail/orders/zz-none",
    ],
  },
  {
    name: "a private event is not read by another team",
    mesh: orders({ share: "private" }),
    errors: ["sharing"],
  },
  {
    name: "a pattern over an event that is not shared is refused",
    mesh: {
      ...orders({}, { closed: { share: ["red"] } }),
      applications: { board: { ...board, subscribe: ["retail/orders/>"] } },
    },
    errors: ["sharing"],
  },
  {
    name: "sharing is about subscribing, not about publishing",
    mesh: variant({ applications: { shop: { ...shop, team: "blue" } } }),
    errors: ["sharing"],
  },
  {
    name: "publishing can be shared",
    mesh: {
      ...orders({ share: { subscribe: ["blue"], publish: ["blue"] } }),
      applications: { shop: { ...shop, team: "blue" }, board },
    },
    errors: [],
    flows: [longWay],
  },
  {
    name: "a reader outside the residency is refused at its reference",
    mesh: orders({ residency: ["eu"] }),
    errors: ["residency"],
  },
  {
    name: "where no residency is said, none is allowed",
    mesh: {
      ...orders({}, { created: { topic: "{region}/created", residency: ["eu"] } }),
      environments: { ...base.environments, east: {} },
      applications: { shop, board: { ...board, broker: "paris" } },
    },
    errors: ["residency"],
  },
  {
    name: "one root above another is an overlap",
    mesh: variant({ domains: { stock: { owner: "red", topic: "retail", events: { counted: {} } } } }),
    errors: ["overlap"],
  },
  {
    name: "roots that only begin alike do not overlap",
    mesh: variant({ domains: { stock: { owner: "red", topic: "retail/orders2", events: { counted: {} } } } }),
    errors: [],
    flows: [longWay],
  },
  {
    name: "two events of a domain that can have one topic overlap",
    mesh: orders({}, { moved: { topic: "moved/{to}" } }),
    errors: ["overlap"],
  },
  {
    name: "a group of two teams is refused",
    mesh: variant({
      applications: {
        board: { ...board, group: "readers" },
        log: { team: "red", broker: "paris", subscribe: ["orders.*"], group: "readers" },
      },
    }),
    errors: ["group"],
  },
];

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

/** Meshes about policies. */
export const aboutPolicies: readonly HandMade[] = [
  {
    name: "three hops are not two",
    mesh: variant({ policies: { near: { maxHops: 2 } } }),
    errors: ["maxHops"],
  },
  {
    name: "three hops are three",
    mesh: variant({ policies: { near: { maxHops: 3 } } }),
    errors: [],
    flows: [longWay],
  },
  {
    name: "a standby target can make the way too long",
    mesh: variant({
      brokers: { line: { environment: "plant", uplink: ["paris", "floor"] } },
      policies: { near: { maxHops: 2 } },
    }),
    errors: ["maxHops"],
  },
  {
    name: "a policy that only warns is no error",
    mesh: variant({ policies: { near: { maxHops: 0, severity: "warning" } } }),
    errors: [],
    warnings: ["maxHops"],
    flows: [longWay],
  },
  {
    name: "an exception holds on its last day",
    mesh: variant({
      policies: { near: { maxHops: 0, except: [{ teams: ["blue"], why: "agreed", until: "2026-03-01" }] } },
    }),
    errors: [],
    flows: [longWay],
  },
  {
    name: "an exception that ran out does not",
    mesh: variant({ policies: { near: { maxHops: 0, except: [{ why: "agreed", until: "2026-02-28" }] } } }),
    errors: ["maxHops"],
  },
  {
    name: "what is secret is not read where it is forbidden",
    mesh: {
      ...orders({ classification: ["pii"] }),
      policies: { kept: { forbid: { classification: "pii", residency: "us", action: ["read"] } } },
    },
    errors: ["forbid"],
  },
  {
    name: "a place without residency counts as forbidden",
    mesh: {
      ...orders({ classification: ["pii"] }),
      environments: { ...base.environments, west: {} },
      policies: { kept: { forbid: { classification: "pii", residency: "cn" } } },
    },
    errors: ["forbid"],
  },
  {
    name: "a policy for another domain is not about this one",
    mesh: {
      ...orders({ classification: ["pii"] }),
      policies: {
        kept: { forbid: { classification: "pii", residency: "us" }, scope: { applications: ["nobody"] } },
      },
    },
    errors: ["reference"],
  },
];
