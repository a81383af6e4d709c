import type { Fault } from "./fault.ts";
import type { LiveMesh } from "./live-mesh.ts";
import { restarted, type Sabotage } from "./sabotages.ts";
import { withStores } from "./stored-hands.ts";
import { allowing, without } from "./user-lines.ts";
import { users } from "./user-sabotages.ts";

const core = ["core-0", "core-1"];
const line = ["line-0"];

/** Those of `storedMesh` that take or give rights that reading and storing needs. */
export const storedRightSabotages: readonly Sabotage[] = [
  users("a publisher may not hear its answers", "application.shop", core, without("_INBOX_shop.>"), {
    flow: ["orders.placed", "shop", "billing"],
    why: /refuses to take .* from shop \(it was not acknowledged as stored: no answer may be heard/,
  }),
  users(
    "a publisher at an edge may not hear its answers",
    "application.till",
    line,
    without("_INBOX_till.>"),
    {
      flow: ["orders.placed", "till", "display"],
      why: /line-0 refuses to take .* from till \(it was not acknowledged as stored: no answer may be heard/,
    },
  ),
  users(
    "a reader may not look its durable up",
    "application.billing",
    core,
    without("$JS.API.CONSUMER.INFO.orders.billing"),
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /refuses its subscription to durable billing of orders .*CONSUMER\.INFO\.orders\.billing/,
    },
  ),
  users(
    "a reader may not ask for events",
    "application.billing",
    core,
    without("$JS.API.CONSUMER.MSG.NEXT.orders.billing"),
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /durable billing of orders .*CONSUMER\.MSG\.NEXT\.orders\.billing/,
    },
  ),
  users(
    "a reader at an edge may not ask for events",
    "application.display",
    line,
    without("$JS.hub.API.CONSUMER.MSG.NEXT.orders.display"),
    {
      flow: ["orders.placed", "till", "display"],
      why: /durable display of orders .*CONSUMER\.MSG\.NEXT\.orders\.display/,
    },
  ),
  users(
    "a reader may not acknowledge at one of two instances",
    "application.billing",
    ["core-1"],
    without("$JS.ACK.orders.billing.>"),
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /core-1 lets billing read by durable billing of orders no further .*\$JS\.ACK/,
    },
  ),
  users("a reader may not hear its answers", "application.books", ["west-0"], without("_INBOX_books.>"), {
    flow: ["orders.cancelled", "shop", "books"],
    why: /west-0 refuses its subscription to durable books of orders_at_west/,
  }),
  ...(
    [
      [
        "look durables up",
        "$JS.hub.API.CONSUMER.INFO.orders.display",
        /API\.CONSUMER\.INFO\.orders\.display is not answered/,
      ],
      [
        "ask for events",
        "$JS.hub.API.CONSUMER.MSG.NEXT.orders.display",
        /MSG\.NEXT\.orders\.display is not answered/,
      ],
      [
        "acknowledge",
        "$JS.ACK.orders.display.>",
        /durable display of orders no further .*acknowledgements are not taken/,
      ],
    ] as const
  ).map(([what, taken, why]) =>
    renewed(
      "site-0",
      users(`nobody may ${what} over a link`, "link.site.uplink", core, without(taken), {
        flow: ["orders.placed", "till", "display"],
        why,
      }),
    ),
  ),
  users(
    "acknowledgements may not cross a link",
    "link.site.uplink",
    core,
    without("$JS.ACK.orders.display.>"),
    {
      right: ["link.site.uplink", "core", "$JS.ACK.orders.display.meshc-probe", "publish"],
      why: /core-0 does not let link\.site\.uplink publish to \$JS\.ACK/,
    },
  ),
  users(
    "nobody may ask for events over the link of an edge to an edge",
    "link.line.uplink",
    ["site-0"],
    without("$JS.hub.API.CONSUMER.MSG.NEXT.orders.display"),
    {
      right: ["link.line.uplink", "site", "$JS.hub.API.CONSUMER.MSG.NEXT.orders.display", "publish"],
      why: /site-0 does not let link\.line\.uplink publish to/,
    },
  ),
  users("no answers come over a link", "link.site.uplink", core, without("_INBOX_till.>"), {
    right: ["link.site.uplink", "core", "_INBOX_till.>", "subscribe"],
    why: /core-0 does not let link\.site\.uplink subscribe to _INBOX_till\.>/,
  }),
  users(
    "nobody may acknowledge over a link once it is at its standby target",
    "link.site.uplink",
    ["west-0"],
    without("$JS.ACK.orders.display.>"),
    {
      right: ["link.site.uplink", "west", "$JS.ACK.orders.display.meshc-probe", "publish"],
      why: /west-0 does not let link\.site\.uplink publish/,
    },
  ),
  users(
    "another's durable is opened",
    "application.refunds",
    core,
    allowing("publish", "$JS.API.CONSUMER.MSG.NEXT.orders.billing"),
    {
      right: ["application.refunds", "core", "$JS.API.CONSUMER.MSG.NEXT.orders.billing", "publish"],
      why: /core-0 lets application\.refunds publish to/,
    },
  ),
  users("all of JetStream is opened", "application.shop", core, allowing("publish", "$JS.API.>"), {
    right: ["application.shop", "core", "$JS.API.INFO", "publish"],
    why: /core-0 lets application\.shop publish to/,
  }),
];

/** Those of `storedMesh` that change where events are stored. */
export const storedPlaceSabotages: readonly Sabotage[] = [
  place(
    "the hubs have another JetStream domain",
    {
      flow: ["orders.placed", "till", "display"],
      why: /line-0 refuses its subscription to durable display of orders/,
    },
    async (mesh) => {
      for (const hub of [...core, "west-0"]) {
        mesh.edit(hub, "nats.conf", (text) => text.replace('domain: "hub"', 'domain: "other"'));
        await restarted(mesh, hub);
      }
    },
  ),
  place(
    "nothing may be stored in the account any more",
    {
      flow: ["payments.booked", "cashier", "audit"],
      why: /refuses to take .* from cashier \(it was not acknowledged as stored/,
    },
    async (mesh) => {
      for (const hub of [...core, "west-0"]) {
        mesh.edit(hub, "users.conf", (text) => text.replace("  jetstream: enabled\n", ""));
        await restarted(mesh, hub);
      }
    },
  ),
  place(
    "an edge stores what its hub stores",
    {
      flow: ["orders.placed", "till", "display"],
      why: /retail\.orders\.placed published at line-0 is stored by stream "foreign of domain edge"/,
    },
    async (mesh) => {
      mesh.edit("line-0", "nats.conf", (text) => `jetstream { domain: edge, store_dir: "foreign" }\n${text}`);
      mesh.edit("line-0", "users.conf", (text) => text.replace("MESH {\n", "MESH {\n  jetstream: enabled\n"));
      await restarted(mesh, "line-0");
      const foreign = { name: "foreign", subjects: ["retail.orders.placed"] };
      await withStores(mesh, (stores) => stores.streams.add(foreign), "line-0");
    },
  ),
];

/** An edge keeps the rights that its link had when it logged in: it has to do so anew. */
function renewed(edge: string, sabotage: Sabotage): Sabotage {
  return {
    ...sabotage,
    commit: async (mesh) => {
      const undo = await sabotage.commit(mesh);
      await restarted(mesh, edge);
      return undo;
    },
  };
}

function place(name: string, fault: Fault, work: (mesh: LiveMesh) => Promise<void>): Sabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      await work(mesh);
      return undefined;
    },
  };
}
