import type { LiveMesh } from "./live-mesh.ts";
import { restarted, type Sabotage } from "./sabotages.ts";
import { addUsers, allowing, editUser, userLine, without } from "./user-lines.ts";
import { taken, users } from "./user-sabotages.ts";

const east = ["east-0", "east-1"];
const linkListener = "leafnode";

/** Those of `smallMesh` that give or take a right, each of which has to be named as that right. */
export const rightSabotages: readonly Sabotage[] = [
  users(
    "a right to publish is widened",
    "application.dashboard",
    east,
    allowing("publish", "retail.alerts.raised"),
    {
      right: ["application.dashboard", "east", "retail/alerts/raised", "publish"],
      why: /east-0 lets application\.dashboard publish to retail\.alerts\.raised/,
    },
  ),
  users(
    "a right to subscribe is widened at one of two instances",
    "application.dashboard",
    ["east-1"],
    allowing("subscribe", "finance.payments.>"),
    {
      right: ["application.dashboard", "east", "finance/payments/booked", "subscribe"],
      why: /^east-1 lets application\.dashboard subscribe to finance\.payments\.booked/,
    },
  ),
  users(
    "everything stands in place of a list",
    "application.ledger",
    ["west-0"],
    (line) => line.replace(/subscribe: \{ allow: \[[^\]]*\] \}/, 'subscribe: { allow: [">"] }'),
    {
      right: ["application.ledger", "west", ">", "subscribe"],
      why: /west-0 lets application\.ledger subscribe to >/,
    },
  ),
  users(
    "nothing is denied where nothing is allowed",
    "application.dashboard",
    east,
    (line) => line.replace(/publish: \{ deny: \[">"\] \}, /, ""),
    {
      right: ["application.dashboard", "east", "retail/orders/{region}/created", "publish"],
      why: /east-0 lets application\.dashboard publish to retail\.orders/,
    },
  ),
  users(
    "more is allowed, and the exception to it is missing",
    "application.eu-report",
    ["west-0"],
    (line) => line.replace('"retail.orders.eu.created"', '"retail.orders.>"'),
    {
      right: ["application.eu-report", "west", "retail/orders/{region}/cancelled", "subscribe"],
      why: /west-0 lets application\.eu-report subscribe to retail\.orders\..*\.cancelled/,
    },
  ),
  users(
    "an inbox prefix is shared by two",
    "application.dashboard",
    east,
    (line) => line.replace("_INBOX_dashboard.>", "_INBOX_shop.>"),
    {
      right: ["application.dashboard", "east", "_INBOX_shop.>", "subscribe"],
      why: /east-0 lets application\.dashboard subscribe to _INBOX_shop\.>/,
    },
  ),
  users("a right is removed", "application.press", ["floor-0"], without("retail.alerts.raised"), {
    right: ["application.press", "floor", "retail/alerts/raised", "subscribe"],
    why: /floor-0 does not let application\.press subscribe to retail\.alerts\.raised/,
  }),
  users(
    "whoever reads may answer",
    "application.press",
    ["floor-0"],
    (line) => line.replace("permissions: { ", "permissions: { allow_responses: true, "),
    {
      right: ["application.press", "floor", "_INBOX_shop.meshc-probe (in answer)", "publish"],
      why: /floor-0 lets application\.press publish to _INBOX_shop\.meshc-probe in answer/,
    },
  ),
  users("a link may carry more up", "link.floor.uplink", east, allowing("publish", "retail.alerts.>"), {
    right: ["link.floor.uplink", "east", "retail/alerts/raised", "publish", linkListener],
    why: /east-0 lets link\.floor\.uplink publish to retail\.alerts\.raised over a link/,
  }),
  users(
    "a link may carry more down, at its standby target",
    "link.floor.uplink",
    ["west-0"],
    allowing("subscribe", "finance.payments.>"),
    {
      right: ["link.floor.uplink", "west", "finance/payments/booked", "subscribe", linkListener],
      why: /west-0 lets link\.floor\.uplink subscribe to finance\.payments\.booked over a link/,
    },
  ),
  users(
    "a link may carry less up",
    "link.floor.uplink",
    ["east-1"],
    (line) => line.replaceAll(/"plant\.telemetry\.[^"]*"/g, '"nothing"'),
    {
      right: ["link.floor.uplink", "east", "plant/telemetry/{line}/temperature", "publish", linkListener],
      why: /^east-1 does not let link\.floor\.uplink publish to plant\.telemetry\..* over a link/,
    },
  ),
  users(
    "a link may carry less down",
    "link.floor.uplink",
    east,
    (line) => line.replaceAll(/"retail\.alerts\.[^"]*"/g, '"nothing"'),
    {
      right: ["link.floor.uplink", "east", "retail/alerts/raised", "subscribe", linkListener],
      why: /east-0 does not let link\.floor\.uplink subscribe to retail\.alerts\.raised over a link/,
    },
  ),
  users("a link is not let in at one of two instances", "link.floor.uplink", ["east-1"], () => "", {
    right: ["link.floor.uplink", "east", "plant/telemetry/{line}/temperature", "publish", linkListener],
    why: /east-1 refuses the login of link\.floor\.uplink at its listener leafnode/,
  }),
  edited(
    "two identities are swapped",
    {
      right: ["application.shop", "east", "retail/orders/{region}/created", "publish"],
      why: /east-0 does not let application\.shop publish to retail\.orders/,
    },
    async (mesh) => {
      const [shop = "", dashboard = ""] = ["shop", "dashboard"].map(
        (name) => mesh.key(`application.${name}`).publicKey,
      );
      for (const instance of east) {
        mesh.edit(instance, "users.conf", (text) =>
          text.replaceAll(shop, "SHOP").replaceAll(dashboard, shop).replaceAll("SHOP", dashboard),
        );
        await taken(mesh, instance);
      }
    },
  ),
  edited(
    "an application is let in where it may not attach",
    {
      right: ["application.dashboard", "west", "", "connect"],
      why: /west-0 lets application\.dashboard in/,
    },
    async (mesh) => {
      addUsers(mesh, "west-0", userLine(mesh, "east-0", "application.dashboard"));
      await taken(mesh, "west-0");
    },
  ),
  edited(
    "an application is let in as a link where it may not attach",
    {
      right: ["application.dashboard", "west", "", "connect", linkListener],
      why: /west-0 lets application\.dashboard in at its listener leafnode/,
    },
    async (mesh) => {
      addUsers(mesh, "west-0", asAnything(userLine(mesh, "east-0", "application.dashboard")));
      await taken(mesh, "west-0");
    },
  ),
  users(
    "an application is let in as a link where it is at home",
    "application.dashboard",
    ["east-1"],
    asAnything,
    {
      right: ["application.dashboard", "east", "", "connect", linkListener],
      why: /^east-1 lets application\.dashboard in at its listener leafnode/,
    },
  ),
  edited(
    "one instance of a cluster lets anybody in",
    { right: ["nobody", "east", "", "connect"], why: /^east-1 lets nobody in/ },
    async (mesh) => {
      const { publicKey } = mesh.key("application.shop");
      mesh.edit("east-1", "nats.conf", (text) => `no_auth_user: ${publicKey}\n${text}`);
      await restarted(mesh, "east-1");
    },
  ),
  edited(
    "a listener for links takes anybody",
    {
      right: ["nobody", "west", "", "connect", linkListener],
      why: /west-0 lets nobody in at its listener leafnode/,
    },
    async (mesh) => {
      const { publicKey } = mesh.key("application.billing");
      editUser(mesh, "west-0", "application.billing", asAnything);
      mesh.edit("west-0", "nats.conf", (text) => `no_auth_user: ${publicKey}\n${text}`);
      await restarted(mesh, "west-0");
    },
  ),
  ...(["cluster", "gateway"] as const).map((listener) =>
    edited(
      `one instance asks for no password at its listener ${listener}`,
      {
        right: ["nobody", "east", "", "connect", listener],
        why: new RegExp(`^east-1 lets nobody in at its listener ${listener}`),
      },
      async (mesh) => {
        mesh.edit("east-1", `${listener}.conf`, (text) => text.replace(/authorization \{[^}]*\}/, ""));
        await restarted(mesh, "east-1");
      },
    ),
  ),
  edited(
    "a link's key is an application's",
    {
      right: ["link.floor.uplink", "east", "plant/telemetry/{line}/temperature", "publish", linkListener],
      why: /east-[01] (does not let|refuses the login of) link\.floor\.uplink/,
    },
    async (mesh) => {
      for (const instance of east) {
        editUser(mesh, instance, "link.floor.uplink", (line) =>
          line.replace(mesh.key("link.floor.uplink").publicKey, mesh.key("application.other").publicKey),
        );
        await taken(mesh, instance);
      }
    },
  ),
];

