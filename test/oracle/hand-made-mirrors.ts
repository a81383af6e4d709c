import type { HandMade } from "./hand-made.ts";
import { base, board, orders, shop } from "./hand-made.ts";

const keeper = { ...board, durable: true };
const { paris, austin, floor, line } = {
  paris: { environment: "east" },
  austin: { environment: "west", storage: "1Gi" },
  floor: { environment: "plant" },
  line: { environment: "plant", uplink: "floor", storage: "1Gi" },
};
const twice = { environment: "plant", uplink: ["paris", "austin"] };
const stock = { owner: "red", topic: "retail/stock", share: "all", events: { counted: {} } } as const;

/** The base with its events stored in Paris, and Austin and the line storing too. */
function copying(changes: Partial<HandMade["mesh"]>, events?: object): HandMade["mesh"] {
  const stored = orders({ delivery: "at-least-once", home: "paris" }, events);
  return { ...stored, brokers: { paris, austin, floor, line }, ...changes };
}

const reading = (broker: string | readonly string[]) => ({
  shop: { ...shop, broker: "paris" },
  board: { ...keeper, broker },
});

/** Meshes about copies of streams, at hubs and at edges. */
export const aboutMirrors: readonly HandMade[] = [
  {
    name: "a hub that stores has a copy of what is read there by a durable",
    mesh: copying({ applications: reading("austin") }),
    errors: [],
    mirrors: ["orders_at_austin for board"],
  },
  {
    name: "a hub that is a home for something else stores",
    mesh: copying({
      domains: {
        ...copying({}).domains,
        stock: { ...stock, delivery: "at-least-once", home: "austin" },
      },
      brokers: { paris, austin: { environment: "west" }, floor, line },
      applications: reading("austin"),
    }),
    errors: [],
    mirrors: ["orders_at_austin for board"],
  },
  {
    name: "a home needs no copy",
    mesh: copying({ applications: reading("paris") }),
    errors: [],
    mirrors: [],
  },
  {
    name: "who reads at several hubs reads at the home",
    mesh: copying({ applications: reading(["austin", "paris"]) }),
    errors: [],
    mirrors: [],
  },
  {
    name: "a group at one hub reads from one copy",
    mesh: copying({
      applications: {
        board: { ...board, group: "readers" },
        log: { ...board, group: "readers" },
      },
    }),
    errors: [],
    mirrors: ["orders_at_austin for board log"],
  },
  {
    name: "a hub has a copy of what may be there, beside an event that may not",
    mesh: copying({ applications: reading("austin") }, { closed: { residency: ["eu"] } }),
    errors: [],
    mirrors: ["orders_at_austin for board"],
  },
  {
    name: "an edge that stores has a copy of what is read there by a durable, and nothing else crosses for that",
    mesh: copying({ applications: reading("line") }),
    errors: [],
    flows: ["orders.created shop>board: paris floor line"],
    mirrors: ["orders_at_line for board"],
    crossing: [
      "application.board@line answers board reads orders board",
      "application.shop@paris answers shop reads ",
      "link.floor.uplink@paris answers  reads  fills orders_at_line",
      "link.line.uplink@floor answers  reads  fills orders_at_line",
    ],
    denied: ["link.line.uplink@floor subscribe retail/orders/zz-other/created"],
  },
  {
    name: "an edge that does not store has no copy, whatever stores above it",
    mesh: copying({
      brokers: {
        paris,
        austin,
        floor: { environment: "plant", storage: "1Gi" },
        line: base.brokers["line"]!,
      },
      applications: reading("line"),
    }),
    errors: [],
    mirrors: [],
    crossing: [
      "application.board@line answers board reads orders board",
      "application.shop@paris answers shop reads ",
      "link.floor.uplink@paris answers board reads orders board",
      "link.line.uplink@floor answers board reads orders board",
    ],
  },
  {
    name: "an edge has a copy below standby targets over each of which all of the stream may come",
    mesh: copying({ brokers: { paris, austin, floor: twice, line }, applications: reading("line") }),
    errors: [],
    mirrors: ["orders_at_line for board"],
  },
  {
    name: "an edge has no copy below a standby target where the event may not be",
    mesh: copying(
      {
        brokers: { paris, austin, floor: twice, line },
        applications: {
          shop: { ...shop, broker: "paris", publish: ["orders.closed"] },
          board: { ...keeper, broker: "line", subscribe: ["orders.closed"] },
        },
      },
      { closed: { residency: ["eu"] } },
    ),
    errors: [],
    warnings: ["unreachable"],
    mirrors: [],
    crossing: [
      "application.board@line answers board reads orders_closed board",
      "application.shop@paris answers shop reads ",
      "link.floor.uplink@paris answers board reads orders_closed board",
      "link.line.uplink@floor answers board reads orders_closed board",
    ],
  },
  {
    name: "an edge has no copy below a standby target whose link does not let it through",
    mesh: copying({
      domains: { ...copying({}).domains, stock },
      brokers: { paris, austin, floor: twice, line },
      applications: reading("line"),
      links: { narrow: { between: ["floor", "austin"], domains: ["stock"] } },
    }),
    errors: [],
    warnings: ["unreachable"],
    mirrors: [],
  },
  {
    name: "readers at two edges that store share no copy",
    mesh: copying({
      brokers: { paris, austin, floor: { environment: "plant", storage: "1Gi" }, line },
      applications: {
        board: { ...board, broker: "line", group: "readers" },
        log: { ...board, broker: "floor", group: "readers" },
      },
    }),
    errors: [],
    mirrors: [],
  },
  {
    name: "an edge keeps what is published there and has a copy of it",
    mesh: copying({ applications: { shop, board: { ...keeper, broker: "line" } } }),
    errors: [],
    flows: ["orders.created shop>board: line floor paris floor line"],
    sources: ["orders_from_line of orders.created"],
    mirrors: ["orders_at_line for board"],
    crossing: [
      "application.board@line answers board reads orders board",
      "application.shop@line answers shop reads ",
      "link.floor.uplink@paris answers  reads  draws orders_from_line fills orders_at_line",
      "link.line.uplink@floor answers  reads  draws orders_from_line fills orders_at_line",
    ],
  },
  {
    name: "a copy at an edge holds all of its stream, which may be forbidden there",
    mesh: copying(
      {
        brokers: { paris, austin, shed: { environment: "west", role: "edge", storage: "1Gi" } },
        applications: reading("shed"),
        policies: { kept: { forbid: { classification: "pii", residency: "us", action: ["store"] } } },
      },
      { closed: { classification: ["pii"] } },
    ),
    errors: ["forbid"],
  },
];
