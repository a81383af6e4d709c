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
  /** `link@target direction topic`: what has to cross a bridge. */
  readonly needed?: readonly string[];
  /** As `needed`: what may not. */
  readonly forbidden?: readonly string[];
  /** `stream at home`: everything that is stored. */
  readonly homes?: readonly string[];
  /** `source of events`: all that edges keep. */
  readonly sources?: readonly string[];
  /** `mirror for applications`: all copies. */
  readonly mirrors?: readonly string[];
  /** `identity@broker answers … reads …`, with `draws` and `fills` where there is any: all that is done with stored events. */
  readonly crossing?: readonly string[];
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

/** The base's applications. */
export const { shop, board } = {
  shop: { team: "red", broker: "line", publish: ["orders.created"] },
  board: { team: "blue", broker: "austin", subscribe: ["orders.created"] },
};
/** The base's one flow. */
export const longWay = "orders.created shop>board: line floor paris austin";

/** Changes parts of the base mesh; a part is laid over the base's entries, `undefined` removes one. */
export function variant(changes: {
  readonly [Part in keyof AbstractMesh]?: Readonly<Record<string, unknown>>;
}): AbstractMesh {
  const parts = Object.entries(base).map(([part, entries]) => {
    if (Array.isArray(entries)) return [part, entries];
    const laid = { ...entries, ...changes[part as keyof AbstractMesh] };
    return [part, Object.fromEntries(Object.entries(laid).filter(([, entry]) => entry !== undefined))];
  });
  return Object.fromEntries(parts) as AbstractMesh;
}

/** Changes the base's domain, and adds or replaces events of it. */
export function orders(changes: object, events?: object): AbstractMesh {
  const before = base.domains["orders"];
  return variant({
    domains: { orders: { ...before, ...changes, events: { ...before?.events, ...events } } },
  });
}