/** A user's line, with no word of how it may connect. */
function asAnything(line: string): string {
  return line.replace('allowed_connection_types: ["STANDARD"], ', "");
}

const core = ["core-0", "core-1"];

/** Those of `storedMesh` that give or take what JetStream is told by. */
export const controlSabotages: readonly Sabotage[] = [
  ...(
    [
      ["make a durable", "$JS.API.CONSUMER.CREATE.orders.>", "$JS.API.CONSUMER.CREATE.orders.meshc-probe"],
      ["change another's durable", "$JS.API.CONSUMER.CREATE.orders.billing"],
      ["delete another's durable", "$JS.API.CONSUMER.DELETE.orders.billing"],
      ["empty a stream", "$JS.API.STREAM.PURGE.orders"],
      ["delete a stream", "$JS.API.STREAM.DELETE.orders"],
      ["delete an event", "$JS.API.STREAM.MSG.DELETE.orders"],
      ["read any event", "$JS.API.STREAM.MSG.GET.orders"],
      ["read any event directly", "$JS.API.DIRECT.GET.orders"],
      ["acknowledge for another", "$JS.ACK.orders.billing.>", "$JS.ACK.orders.billing.meshc-probe"],
      ["ask for another's events", "$JS.API.CONSUMER.MSG.NEXT.orders.billing"],
    ] as const
  ).map(([what, subject, topic = subject]) =>
    users(`an application may ${what}`, "application.refunds", core, allowing("publish", subject), {
      right: ["application.refunds", "core", topic, "publish"],
      why: /core-0 lets application\.refunds publish to \$JS\./,
    }),
  ),
  users(
    "a reader may not look its durable up",
    "application.billing",
    core,
    without("$JS.API.CONSUMER.INFO.orders.billing"),
    {
      right: ["application.billing", "core", "$JS.API.CONSUMER.INFO.orders.billing", "publish"],
      why: /core-0 does not let application\.billing publish to \$JS\.API\.CONSUMER\.INFO/,
    },
  ),
  users(
    "a stream may be emptied over a link",
    "link.site.uplink",
    core,
    allowing("publish", "$JS.hub.API.STREAM.PURGE.orders"),
    {
      right: ["link.site.uplink", "core", "$JS.hub.API.STREAM.PURGE.orders", "publish", linkListener],
      why: /core-0 lets link\.site\.uplink publish to \$JS\.hub\.API\.STREAM\.PURGE\.orders over a link/,
    },
  ),
  users(
    "events may not be asked for over a link",
    "link.site.uplink",
    ["west-0"],
    without("$JS.hub.API.CONSUMER.MSG.NEXT.orders.display"),
    {
      right: [
        "link.site.uplink",
        "west",
        "$JS.hub.API.CONSUMER.MSG.NEXT.orders.display",
        "publish",
        linkListener,
      ],
      why: /west-0 does not let link\.site\.uplink publish to \$JS\.hub\.API\.CONSUMER\.MSG\.NEXT/,
    },
  ),
];

function edited(name: string, fault: Sabotage["fault"], work: (mesh: LiveMesh) => Promise<void>): Sabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      await work(mesh);
      return undefined;
    },
  };
}
