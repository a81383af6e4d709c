import { pause } from "../nats/until.ts";
import type { Fault } from "./fault.ts";
import type { LiveMesh } from "./live-mesh.ts";
import { restarted, type Sabotage } from "./sabotages.ts";
import { changedStream, remadeConsumer, remadeStream, type Stores, withStores } from "./stored-hands.ts";
import { allowing, without } from "./user-lines.ts";
import { users } from "./user-sabotages.ts";

const [hub, edge] = ["core-0", "shed-0"];
const link = "link.shed.uplink";
const notUp: Fault = {
  flow: ["orders.placed", "till", "billing"],
  why: /published at shed-0 did not arrive at .*durable billing of orders/,
};
const notDown: Fault = {
  flow: ["orders.placed", "shop", "shelf"],
  why: /published at core-0 did not arrive at .*durable shelf of orders_at_shed/,
};
/** How long a home may take to draw up again from an edge that was started anew, in milliseconds; up to 20 s were seen. */
const drawingAgain = 30_000;
const elsewhere = { api: "$JS.edge_other.API", deliver: "_INBOX_.copy.other" };

/** Those of `edgeStoresMesh` that change what the edge keeps, or what is copied between it and the hub. */
export const edgeStoreSabotages: readonly Sabotage[] = [
  stored(edge, "what an edge keeps first is deleted", refusedAtEdge("orders.placed"), (stores) =>
    stores.streams.delete("orders_from_shed"),
  ),
  stored(edge, "what an edge keeps first misses an event", refusedAtEdge("orders.cancelled"), (stores) =>
    changedStream(stores, "orders_from_shed", { subjects: ["retail.orders.placed"] }),
  ),
  stored(
    edge,
    "an edge forgets message ids at once",
    {
      flow: ["orders.placed", "till", "billing"],
      why: /retail\.orders\.placed published at shed-0 .* is stored twice by stream "orders_from_shed"/,
    },
    (stores) => changedStream(stores, "orders_from_shed", { duplicate_window: 100_000_000 }),
  ),
  stored(hub, "a home draws nothing up", notUp, (stores) => remadeStream(stores, "orders", { sources: [] })),
  stored(hub, "a home draws from another edge", notUp, (stores) =>
    remadeStream(stores, "orders", { sources: [{ name: "orders_from_shed", external: elsewhere }] }),
  ),
  stored(
    edge,
    "a copy at an edge is deleted",
    { flow: ["orders.placed", "shop", "shelf"], why: /durable shelf of orders_at_shed .*stream not found/ },
    (stores) => stores.streams.delete("orders_at_shed"),
  ),
  stored(edge, "a copy at an edge is one of another mesh", notDown, (stores) =>
    remadeStream(stores, "orders_at_shed", { mirror: { name: "orders", external: elsewhere } }),
  ),
  stored(
    edge,
    "a durable at an edge is deleted",
    { flow: ["orders.placed", "shop", "shelf"], why: /durable shelf of orders_at_shed .*consumer not found/ },
    (stores) => stores.consumers.delete("orders_at_shed", "shelf"),
  ),
  stored(edge, "a durable at an edge reads another event", notDown, (stores) =>
    remadeConsumer(stores, "orders_at_shed", "shelf", { filter_subject: "retail.orders.cancelled" }),
  ),
  {
    name: "an edge has another JetStream domain",
    fault: notUp,
    commit: async (mesh) => {
      mesh.edit(edge, "nats.conf", (text) => text.replace('domain: "edge_shed"', 'domain: "other"'));
      await edgeRestarted(mesh);
      return undefined;
    },
  },
  overLink("what a home draws up may not come to it", without("_INBOX_.copy.orders_from_shed.>"), notUp),
  overLink(
    "a home may not ask an edge",
    without("$JS.edge_shed.API.CONSUMER.CREATE.orders_from_shed"),
    notUp,
  ),
  overLink("what is copied may not come to an edge", without("_INBOX_.copy.orders_at_shed.>"), notDown),
  overLink("an edge may not ask the home", without("$JS.hub.API.CONSUMER.CREATE.orders"), notDown),
  ...(
    [
      ["a home may not ask for more", "subscribe", "$JS.FC.orders_from_shed.", ">"],
      ["an edge may not ask for more", "publish", "$JS.FC.orders.", ">"],
      ["an edge may not answer", "publish", "$JSC.R.", "*"],
      ["a home may not answer", "subscribe", "$JSC.R.", "*"],
    ] as const
  ).map(([name, action, start, rest]) =>
    users(name, link, [hub], taking(action, start + rest), {
      right: [link, "core", `${start}meshc-probe`, action],
      why: new RegExp(`core-0 does not let link\\.shed\\.uplink ${action} to`),
    }),
  ),
  overLink(
    "what an edge keeps goes up as it was published too",
    allowing("publish", "retail.orders.>"),
    widened("publish"),
  ),
  overLink(
    "what is published at the hub comes down as it was published too",
    allowing("subscribe", "retail.orders.>"),
    widened("subscribe"),
  ),
];

/** Starts the edge anew and waits as long as it takes until all is copied again, where nothing is in the way. */
export async function edgeRestarted(mesh: LiveMesh): Promise<void> {
  await restarted(mesh, edge);
  await pause(drawingAgain);
}

/** One address fewer of one side. */
function taking(side: "publish" | "subscribe", address: string): (line: string) => string {
  return (line) => {
    const start = line.indexOf(`${side}: {`);
    return line.slice(0, start) + without(address)(line.slice(start));
  };
}

/** Rights of a link bind once it is made anew. */
function overLink(name: string, change: (line: string) => string, fault: Fault): Sabotage {
  const sabotage = users(name, link, [hub], change, fault);
  return {
    ...sabotage,
    commit: async (mesh) => {
      const undo = await sabotage.commit(mesh);
      await edgeRestarted(mesh);
      return undo;
    },
  };
}

/**
 * The link carries an event itself, so that the home stores it twice where it bears no message id. What verify sends
 * bears one, and every flow is right: only the right gives it away.
 */
function widened(action: "publish" | "subscribe"): Fault {
  return {
    right: [link, "core", "retail/orders/placed", action],
    why: new RegExp(`core-0 lets link\\.shed\\.uplink ${action} to retail\\.orders\\.placed`),
  };
}

function refusedAtEdge(event: string): Fault {
  return {
    flow: [event, "till", "billing"],
    why: /shed-0 refuses to take .* from till \(it was not acknowledged as stored/,
  };
}

function stored(
  instance: string,
  name: string,
  fault: Fault,
  work: (stores: Stores) => Promise<unknown>,
): Sabotage {
  return {
    name,
    fault,
    commit: async (mesh: LiveMesh) => {
      await withStores(mesh, work, instance);
      return undefined;
    },
  };
}
