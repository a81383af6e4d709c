import type { Fault } from "./fault.ts";
import type { LiveMesh } from "./live-mesh.ts";
import type { Sabotage } from "./sabotages.ts";
import { allowing, editUser, without } from "./user-lines.ts";

const east = ["east-0", "east-1"];

/** Those that change the line of one user. */
export const userSabotages: readonly Sabotage[] = [
  users("a right to publish is taken", "application.shop", east, without("retail.orders.*.cancelled"), {
    flow: ["orders.cancelled", "shop", "ledger"],
    why: /refuses to take retail\.orders\..*\.cancelled from shop/,
  }),
  users(
    "a right to publish is taken at one of two instances",
    "application.shop",
    ["east-1"],
    without("retail.orders.*.created"),
    {
      flow: ["orders.created", "shop", "billing"],
      why: /east-1 refuses to take/,
    },
  ),
  users(
    "a right to publish is narrowed to one value",
    "application.press",
    ["floor-0"],
    replacing("telemetry.*.", "telemetry.line1."),
    {
      flow: ["telemetry.temperature", "press", "dashboard"],
      why: /floor-0 refuses to take/,
    },
  ),
  users("a right to subscribe is taken", "application.ledger", ["west-0"], without("retail.orders.>"), {
    flow: ["orders.created", "shop", "ledger"],
    why: /west-0 refuses its subscription to retail\.orders\.>/,
  }),
  users("a right to publish is widened", "application.dashboard", east, allowing("publish", "plant.>"), {
    denied: ["dashboard", "telemetry.temperature", "publish"],
    why: /east-0 lets application\.dashboard publish to plant\.telemetry/,
  }),
  users(
    "a right to subscribe is widened by wildcard at one instance",
    "application.dashboard",
    ["east-1"],
    allowing("subscribe", "retail.>"),
    {
      denied: ["dashboard", "orders.created", "subscribe"],
      why: /east-1 lets application\.dashboard subscribe to .* arrived there/,
    },
  ),
  users(
    "a narrowed right is widened to all values",
    "application.eu-report",
    ["west-0"],
    replacing("orders.eu.created", "orders.*.created"),
    {
      denied: ["eu-report", "orders.created", "subscribe"],
      why: /west-0 lets application\.eu-report subscribe to retail\.orders\.meshc-probe/,
    },
  ),
  users(
    "everything is allowed to an application",
    "application.eu-report",
    ["west-0"],
    allowing("subscribe", ">"),
    {
      right: ["application.eu-report", "west", ">", "subscribe"],
      why: /west-0 lets application\.eu-report subscribe to >/,
    },
  ),
  users(
    "the server's own events are opened",
    "application.ledger",
    ["west-0"],
    allowing("subscribe", "$SYS.>"),
    {
      right: ["application.ledger", "west", "$SYS.>", "subscribe"],
      why: /west-0 lets application\.ledger subscribe to \$SYS\.>/,
    },
  ),
  users(
    "another application's replies are opened",
    "application.ledger",
    ["west-0"],
    allowing("subscribe", "_INBOX_shop.>"),
    {
      right: ["application.ledger", "west", "_INBOX_shop.>", "subscribe"],
      why: /west-0 lets application\.ledger subscribe to _INBOX_shop\.>/,
    },
  ),
  users(
    "a group's events may be read outside the group",
    "application.billing",
    ["west-0"],
    replacing(".created billing", ".created"),
    {
      denied: ["billing", "orders.created", "subscribe"],
      why: /west-0 lets application\.billing subscribe to retail\.orders/,
    },
  ),
  users(
    "a group gets another name",
    "application.billing",
    ["west-0"],
    replacing(".created billing", ".created cashing"),
    {
      flow: ["orders.created", "shop", "billing"],
      why: /west-0 refuses its subscription/,
    },
  ),
  users("an application is removed", "application.dashboard", east, () => "", {
    flow: ["telemetry.temperature", "press", "dashboard"],
    why: /refuses the login of application\.dashboard/,
  }),
  users("a link's rights are widened", "link.floor.uplink", east, allowing("subscribe", "retail.orders.>"), {
    right: ["link.floor.uplink", "east", "retail/orders/>", "subscribe"],
    why: /lets link\.floor\.uplink subscribe to retail\.orders\.>/,
  }),
  users(
    "a link's rights at its standby target are taken",
    "link.floor.uplink",
    ["west-0"],
    without("plant.telemetry.>"),
    {
      right: ["link.floor.uplink", "west", "plant/telemetry/{line}/temperature", "publish"],
      why: /west-0 does not let link\.floor\.uplink publish/,
    },
  ),
];

/** A sabotage that changes the line of one user at some instances. */
export function users(
  name: string,
  identity: string,
  instances: readonly string[],
  change: (line: string) => string,
  fault: Fault,
): Sabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      for (const instance of instances) {
        editUser(mesh, instance, identity, change);
        await taken(mesh, instance);
      }
      return undefined;
    },
  };
}

function replacing(before: string, after: string): (line: string) => string {
  return (line) => line.replaceAll(before, after);
}

/** Makes a server take its files. */
export async function taken(mesh: LiveMesh, instance: string): Promise<void> {
  const outcome = await mesh.reload(instance);
  if (outcome !== "taken") throw new Error(`${instance} has ${outcome} its reload`);
}
