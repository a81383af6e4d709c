import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VerifyReport } from "../../deploy/verify/report.ts";
import { freePorts } from "../nats/free-ports.ts";
import { pause } from "../nats/until.ts";
import type { LiveMesh } from "./live-mesh.ts";
import { addUsers, allowing, editUser, userLine, without } from "./user-lines.ts";

/** Something done to the brokers of `smallMesh` behind the back of meshc. */
export interface Sabotage {
  readonly name: string;
  /** Resolves to what has to be undone beside the files, if anything. */
  readonly commit: (mesh: LiveMesh) => Promise<(() => Promise<void>) | undefined>;
  /** The flow or right at fault, which the report has to name. */
  readonly fault: Fault;
}

export type Fault =
  | { readonly flow: readonly [event: string, publisher: string, subscriber: string]; readonly why: RegExp }
  | { readonly denied: readonly [application: string, event: string, action: string]; readonly why: RegExp }
  | {
      readonly right: readonly [identity: string, broker: string, topic: string, action: string];
      readonly why: RegExp;
    };

const east = ["east-0", "east-1"];

export const sabotages: readonly Sabotage[] = [
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
  {
    name: "two identities are swapped",
    fault: {
      flow: ["orders.created", "shop", "billing-east"],
      why: /refuses to take retail\.orders.* from shop/,
    },
    commit: async (mesh) => {
      const [shop, dashboard] = ["application.shop", "application.dashboard"].map(
        (name) => mesh.key(name).publicKey,
      );
      for (const instance of east) {
        mesh.edit(instance, "users.conf", (text) =>
          text.replaceAll(shop!, "SHOP").replaceAll(dashboard!, shop!).replaceAll("SHOP", dashboard!),
        );
        await taken(mesh, instance);
      }
      return undefined;
    },
  },
  {
    name: "an application is let in at another broker",
    fault: {
      right: ["application.dashboard", "west", "", "connect"],
      why: /west-0 lets application\.dashboard in/,
    },
    commit: async (mesh) => {
      addUsers(mesh, "west-0", userLine(mesh, "east-0", "application.dashboard"));
      await taken(mesh, "west-0");
      return undefined;
    },
  },
  {
    name: "an application is moved into an account of its own",
    fault: { flow: ["payments.booked", "billing", "ledger"], why: /did not arrive at west-0/ },
    commit: async (mesh) => {
      const line = userLine(mesh, "west-0", "application.ledger");
      editUser(mesh, "west-0", "application.ledger", () => "");
      mesh.edit("west-0", "users.conf", (text) => `${text}\nOTHER {\n  users: [\n${line}\n  ]\n}\n`);
      await taken(mesh, "west-0");
      return undefined;
    },
  },
  {
    name: "logins without credentials are let in",
    fault: { right: ["nobody", "west", "", "connect"], why: /west-0 lets nobody in/ },
    commit: async (mesh) => {
      mesh.edit(
        "west-0",
        "nats.conf",
        (text) => `no_auth_user: ${mesh.key("application.ledger").publicKey}\n${text}`,
      );
      await restarted(mesh, "west-0");
      return undefined;
    },
  },
  {
    name: "an event is moved to another address",
    fault: {
      flow: ["orders.created", "shop", "ledger"],
      why: /arrived as retail\.orders\.(eu|meshc-probe-\w+)\.cancelled at ledger/,
    },
    commit: async (mesh) => {
      await mappedAt(mesh, east, '"retail.orders.*.created": "retail.orders.$1.cancelled"');
      return undefined;
    },
  },
  {
    name: "an event is moved to an address that nobody reads",
    fault: {
      flow: ["alerts.raised", "shop", "press"],
      why: /retail\.alerts\.raised published at east-1 did not arrive at floor-0/,
    },
    commit: async (mesh) => {
      await mappedAt(mesh, ["east-1"], '"retail.alerts.raised": "retail.alerts.nowhere"');
      return undefined;
    },
  },
  {
    name: "half of an event's messages are lost",
    fault: { flow: ["payments.booked", "billing", "ledger"], why: /did not arrive at west-0/ },
    commit: async (mesh) => {
      await mappedAt(
        mesh,
        ["west-0"],
        '"finance.payments.booked": [ { destination: "finance.payments.booked", weight: 20% } ]',
      );
      return undefined;
    },
  },
  {
    name: "an instance of a cluster is killed",
    fault: { flow: ["payments.audited", "billing", "shop"], why: /east-1 does not answer/ },
    commit: async (mesh) => {
      await mesh.kill("east-1");
      return undefined;
    },
  },
  {
    name: "an instance of a cluster is cut from its peers",
    fault: {
      flow: ["orders.created", "shop", "billing-east"],
      why: /published at east-[01] did not arrive at east-[01]/,
    },
    commit: async (mesh) => {
      mesh.edit("east-1", "cluster.conf", (text) => text.replaceAll("password-of-cluster.east", "another"));
      await restarted(mesh, "east-1");
      return undefined;
    },
  },
  {
    name: "the gateway between two hubs is gone",
    fault: { flow: ["orders.created", "shop", "ledger"], why: /did not arrive at west-0/ },
    commit: async (mesh) => {
      mesh.edit("west-0", "gateway.conf", (text) => text.replace("password-of-gateway.hubs", "another"));
      await restarted(mesh, "west-0");
      return undefined;
    },
  },
  {
    name: "one instance has no gateway",
    fault: {
      flow: ["orders.created", "shop", "ledger"],
      why: /published at east-1 did not arrive at west-0/,
    },
    commit: async (mesh) => {
      mesh.edit("east-1", "nats.conf", (text) => text.replace(/gateway \{[^}]*\}/, ""));
      await restarted(mesh, "east-1");
      return undefined;
    },
  },
  {
    name: "the leaf link of an edge is gone",
    fault: {
      flow: ["telemetry.temperature", "press", "dashboard"],
      why: /published at floor-0 did not arrive at east-[01]/,
    },
    commit: async (mesh) => {
      mesh.edit("floor-0", "leafnodes.conf", (text) =>
        text.replace(/nkey: "[^"]*"/, `nkey: "${mesh.key("link.nobody").seed}"`),
      );
      await restarted(mesh, "floor-0");
      return undefined;
    },
  },
  {
    name: "an edge keeps an event to itself",
    fault: {
      flow: ["telemetry.temperature", "press", "eu-report"],
      why: /published at floor-0 did not arrive at west-0/,
    },
    commit: async (mesh) => {
      mesh.edit("floor-0", "leafnodes.conf", (text) =>
        text.replace("account: MESH", 'deny_exports: "plant.>", account: MESH'),
      );
      await restarted(mesh, "floor-0");
      return undefined;
    },
  },
  {
    name: "an edge is stopped",
    fault: { flow: ["alerts.raised", "shop", "press"], why: /floor-0 does not answer/ },
    commit: async (mesh) => {
      await mesh.kill("floor-0");
      return undefined;
    },
  },
  {
    name: "another server bridges a hub and an edge, so that events arrive twice",
    fault: { flow: ["alerts.raised", "shop", "press"], why: /arrived \d+ times too often at floor-0/ },
    commit: bridged,
  },
];

