import type { AbstractApplication } from "./abstract-mesh.ts";
import type { HandMade } from "./hand-made.ts";
import { base, board, orders, shop, variant } from "./hand-made.ts";

/** The base's upper edge as a Mosquitto, and all that hangs on it. */
const brokers = {
  floor: { engine: "mosquitto", environment: "plant" },
  line: { engine: "mosquitto", environment: "plant", uplink: "floor" },
} as const;
const hall = { engine: "mosquitto", environment: "plant" } as const;

/** An application of the domain's owner. */
function at(broker: string | readonly string[], more: Partial<AbstractApplication>): AbstractApplication {
  return { team: "red", broker, ...more };
}

const north = [{ event: "orders.created", where: { region: "north" } }];
const south = [{ event: "orders.created", where: { region: "south" } }];
const all = ["orders.created"];

/** Meshes with Mosquittos and MQTT. */
export const aboutPlants: readonly HandMade[] = [
  {
    name: "what a plant publishes and others read goes up over each bridge, and nothing comes down",
    mesh: variant({ brokers }),
    errors: [],
    flows: ["orders.created shop>board: line floor paris austin"],
    needed: [
      "line.uplink@floor up retail/orders/zz-other/created",
      "floor.uplink@paris up retail/orders/zz-other/created",
    ],
    forbidden: [
      "floor.uplink@paris down retail/orders/zz-other/created",
      "floor.uplink@paris up retail/orders/closed",
    ],
  },
  {
    name: "what nobody reads beyond does not go up",
    mesh: variant({ brokers, applications: { board: { ...board, broker: "floor" } } }),
    errors: [],
    needed: ["line.uplink@floor up retail/orders/zz-other/created"],
    forbidden: ["floor.uplink@paris up retail/orders/zz-other/created"],
  },
  {
    name: "two sides that publish and read the same would send it round for ever",
    mesh: variant({
      brokers,
      applications: {
        shop: at("line", { publish: all, subscribe: all }),
        board: at("austin", { publish: all, subscribe: all }),
      },
    }),
    errors: ["bothWays"],
  },
  {
    name: "two sides that are told apart have each what the other publishes",
    mesh: variant({
      brokers,
      applications: {
        shop: at("line", { publish: north, subscribe: south }),
        board: at("austin", { publish: south, subscribe: all }),
      },
    }),
    errors: [],
    needed: [
      "floor.uplink@paris up retail/orders/north/created",
      "floor.uplink@paris down retail/orders/south/created",
    ],
    forbidden: [
      "floor.uplink@paris up retail/orders/south/created",
      "floor.uplink@paris up retail/orders/zz-other/created",
      "floor.uplink@paris down retail/orders/north/created",
    ],
  },
  {
    name: "what a broker with two uplinks publishes comes to the one that it is not on",
    mesh: variant({
      brokers: { ...brokers, hall, line: { ...brokers.line, uplink: ["floor", "hall"] } },
      applications: { board: at("floor", { subscribe: all }) },
    }),
    errors: [],
    needed: [
      "hall.uplink@paris up retail/orders/zz-other/created",
      "floor.uplink@paris down retail/orders/zz-other/created",
    ],
    forbidden: ["floor.uplink@paris up retail/orders/zz-other/created"],
  },
  {
    name: "what a broker with two uplinks publishes, and so may be beyond either, goes up no wider than it is",
    mesh: variant({
      brokers: { ...brokers, hall, line: { ...brokers.line, uplink: ["floor", "hall"] } },
      applications: { shop: at("line", { publish: north }) },
    }),
    errors: [],
    needed: ["floor.uplink@paris up retail/orders/north/created"],
    forbidden: ["floor.uplink@paris up retail/orders/zz-other/created"],
  },
  {
    name: "what is published at a plant and beyond it goes up no wider than it is",
    mesh: variant({
      brokers,
      applications: { shop: at(["line", "paris"], { protocol: "mqtt", publish: north }) },
    }),
    errors: [],
    needed: ["floor.uplink@paris up retail/orders/north/created"],
    forbidden: ["floor.uplink@paris up retail/orders/zz-other/created"],
  },
  {
    name: "what two brokers tell each other that can be on either of two plants would circle",
    mesh: variant({
      brokers: {
        ...brokers,
        hall,
        line: { ...brokers.line, uplink: ["floor", "hall"] },
        press: { ...brokers.line, uplink: ["floor", "hall"] },
      },
      applications: { board: at("press", { subscribe: all }) },
    }),
    errors: ["bothWays"],
  },
  {
    name: "what two applications at one such broker tell each other crosses nothing",
    mesh: variant({
      brokers: { ...brokers, hall, line: { ...brokers.line, uplink: ["floor", "hall"] } },
      applications: { board: at("line", { subscribe: all }) },
    }),
    errors: [],
    forbidden: [
      "line.uplink@floor up retail/orders/zz-other/created",
      "floor.uplink@paris up retail/orders/zz-other/created",
      "hall.uplink@paris down retail/orders/zz-other/created",
    ],
  },
  {
    name: "what the link to a bridge's standby target keeps out crosses to the other alone",
    mesh: variant({
      domains: { other: { owner: "red", topic: "retail/other", share: "all", events: { seen: {} } } },
      brokers: { ...brokers, floor: { ...brokers.floor, uplink: ["paris", "austin"] } },
      links: { narrow: { between: ["austin", "floor"], domains: ["other"] } },
    }),
    errors: [],
    warnings: ["unreachable"],
    needed: ["floor.uplink@paris up retail/orders/zz-other/created"],
    forbidden: ["floor.uplink@austin up retail/orders/zz-other/created"],
  },
  {
    name: "who roams over MQTT and only reads is brought to each plant what it reads",
    mesh: variant({
      brokers,
      applications: {
        shop: at("austin", { publish: all }),
        board: at("any", { protocol: "mqtt", subscribe: all }),
      },
    }),
    errors: [],
    needed: [
      "floor.uplink@paris down retail/orders/zz-other/created",
      "line.uplink@floor down retail/orders/zz-other/created",
    ],
    allowed: ["application.board@line subscribe retail/orders/zz-other/created"],
  },
  {
    name: "who roams over MQTT and publishes is at no plant",
    mesh: variant({ brokers, applications: { shop: at("any", { protocol: "mqtt", publish: all }) } }),
    errors: [],
    allowed: ["application.shop@paris publish retail/orders/zz-other/created"],
    denied: ["application.shop@line publish retail/orders/zz-other/created"],
  },
  {
    name: "who roams speaks NATS where it says nothing, and is at no Mosquitto",
    mesh: variant({ brokers, applications: { board: at("any", { subscribe: all }) } }),
    errors: [],
    denied: ["application.board@line subscribe retail/orders/zz-other/created"],
  },
  {
    name: "Mosquitto does not speak NATS",
    mesh: variant({ brokers, applications: { shop: { ...shop, protocol: "nats" } } }),
    errors: ["unspoken"],
  },
  {
    name: "who attaches at brokers of two engines speaks what both do, whatever these are called",
    mesh: variant({
      brokers: { ...brokers, zone: { environment: "plant" } },
      applications: {
        shop: at("paris", { publish: all }),
        board: at(["austin", "line"], { subscribe: all }),
        desk: at(["zone", "line"], { subscribe: all }),
      },
    }),
    errors: [],
  },
  {
    name: "over a bridge to another Mosquitto stored events may go",
    mesh: { ...orders({ delivery: "at-least-once" }), brokers: { ...base.brokers, ...brokers } },
    errors: [],
  },
  {
    name: "a leaf connection does not end at a Mosquitto",
    mesh: variant({ brokers: { floor: brokers.floor } }),
    errors: ["unlinkable"],
  },
  {
    name: "one link leads to brokers of one engine",
    mesh: variant({ brokers: { ...brokers, line: { ...brokers.line, uplink: ["floor", "paris"] } } }),
    errors: ["twoEngines"],
  },
  {
    name: "a Mosquitto is no hub",
    mesh: variant({ brokers: { ...brokers, floor: { ...brokers.floor, role: "hub" } } }),
    errors: ["uplink"],
  },
  {
    name: "of two edges the one dials that can, whichever an entry of links names first",
    mesh: variant({
      brokers: { line: { engine: "mosquitto", environment: "plant" } },
      links: { pin: { between: ["floor", "line"], via: "bridge" } },
    }),
    errors: [],
    flows: ["orders.created shop>board: line floor paris austin"],
  },
  {
    name: "an entry of links asks for no kind that only others dial by",
    mesh: variant({
      brokers: { line: { engine: "mosquitto", environment: "plant" } },
      links: { pin: { between: ["line", "floor"], via: "leafnode" } },
    }),
    errors: ["uplink"],
  },
  {
    name: "NATS shares nothing among those who speak MQTT, wherever else they may attach",
    mesh: variant({
      brokers,
      applications: {
        board: at(["floor", "paris"], { protocol: "mqtt", group: "red-readers", subscribe: all }),
      },
    }),
    errors: ["unshared"],
  },
  {
    name: "a Mosquitto shares among those at itself, and with nobody at another or at NATS",
    mesh: variant({
      brokers,
      applications: {
        board: at("floor", { group: "red-readers", subscribe: all }),
        desk: at("austin", { group: "red-readers", subscribe: all }),
      },
    }),
    errors: ["apart"],
  },
  {
    name: "a member of a group that roams between two Mosquittos gets an event at each",
    mesh: variant({
      brokers,
      applications: { board: at(["floor", "line"], { group: "red-readers", subscribe: all }) },
    }),
    errors: ["apart"],
  },
  {
    name: "members at two Mosquittos may each hear a part of an event",
    mesh: variant({
      brokers,
      applications: {
        board: at("floor", { group: "red-readers", subscribe: north }),
        desk: at("line", { group: "red-readers", subscribe: south }),
      },
    }),
    errors: [],
  },
  {
    name: "hubs keep together what MQTT clients leave, and none may be where an event may not",
    mesh: {
      ...orders({ residency: ["eu"] }),
      brokers: { ...base.brokers, ...brokers, austin: { environment: "west", storage: "1Gi" } },
      applications: { shop, board: at("paris", { subscribe: all }) },
    },
    errors: ["keptOutside"],
  },
];
