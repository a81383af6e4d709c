import type { HandMade } from "./hand-made.ts";
import { base, board, longWay, orders, shop, variant } from "./hand-made.ts";

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
    name: "a where that asks for another value than its pattern is a bad reference",
    mesh: variant({
      applications: {
        board: { ...board, subscribe: [{ event: "retail/orders/eu/created", where: { region: "us" } }] },
      },
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
