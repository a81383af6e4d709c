import type { AbstractApplication, AbstractLink, AbstractMesh } from "./abstract-mesh.ts";
import type { HandMade } from "./hand-made.ts";
import { base, board, orders, shop } from "./hand-made.ts";

/** A Mosquitto at a plant, and another one at a second plant. */
const floor = { engine: "mosquitto", environment: "plant", uplink: "paris" } as const;
const hall = { ...floor, uplink: "austin" } as const;

/** The base's domain stored in Austin, the plant's Mosquitto, and what is said besides. */
function stored(
  parts: {
    readonly terms?: object;
    readonly events?: object;
    readonly brokers?: AbstractMesh["brokers"];
    readonly applications?: AbstractMesh["applications"];
    readonly links?: AbstractMesh["links"];
  } = {},
): AbstractMesh {
  const { domains } = orders({ delivery: "at-least-once", home: "austin", ...parts.terms }, parts.events);
  const { paris = { environment: "east" }, austin = { environment: "west" } } = base.brokers;
  return {
    ...base,
    domains,
    brokers: { paris, austin, floor, ...parts.brokers },
    applications: parts.applications ?? { shop: gauge },
    links: parts.links ?? {},
  };
}

const gauge: AbstractApplication = { ...shop, broker: "floor" };
const north: AbstractApplication = {
  ...gauge,
  publish: [{ event: "orders.created", where: { region: "north" } }],
};
const south: AbstractApplication = {
  ...gauge,
  broker: "austin",
  publish: [{ event: "orders.created", where: { region: "south" } }],
};
const siren: AbstractApplication = { ...board, team: "red", broker: "floor" };
const asking = (target: string, via: string): Record<string, AbstractLink> => ({
  [`to-${target}`]: { between: ["floor", target], via },
});
const topic = (region: string) => `retail/orders/${region}/created`;

