import type { InstanceRecord } from "../../deploy/state/documents.ts";
import type { EffectMesh } from "./effect-mesh.ts";

/** What runs at a moment, as the processes and the brokers themselves tell. */
export interface Snapshot {
  readonly records: ReadonlyMap<string, InstanceRecord>;
  /** Process of each instance, and when it was born. */
  readonly processes: ReadonlyMap<string, string>;
  /** When each server last took its files in: `config_load_time`, or how often a Mosquitto said so. */
  readonly loads: ReadonlyMap<string, string>;
  /** SHA-256 of what each server took in, where it tells it (since 2.12). */
  readonly digests: ReadonlyMap<string, string>;
  /** Links that come in at an instance, each with the broker's own id of its connection. */
  readonly links: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Numbers of the first and the last event of each stream. */
  readonly streams: ReadonlyMap<string, { readonly first: number; readonly last: number }>;
  /** How many events wait at durables that nobody reads by, by name. */
  readonly waiting: ReadonlyMap<string, number>;
}

/** An application whose name begins so has a durable and reads nothing. */
export const sleeper = "sleeper";

/** Asks every instance how it is. */
export async function snapshot(mesh: EffectMesh): Promise<Snapshot> {
  const records = mesh.records();
  const processes = new Map<string, string>();
  const loads = new Map<string, string>();
  const digests = new Map<string, string>();
  const links = new Map<string, ReadonlyMap<string, string>>();
  const streams = new Map<string, { readonly first: number; readonly last: number }>();
  const waiting = new Map<string, number>();
  for (const [name, { engine, process, ports }] of records) {
    processes.set(name, process ? `${process.pid} ${process.born}` : "none");
    if (engine === "mosquitto") loads.set(name, String(mesh.log(name).split("Reloading config").length));
    if (engine !== "nats") continue;
    const varz = await ask(ports["management"], "/varz");
    loads.set(name, String(varz["config_load_time"]));
    if (varz["config_digest"] !== undefined) digests.set(name, String(varz["config_digest"]));
    links.set(name, await linksAt(ports["management"]));
    for (const one of await streamsAt(ports["management"])) {
      // What servers keep for MQTT clients is their own.
      if (one.name.startsWith("$")) continue;
      const { first_seq: first, last_seq: last } = one.state;
      // Of one without events the number of the first is the one that comes next.
      streams.set(`${one.name}`, { first, last });
      for (const { name: durable, num_pending: pending } of one.consumer_detail ?? [])
        if (durable.startsWith(sleeper)) waiting.set(durable, Math.max(pending, waiting.get(durable) ?? 0));
    }
  }
  return { records, processes, loads, digests, links, streams, waiting };
}

async function linksAt(port: number | undefined): Promise<ReadonlyMap<string, string>> {
  const [leafz, gatewayz, connz] = await Promise.all(
    ["/leafz", "/gatewayz", "/connz?auth=1"].map((path) => ask(port, path)),
  );
  const leafs = (leafz?.["leafs"] ?? []) as { name: string; port: number; is_spoke?: boolean }[];
  const gateways = (gatewayz?.["outbound_gateways"] ?? {}) as Record<
    string,
    { connection?: { cid: number } }
  >;
  const connections = (connz?.["connections"] ?? []) as { authorized_user?: string; cid: number }[];
  return new Map([
    ...leafs
      .filter((leaf) => !leaf.is_spoke)
      .map(({ name, port: from }) => [`leaf ${name}`, `${from}`] as const),
    ...Object.entries(gateways).map(([to, { connection }]) => [`hub ${to}`, `${connection?.cid}`] as const),
    ...connections
      .filter(({ authorized_user: user = "" }) => user.startsWith("link."))
      .map(({ authorized_user: user, cid }) => [`client ${user}`, `${cid}`] as const),
  ]);
}

interface StreamDetail {
  readonly name: string;
  readonly state: { readonly first_seq: number; readonly last_seq: number };
  readonly consumer_detail?: readonly {
    readonly name: string;
    readonly num_pending: number;
  }[];
}

async function streamsAt(port: number | undefined): Promise<readonly StreamDetail[]> {
  const jsz = await ask(port, "/jsz?streams=true&consumers=true");
  const accounts = (jsz["account_details"] ?? []) as { stream_detail?: readonly StreamDetail[] }[];
  return accounts.flatMap(({ stream_detail: details = [] }) => details);
}

async function ask(port: number | undefined, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
  return (await response.json()) as Record<string, unknown>;
}
