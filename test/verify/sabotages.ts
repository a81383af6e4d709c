import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../nats/free-ports.ts";
import { pause } from "../nats/until.ts";
import type { LiveMesh } from "./live-mesh.ts";
import { addUsers, editUser, userLine } from "./user-lines.ts";
import { taken, userSabotages } from "./user-sabotages.ts";
import type { Fault } from "./fault.ts";

/** Something done to the brokers of `smallMesh` behind the back of meshc. */
export interface Sabotage {
  readonly name: string;
  /** Resolves to what has to be undone beside the files, if anything. */
  readonly commit: (mesh: LiveMesh) => Promise<(() => Promise<void>) | undefined>;
  /** The flow or right at fault, which the report has to name. */
  readonly fault: Fault;
}

const east = ["east-0", "east-1"];

/** All of them. */
export const sabotages: readonly Sabotage[] = [
  ...userSabotages,
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
      await intoOtherAccount(mesh, "application.ledger");
      return undefined;
    },
  },
  {
    name: "a link's login is moved into an account of its own",
    fault: {
      right: ["link.floor.uplink", "west", "plant/telemetry/{line}/temperature", "publish"],
      why: /west-0 lets link\.floor\.uplink publish to .*, but nothing of it arrived at/,
    },
    commit: async (mesh) => {
      await intoOtherAccount(mesh, "link.floor.uplink");
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
      mesh.edit("east-1", "cluster.conf", (text) =>
        text
          .replaceAll(/password: "[^"]*"/g, 'password: "another"')
          .replaceAll(/cluster:[^@]*@/g, "cluster:another@"),
      );
      await restarted(mesh, "east-1");
      return undefined;
    },
  },
  {
    name: "the gateway between two hubs is gone",
    fault: { flow: ["orders.created", "shop", "ledger"], why: /did not arrive at west-0/ },
    commit: async (mesh) => {
      mesh.edit("west-0", "gateway.conf", (text) => text.replace(/password: "[^"]*"/, 'password: "another"'));
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

async function intoOtherAccount(mesh: LiveMesh, identity: string): Promise<void> {
  const line = userLine(mesh, "west-0", identity);
  editUser(mesh, "west-0", identity, () => "");
  mesh.edit("west-0", "users.conf", (text) => `${text}\nOTHER {\n  users: [\n${line}\n  ]\n}\n`);
  await taken(mesh, "west-0");
}

/** Starts an instance anew on its files and gives its links time. */
export async function restarted(mesh: LiveMesh, instance: string): Promise<void> {
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
