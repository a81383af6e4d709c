import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AckPolicy, DeliverPolicy, jetstreamManager } from "@nats-io/jetstream";
import { connect as connectNats, nkeyAuthenticator, type NatsConnection } from "@nats-io/transport-node";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import type { Observed } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { ConfigFile } from "../../compiler/model/workload.ts";
import type { ConnectLink, TlsFiles } from "../../targets/engines/connect/connect-link.ts";
import { edgeIdentity } from "../../targets/engines/connect/ends.ts";
import { connectLive } from "../../targets/engines/connect/live/live.ts";
import { printLink } from "../../targets/engines/connect/print-link.ts";
import { connectCommand } from "../../targets/engines/connect/print-process.ts";
import { linkDurableSettings } from "../../targets/kit/link-durable.ts";
import { mqttFilter } from "../../targets/kit/mqtt-filter.ts";
import { natsSubject } from "../../targets/kit/nats-subject.ts";
import { natsValue } from "../../targets/kit/nats-value.ts";
import { besideProcess } from "../../targets/kit/saved-after.ts";
import { findConnect } from "../../tools/connect.mjs";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { freePorts } from "../nats/free-ports.ts";
import { createKeys } from "../nats/keys.ts";
import { until } from "../nats/until.ts";
import { hubRights, type HubRights } from "./hub-rights.ts";
import { type EdgeUser, writeMosquittoFiles } from "./mosquitto-files.ts";
import { serverFiles, type SiteTls } from "./site-certificates.ts";
import { program, type RunningProgram } from "./running-program.ts";

/** A real Mosquitto, a real nats-server and the engine between them, on loopback. */
export interface ConnectSite {
  readonly link: ConnectLink;
  readonly edge: RunningProgram;
  readonly hub: RunningProgram;
  readonly connect: RunningProgram;
  /** Another hub, which is not started; it has the same users. */
  readonly standby: RunningProgram;
  /** A client of the edge that may publish and read everything. */
  mqtt(clientId: string, options?: IClientOptions): Promise<MqttClient>;
  /** Somebody who may do everything at the hub. */
  nats(at?: "hub" | "standby"): Promise<NatsConnection>;
  /** Makes the streams, and the durables of the link, at a hub. */
  provision(at?: "hub" | "standby"): Promise<void>;
  /** Writes another list of what goes up; the engine takes it in when it is started again. */
  list(up: readonly Pattern[]): void;
  /** Number on the page of metrics, all labels together. */
  metric(name: string): Promise<number>;
  /** Whether all connections of the link are there. */
  ready(): Promise<boolean>;
  /** By what the engine's live part asks the process. */
  readonly observed: Observed;
  stop(): Promise<void>;
}

/** What may differ from test to test. */
export interface SiteOptions {
  readonly name?: string;
  readonly up?: readonly Pattern[];
  /** What goes up at some time: what the link has rights to, and the stream takes in. Default: `up`. */
  readonly everUp?: readonly Pattern[];
  readonly down?: readonly Pattern[];
  /** What is carried at most once. Default: nothing. */
  readonly live?: ConnectLink["live"];
  readonly edgeSettings?: readonly string[];
  readonly hubSettings?: Record<string, number | string>;
  /** Changes the rights that the link has at the hub. */
  readonly hubRights?: (rights: HubRights) => HubRights;
  /** Port of a way to the hub that stands between it and the engine, by the hub's own port. */
  readonly hubBy?: (port: number) => Promise<number>;
  /** The same of the edge. */
  readonly edgeBy?: (port: number) => Promise<number>;
  readonly start?: boolean;
  /** How all speak TLS. Default: nobody does. */
  readonly tls?: SiteTls;
}

const streams = { up: "readings", down: "orders" } as const;
const everything = "everything";

