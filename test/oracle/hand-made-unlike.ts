import { keeping } from "./hand-made-edges.ts";
import type { HandMade } from "./hand-made.ts";
import { base, board, orders, shop } from "./hand-made.ts";

const keeper = { ...board, durable: true };

/** Meshes about domains that are stored and of whose events one is not as the others. */
export const aboutUnlike: readonly HandMade[] = [
  {
    name: "of a stream the event that may be away the longest is kept for as long",
    mesh: keeping(
      [],
      {},
      { created: { topic: "{region}/created", offline: "3d" }, closed: { offline: "8d" } },
    ),
    errors: ["tooBrief"],
  },
  {
    name: "what may be away for two lengths of time is kept for the longer one",
    mesh: keeping(
      [],
      {},
      { created: { topic: "{region}/created", offline: "7d" }, closed: { offline: "3d" } },
    ),
    errors: [],
    sources: ["orders_from_line of orders.created"],
  },
  {
    name: "what an edge keeps is not drawn up over a link where only the first of it may cross",
    mesh: keeping(["floor"], {
      domains: orders({ delivery: "at-least-once", home: "paris" }, { moved: { residency: ["eu"] } }).domains,
      brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
      applications: { shop: { ...shop, broker: "floor", publish: ["orders.*"] } },
    }),
    errors: [],
    warnings: ["unreachable"],
  },
  {
    name: "a copy is not where only the first of its events may be",
    mesh: keeping(
      ["austin"],
      { applications: { shop: { ...shop, broker: "paris" }, board: keeper } },
      { moved: { residency: ["eu"] } },
    ),
    errors: [],
  },
  {
    name: "a home is not where only the first of its events may be",
    mesh: keeping([], { applications: { shop } }, { created: {}, moved: { residency: ["us"] } }),
    errors: ["home"],
  },
  {
    name: "an event that names its domain's residencies in another order is stored with the others",
    mesh: keeping([], {
      domains: orders(
        { delivery: "at-least-once", home: "paris", residency: ["eu", "us"] },
        { moved: { residency: ["us", "eu"] } },
      ).domains,
    }),
    errors: [],
    homes: ["orders at paris"],
  },
];
