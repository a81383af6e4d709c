import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask } from "../ask.mjs";
import { until } from "../patience.mjs";
import { makeStreams } from "./streams.mjs";

const folderOfFiles = fileURLToPath(new URL(".", import.meta.url));
const monitoring = { core: 7101, west: 7111, edge: 7121 };
const core = "127.0.0.1:7100";
const west = "127.0.0.1:7110";
const edge = "127.0.0.1:7120";

const places = {
  shop: { at: core },
  books: { at: west, stream: "ORDERS_WEST", consumer: "books" },
  packer: { at: west, stream: "STOCK", consumer: "packers" },
  till: { at: edge },
  ledger: { at: core, stream: "SALES", consumer: "ledger" },
  display: { at: edge, stream: "PRICES", consumer: "display", domain: "hub" },
};

/** Starts the hand-written mesh in a folder that it makes, waits until it is linked, and makes its streams. */
export async function startHandWrittenMesh(folder, program) {
  await refuseOthers();
  mkdirSync(folder);
  const servers = Object.keys(monitoring).map((name) => startServer(name, join(folder, name), program));
  const stop = () => Promise.all(servers.map(({ end }) => end()));
  try {
    await until(() => isReady(servers), 60, "the hand-written mesh");
    await makeStreams(core);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: "byHand",
    login: (application) => ({
      servers: places[application].at,
      user: application,
      pass: `bench-${application}`,
    }),
    durable: (application) => places[application],
    processIds: servers.map(({ pid }) => pid),
    edgeMonitoring: monitoring.edge,
    stop,
  };
}

/** In a session of its own, as `meshc up` starts them: Linux shares processor time out by session. */
function startServer(name, folder, program) {
  mkdirSync(folder);
  const logFile = join(folder, "log");
  const log = openSync(logFile, "a");
  const options = { cwd: folder, stdio: ["ignore", log, log], detached: true };
  const child = spawn(program, ["--config", join(folderOfFiles, `${name}.conf`)], options);
  closeSync(log);
  const kill = () => child.kill();
  process.once("exit", kill);
  const ended = new Promise((done) => child.once("exit", () => done(process.off("exit", kill))));
  return {
    pid: child.pid,
    mustRun() {
      if (child.exitCode !== null) throw new Error(`${name} ended:\n${readFileSync(logFile, "utf8")}`);
    },
    end() {
      kill();
      return ended;
    },
  };
}

/** The ports are fixed: servers that somebody left running would be taken for those that are started. */
async function refuseOthers() {
  for (const [name, port] of Object.entries(monitoring))
    if (await ask(port, "healthz"))
      throw new Error(`something listens on port ${port}, which is for ${name}`);
}

/** Hubs are healthy once they have agreed on who leads their streams. */
async function isReady(servers) {
  for (const server of servers) server.mustRun();
  const [atCore, atWest, leaves, gateways] = await Promise.all([
    ask(monitoring.core, "healthz"),
    ask(monitoring.west, "healthz"),
    ask(monitoring.edge, "leafz"),
    ask(monitoring.core, "gatewayz"),
  ]);
  const linked = leaves?.leafnodes === 1 && gateways?.outbound_gateways?.west !== undefined;
  return atCore?.status === "ok" && atWest?.status === "ok" && linked;
}