/** Starts all three, with the streams `readings` of what goes up and `orders` of what comes down. */
export async function startSite(options: SiteOptions = {}): Promise<ConnectSite> {
  const { name = "plant", up = [["readings", ">"]], down = [["orders", ">"]] } = options;
  const everUp = options.everUp ?? up;
  const folder = mkdtempSync(join(tmpdir(), "meshc-connect-"));
  const keys = createKeys();
  const live = options.live ?? { up: [], down: [] };
  const identity = `link.${name}`;
  const atEdge = edgeIdentity(name);
  const ports = await freePorts(4);
  const [edgeAt = 0, hubAt = 0, standbyAt = 0, managementAt = 0] = ports;
  const dialed = (await options.hubBy?.(hubAt)) ?? hubAt;
  const dialedEdge = (await options.edgeBy?.(edgeAt)) ?? edgeAt;
  const { tls } = options;
  const link: ConnectLink = {
    name,
    instance: `${name}-connect-0`,
    edge: {
      address: local(dialedEdge),
      password: { kind: "loginPassword", of: atEdge },
      ...(tls && { tls: tls.edge }),
      savedAfter: besideProcess,
    },
    hub: {
      urls: [local(dialed), local(standbyAt)],
      seed: { kind: "seed", of: identity },
      maxPayload: 2 ** 20,
      ...(tls && { tls: tls.hub }),
    },
    management: local(managementAt),
    up,
    down: down.length === 0 ? [] : [{ stream: streams.down, durable: `link_${name}` }],
    live,
  };
  const clients: { end: () => Promise<unknown> }[] = [];
  const keep = <T>(client: T, end: () => Promise<unknown>): T => (clients.push({ end }), client);

  const users = new Map<string, EdgeUser>([
    [everything, { password: everything, rights: ["topic readwrite #", "topic read $SYS/#"] }],
    [
      atEdge,
      {
        password: keys.resolve(link.edge.password),
        rights: edgeRights([...everUp, ...live.up], [...down, ...live.down]),
      },
    ],
  ]);
  const edgeFolder = folderIn(folder, "edge");
  const connectFolder = folderIn(folder, "connect");
  const hubs = ["hub", "standby"].map((at) => folderIn(folder, at));
  await tls?.write({ edge: edgeFolder, hubs, link: connectFolder });
  const { authority, certificate, privateKey } = serverFiles;
  writeMosquittoFiles(edgeFolder, edgeAt, users, [
    ...(tls ? [`cafile ${authority}`, `certfile ${certificate}`, `keyfile ${privateKey}`] : []),
    ...(tls?.edge.own ? ["require_certificate true"] : []),
    ...(options.edgeSettings ?? []),
  ]);
  const rights = (options.hubRights ?? ((same) => same))(
    hubRights(name, { publish: [...everUp, ...live.up], subscribe: live.down, durables: link.down }),
  );
  const hub = async (at: string, port: number) => {
    const where = folderIn(folder, at);
    const accounts = {
      M: {
        jetstream: "enabled",
        users: [
          { nkey: keys.publicKey(everything) },
          { nkey: keys.publicKey(identity), permissions: allowed(rights) },
        ],
      },
    };
    const shown = { ca_file: authority, cert_file: certificate, key_file: privateKey };
    const asked = tls?.hub.own ? { verify: true } : {};
    const conf = {
      listen: `127.0.0.1:${port}`,
      server_name: at,
      accounts,
      ...(tls && { tls: { ...shown, ...asked } }),
      ...options.hubSettings,
    };
    const lines = Object.entries(conf).map(([key, value]) => `${key}: ${natsValue(value as never)}`);
    writeFileSync(join(where, "nats.conf"), [...lines, `jetstream { store_dir: "store" }`, ""].join("\n"));
    return program(
      at,
      await findNatsServer(),
      () => ["-c", "nats.conf"],
      where,
      () => listens(port),
    );
  };
  writeFiles(connectFolder, link, (reference) => keys.resolve(reference));
  let listed = link;
  const site: ConnectSite = {
    link,
    edge: program(
      "edge",
      await findMosquitto(),
      () => ["-c", "mosquitto.conf"],
      edgeFolder,
      () => listens(edgeAt),
    ),
    hub: await hub("hub", hubAt),
    standby: await hub("standby", standbyAt),
    connect: program(
      "connect",
      await findConnect(),
      () => connectCommand(listed).arguments,
      connectFolder,
      () => answers(managementAt, "/ping"),
    ),
    async mqtt(clientId, more = {}) {
      const login = { username: everything, password: everything, reconnectPeriod: 200 };
      const url = `${tls ? "mqtts" : "mqtt"}://127.0.0.1:${edgeAt}`;
      const files = tls ? readTls(connectFolder, tls.edge) : {};
      const client = await connectAsync(url, { clientId, ...login, ...files, ...more });
      client.on("error", () => undefined);
      return keep(client, () => client.endAsync(true));
    },
    async nats(at = "hub") {
      const port = at === "hub" ? hubAt : standbyAt;
      const client = await connectNats({
        ...as(keys.seed(everything), port),
        ...(tls && { tls: readTls(connectFolder, tls.hub) }),
        maxReconnectAttempts: -1,
      });
      return keep(client, () => client.close());
    },
    provision: async (at = "hub") => provision(await site.nats(at), link, everUp, down),
    list(up) {
      listed = { ...link, up };
      writeFiles(connectFolder, listed, (reference) => keys.resolve(reference));
    },
    async metric(metric) {
      const page = await (await fetch(`http://127.0.0.1:${managementAt}/metrics`)).text();
      const line = new RegExp(`^${metric}(?:{[^}]*})? (\\S+)$`, "gm");
      return [...page.matchAll(line)].reduce((sum, [, value]) => sum + Number(value), 0);
    },
    ready: async () => ((await connectLive.observe(site.observed))?.peers.length ?? 0) > 0,
    observed: {
      instance: link.instance,
      endpoint: (listener) => (listener === "connect" ? link.management : undefined),
      secret: () => undefined,
    },
    async stop() {
      await Promise.all(clients.map(({ end }) => end().catch(() => undefined)));
      const all = [site.connect, site.edge, site.hub, site.standby];
      for (const one of all) one.signal("SIGCONT");
      await Promise.all(all.map((one) => one.stop("SIGKILL")));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  if (options.start === false) return site;
  try {
    await Promise.all([site.edge.start(), site.hub.start()]);
    await site.provision();
    await site.connect.start();
    // Before its session exists nothing is kept for it; where a right is kept from it, it is never there.
    await until(() => site.ready(), 5_000);
  } catch (error) {
    await site.stop();
    throw error;
  }
  return site;
}

/** What a client in Node takes of the link's files, as PEM. */
function readTls(folder: string, { authority, own }: TlsFiles) {
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return { ca: read(authority), ...(own && { cert: read(own.certificate), key: read(own.privateKey) }) };
}

/** Writes what the engine runs on, with the values of its secrets. */
function writeFiles(
  folder: string,
  link: ConnectLink,
  resolve: (reference: Exclude<ConfigFile["parts"][number], string>) => string,
): void {
  for (const { path, mode, parts } of printLink(link)) {
    const text = parts.map((part) => (typeof part === "string" ? part : resolve(part))).join("");
    rmSync(join(folder, path), { force: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), mode);
  }
}

async function provision(
  nats: NatsConnection,
  link: ConnectLink,
  up: readonly Pattern[],
  down: readonly Pattern[],
): Promise<void> {
  const manager = await jetstreamManager(nats);
  await manager.streams.add({ name: streams.up, subjects: up.map(natsSubject) });
  if (down.length > 0) await manager.streams.add({ name: streams.down, subjects: down.map(natsSubject) });
  for (const { stream, durable } of link.down)
    await manager.consumers.add(stream, {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.New,
      ...linkDurableSettings(link.name, stream),
    });
  await nats.close();
}

function edgeRights(up: readonly Pattern[], down: readonly Pattern[]): readonly string[] {
  return [
    ...up.map((pattern) => `topic read ${mqttFilter(pattern)}`),
    ...down.map((pattern) => `topic write ${mqttFilter(pattern)}`),
  ];
}

function allowed(rights: { readonly publish: readonly string[]; readonly subscribe: readonly string[] }) {
  const side = (subjects: readonly string[]) =>
    subjects.length > 0 ? { allow: [...subjects] } : { deny: [">"] };
  return { publish: side(rights.publish), subscribe: side(rights.subscribe) };
}

function as(seed: string, port: number) {
  const authenticator = nkeyAuthenticator(new TextEncoder().encode(seed));
  return { servers: `127.0.0.1:${port}`, authenticator };
}

function local(port: number): Endpoint {
  return { host: "127.0.0.1", port };
}

function folderIn(folder: string, name: string): string {
  const made = join(folder, name);
  mkdirSync(made, { recursive: true });
  return made;
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = dial(port, "127.0.0.1", () => (socket.destroy(), done(true)));
    socket.once("error", () => done(false));
  });
}

async function answers(port: number, path: string): Promise<boolean> {
  const options = { signal: AbortSignal.timeout(1_000) };
  return fetch(`http://127.0.0.1:${port}${path}`, options).then(
    (response) => response.ok,
    () => false,
  );
}