function users(
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

async function taken(mesh: LiveMesh, instance: string): Promise<void> {
  const outcome = await mesh.reload(instance);
  if (outcome !== "taken") throw new Error(`${instance} has ${outcome} its reload`);
}

async function restarted(mesh: LiveMesh, instance: string): Promise<void> {
  if (!(await mesh.restart(instance))) throw new Error(`${instance} did not start`);
  await pause(2500);
}

async function mappedAt(mesh: LiveMesh, instances: readonly string[], mapping: string): Promise<void> {
  for (const instance of instances) {
    mesh.edit(instance, "users.conf", (text) =>
      text.replace("MESH {\n", `MESH {\n  mappings: { ${mapping} }\n`),
    );
    await taken(mesh, instance);
  }
}

/**
 * A server of two accounts that hands events from one to the other: a leaf of a hub in one, and dialed by an edge in
 * the other. No server can see that circle, since it leads through two accounts.
 */
async function bridged(mesh: LiveMesh): Promise<() => Promise<void>> {
  const [port = 0, leafPort = 0] = await freePorts(2);
  addUsers(mesh, "east-0", `    { nkey: "${mesh.key("link.rogue").publicKey}" }`);
  await taken(mesh, "east-0");
  const folder = join(mesh.folder, "rogue");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "nats.conf"),
    `listen: "127.0.0.1:${port}"
accounts {
  IN { exports: [ { stream: "retail.alerts.>" } ] }
  OUT { imports: [ { stream: { account: IN, subject: "retail.alerts.>" } } ] }
}
leafnodes {
  listen: "127.0.0.1:${leafPort}"
  authorization { user: "floor", password: "floor", account: OUT }
  remotes: [ {
    urls: ["nats-leaf://127.0.0.1:${mesh.port("east-0", "leafnode")}"]
    account: IN
    nkey: "${mesh.key("link.rogue").seed}"
  } ]
}
`,
  );
  const rogue = spawn(mesh.program, ["--config", "nats.conf"], { cwd: folder, stdio: "ignore" });
  const gone = new Promise<void>((done) => rogue.once("exit", () => done()));
  mesh.edit("floor-0", "leafnodes.conf", (text) =>
    text.replace(
      "remotes: [",
      `remotes: [\n  { urls: ["nats-leaf://floor:floor@127.0.0.1:${leafPort}"], account: MESH }`,
    ),
  );
  await restarted(mesh, "floor-0");
  return async () => {
    rogue.kill("SIGKILL");
    await gone;
  };
}

/** Whether a report says what is at fault, and why. */
export function names(report: VerifyReport, fault: Fault): boolean {
  const failed = <T extends { readonly verdict: string; readonly why?: string }>(list: readonly T[]) =>
    list.filter((each) => each.verdict === "failed" && fault.why.test(each.why ?? ""));
  if ("flow" in fault) {
    const [event, publisher, subscriber] = fault.flow;
    return failed(report.flows).some(
      (flow) => flow.event === event && flow.publisher === publisher && flow.subscriber === subscriber,
    );
  }
  if ("denied" in fault) {
    const [application, event, action] = fault.denied;
    return failed(report.denied).some(
      (each) => each.application === application && each.event === event && each.action === action,
    );
  }
  const [identity, broker, topic, action] = fault.right;
  return failed(report.rights ?? []).some(
    (each) =>
      each.identity === identity && each.broker === broker && each.topic === topic && each.action === action,
  );
}

/** Every verdict of a report that is not `ok`, as text. */
export function failuresOf(report: VerifyReport): readonly string[] {
  const verdicts = [...report.flows, ...report.denied, ...(report.rights ?? [])];
  return verdicts.filter(({ verdict }) => verdict !== "ok").map((each) => JSON.stringify(each));
}