/** Meshes about stored events that go to Mosquittos and come from them. */
export const aboutConnect: readonly HandMade[] = [
  {
    name: "what is stored goes up to its home though nobody reads it, and is the publisher's and the link's own to send",
    mesh: stored(),
    errors: [],
    needed: [`floor.uplink@paris up ${topic("zz-other")}`],
    forbidden: [`floor.uplink@paris down ${topic("zz-other")}`, "floor.uplink@paris up retail/orders/closed"],
    crossing: ["application.shop@floor answers shop reads "],
  },
  {
    name: "what others publish comes down by way of its home, and what is published beside its reader does not",
    mesh: stored({ applications: { shop: north, office: south, siren } }),
    errors: [],
    flows: ["orders.created shop>siren: floor", "orders.created office>siren: austin paris floor"],
    needed: [`floor.uplink@paris up ${topic("north")}`, `floor.uplink@paris down ${topic("south")}`],
    forbidden: [`floor.uplink@paris down ${topic("north")}`],
  },
  {
    name: "from plant to plant it goes by way of its home",
    mesh: stored({
      brokers: { hall: { ...floor, uplink: "paris" } },
      applications: { shop: gauge, siren: { ...siren, broker: "hall" } },
    }),
    errors: [],
    flows: ["orders.created shop>siren: floor paris austin paris hall"],
  },
  {
    name: "a home takes in what is published at a plant, so that a reader there of what others publish too is in a circle",
    mesh: stored({ applications: { shop: gauge, office: { ...south, publish: ["orders.created"] }, siren } }),
    errors: ["bothWays"],
  },
  {
    name: "nobody who speaks MQTT keeps a place among stored events",
    mesh: stored({ applications: { shop: gauge, siren: { ...siren, durable: true } } }),
    errors: ["notKept"],
  },
  {
    name: "nor shares them",
    mesh: stored({ applications: { shop: gauge, siren: { ...siren, group: "blue-sirens" } } }),
    errors: ["notKept"],
  },
  {
    name: "who may be at a NATS broker too is not promised over MQTT that anything is stored",
    mesh: stored({ applications: { shop: { ...gauge, broker: ["floor", "paris"], protocol: "mqtt" } } }),
    errors: ["notKept"],
  },
  {
    name: "nothing stored crosses a bridge to an edge of NATS",
    mesh: stored({
      brokers: { line: { environment: "plant" }, floor: { ...floor, uplink: "line" } },
    }),
    errors: ["lossy"],
  },
  {
    name: "nor one that can switch to such an edge",
    mesh: stored({
      brokers: { line: { environment: "plant" }, floor: { ...floor, uplink: ["paris", "line"] } },
    }),
    errors: ["lossy"],
  },
  {
    name: "nor one that is asked for",
    mesh: stored({ links: asking("paris", "bridge") }),
    errors: ["lossy"],
  },
  {
    name: "nor one that is asked for to a standby target",
    mesh: stored({
      brokers: { floor: { ...floor, uplink: ["paris", "austin"] } },
      links: asking("austin", "bridge"),
    }),
    errors: ["lossy"],
  },
  {
    name: "what carries stored events may be asked for where there are none",
    mesh: stored({ terms: { delivery: "at-most-once", home: undefined }, links: asking("paris", "connect") }),
    errors: [],
    forbidden: [`floor.uplink@paris up ${topic("zz-other")}`],
  },
  {
    name: "but not to an edge",
    mesh: stored({
      brokers: { line: { environment: "plant" } },
      applications: {},
      links: asking("line", "connect"),
    }),
    errors: ["uplink"],
  },
  {
    name: "nor where the same link is to be a bridge to another target",
    mesh: stored({
      brokers: { floor: { ...floor, uplink: ["paris", "austin"] } },
      applications: {},
      links: { ...asking("paris", "connect"), ...asking("austin", "bridge") },
    }),
    errors: ["uplink"],
  },
  {
    name: "what should keep its order may not cross it, stored or not, where somebody reads it",
    mesh: stored({
      events: {
        created: { topic: "{region}/created", key: "region", order: "key", delivery: "at-most-once" },
      },
      applications: {
        shop: { ...gauge, publish: ["orders.created", "orders.closed"] },
        board,
      },
    }),
    errors: ["order"],
  },
  {
    name: "what should come to nobody twice may come twice over it",
    mesh: stored({
      terms: { duplicates: "none" },
      brokers: { austin: { environment: "west", replicas: 3 } },
      applications: { shop: gauge, board: { ...board, durable: true } },
    }),
    errors: ["repeats"],
  },
  {
    name: "what should keep its order may overtake over it, to whoever reads it beyond",
    mesh: stored({
      events: { created: { topic: "{region}/created", key: "region", order: "key" } },
      applications: { shop: gauge, board: { ...board, durable: true } },
    }),
    errors: ["order"],
  },
  {
    name: "order is kept for who reads beside the publisher, and where nobody reads",
    mesh: stored({
      events: { created: { topic: "{region}/created", key: "region", order: "key" } },
      applications: { shop: gauge, siren },
    }),
    errors: [],
    flows: ["orders.created shop>siren: floor"],
  },
  {
    name: "a Mosquitto keeps nothing for long, however long it may be cut off",
    mesh: stored({ terms: { offline: "12h" } }),
    errors: [],
    sources: [],
  },
  {
    name: "a place in a stream of which something may not be at a standby target is not read over that",
    mesh: {
      ...stored({
        brokers: { hall: { ...hall, uplink: ["paris", "austin"] } },
        applications: { office: { ...south, broker: "paris" }, siren: { ...siren, broker: "hall" } },
        links: { narrow: { between: ["austin", "hall"], domains: ["other"] } },
      }),
      domains: {
        ...orders({ delivery: "at-least-once", home: "paris" }).domains,
        other: { owner: "red", topic: "retail/other", share: "all", events: { seen: {} } },
      },
    },
    errors: [],
    warnings: ["unreachable"],
    needed: [`hall.uplink@paris down ${topic("south")}`],
    forbidden: [`hall.uplink@austin down ${topic("south")}`],
  },
];
