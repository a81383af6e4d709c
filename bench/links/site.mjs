import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createUser } from "@nats-io/nkeys";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { findConnect } from "../../tools/connect.mjs";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { freePorts, start } from "./processes.mjs";

const byHand = fileURLToPath(new URL("by-hand", import.meta.url));
const login = { user: "application", pass: "secret" };

/**
 * An edge and a hub, each on what is written by hand, and the link between them: `kind` is that of the link, `name` says
 * whose it is, `meshc` or `byHand`.
 */
export async function startSite(folder, kind, name, printers) {
  const [edge, hub, mqtt, management] = await freePorts(4);
  const key = createUser();
  const linkKey = key.getPublicKey();
  const values = { edge, hub, mqtt, management, linkKey, account: userInfo().username };
  const ports = { edge, hub, mqtt, management };
  const seed = new TextDecoder().decode(key.getSeed());
  const site = { folder, ports, printers, seed, write: (file, to) => fill(folder, file, to, values) };
  mkdirSync(join(folder, "bridges"), { recursive: true });
  site.write("hub.conf");
  site.write("edge.conf");
  const running = [await start("hub", await findNatsServer(), ["-c", "hub.conf"], folder, hub)];
  await makeStreams(hub);
  if (kind === "bridge") bridges[name](site);
  running.push(await start("edge", await findMosquitto(), ["-c", "edge.conf"], folder, edge));
  if (kind === "connect") {
    const parameters = await connects[name](site);
    running.push(await start("connect", await findConnect(), parameters, folder, management));
  }
  const stop = async () => {
    for (const one of running.toReversed()) await one.stop();
  };
  return { name, kind, ports, login, processIds: running.map(({ pid }) => pid), stop };
}

async function makeStreams(port) {
  const nats = await connect({ servers: `127.0.0.1:${port}`, ...login });
  const manager = await jetstreamManager(nats);
  await manager.streams.add({ name: "READINGS", subjects: ["readings.>"] });
  await manager.streams.add({ name: "ORDERS", subjects: ["orders.>"] });
  await nats.close();
}

const connects = {
  async byHand({ write }) {
    for (const file of ["connect.yaml", "up.yaml", "down.yaml"]) write(file);
    return ["-c", "connect.yaml", "streams", "up.yaml", "down.yaml"];
  },
  async meshc({ folder, ports, printers, seed }) {
    const { printLink, connectCommand, linkDurableSettings } = printers;
    const link = linkOf(ports, "link_plant");
    const nats = await connect({ servers: `127.0.0.1:${ports.hub}`, ...login });
    const [{ stream, durable }] = link.down;
    const settings = linkDurableSettings("plant", stream);
    await (await jetstreamManager(nats)).consumers.add(stream, { durable_name: durable, ...settings });
    await nats.close();
    for (const { path, mode, parts } of printLink(link)) {
      const secret = ({ kind }) => (kind === "seed" ? seed : "secret");
      writePrinted(join(folder, path), mode, parts, secret);
    }
    return connectCommand(link).arguments;
  },
};

const bridges = {
  byHand: ({ write }) => write("bridge.conf", "bridges/bridge.conf"),
  meshc({ folder, ports, printers }) {
    const bridged = (...pattern) => [{ pattern, delivery: "at-least-once" }];
    const [up, down] = [bridged("readings", ">"), bridged("orders", ">")];
    const addresses = [{ host: "127.0.0.1", port: ports.mqtt }];
    const { path, mode, parts } = printers.printBridge({ link: "plant", addresses, up, down });
    writePrinted(join(folder, path), mode, parts, () => "secret");
  },
};

function linkOf(ports, durable) {
  const at = (port) => ({ host: "127.0.0.1", port });
  return {
    name: "plant",
    instance: "plant-connect-0",
    edge: {
      address: at(ports.edge),
      password: { kind: "loginPassword", of: "connect.plant" },
      savedAfter: 24,
    },
    hub: { urls: [at(ports.hub)], seed: { kind: "seed", of: "link.plant" }, maxPayload: 2 ** 20 },
    management: at(ports.management),
    up: [["readings", ">"]],
    down: [{ stream: "ORDERS", durable }],
    live: { up: [], down: [] },
  };
}

function writePrinted(path, mode, parts, secret) {
  writeFileSync(path, parts.map((part) => (typeof part === "string" ? part : secret(part))).join(""));
  chmodSync(path, mode);
}

function fill(folder, file, to = file, values) {
  const text = readFileSync(join(byHand, file), "utf8");
  writeFileSync(
    join(folder, to),
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => String(values[name])),
  );
}
