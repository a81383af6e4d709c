import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { freePorts } from "../nats/free-ports.ts";
import { loopback } from "../nats/loopback.ts";
import { type StallingProxy, startProxy } from "./stalling-proxy.ts";

/** What a disturbance does to links. */
export type LinkAction = "stall" | "flow" | "cut" | "mend";

/** Addresses with a proxy before every listener that another broker dials. */
export interface DisturbedLinks {
  readonly addressing: Addressing;
  /** Ports of all proxies. */
  readonly ports: ReadonlySet<number>;
  /** Does it to all connections that servers of one broker dial to those of another, at the same moment. */
  act(action: LinkAction, from: string, to: string): Promise<void>;
  close(): Promise<void>;
}

/** A way that servers of `from` dial to one listener of a server of `to`. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly key: string;
  readonly target: number;
}

/** Starts the proxies. Each broker has to be in the environment of its name, by which is known who dials. */
export async function disturbedLinks(topology: Topology): Promise<DisturbedLinks> {
  const direct = await loopback(topology);
  const ways = waysOf(topology, direct);
  const ports = await freePorts(ways.length);
  const portOf = new Map(ways.map(({ key }, index) => [key, ports[index] ?? 0]));
  const proxies = new Map<Way, StallingProxy>();
  for (const way of ways) {
    const among = ways.filter(({ from, to }) =>
      [from, to].every((end) => end === way.from || end === way.to),
    );
    const rewrite = rewriter(new Map(among.map(({ target, key }) => [target, portOf.get(key) ?? 0])));
    proxies.set(way, await startProxy(portOf.get(way.key) ?? 0, way.target, rewrite));
  }
  return {
    addressing: {
      bind: direct.bind,
      namesOf: direct.namesOf,
      dial(instance, listener, environment) {
        const port = portOf.get(keyOf(environment ?? "", instance, listener));
        return port === undefined
          ? direct.dial(instance, listener, environment)
          : { host: "127.0.0.1", port };
      },
    },
    ports: new Set(ports),
    async act(action, from, to) {
      const meant = [...proxies].filter(([way]) => way.from === from && way.to === to);
      if (meant.length === 0) throw new Error(`${from} does not dial ${to}`);
      await Promise.all(meant.map(([, proxy]) => proxy[action]()));
    },
    async close() {
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    },
  };
}

function waysOf(topology: Topology, direct: Addressing): readonly Way[] {
  return topology.links.flatMap(({ kind, from, to, standby }) => {
    const pairs = [to, ...standby].map((target) => [from, target] as const);
    const both = kind.dial === "both" ? pairs.map(([one, other]) => [other, one] as const) : [];
    return [...pairs, ...both].flatMap(([dialer, target]) =>
      (topology.brokers.get(target)?.broker.instances ?? []).map(({ name }) => ({
        from: dialer,
        to: target,
        key: keyOf(dialer, name, kind.listener),
        target: direct.bind(name, kind.listener).port,
      })),
    );
  });
}

function keyOf(dialer: string, instance: string, listener: string): string {
  return `${dialer} ${listener} ${instance}`;
}

/**
 * Hubs tell each other in `INFO` where their gateways listen, past the proxies. All ports have five digits, so that one
 * stands in the place of another. Hubs of 2.10 to 2.14 tell leaf nodes too, `no_advertise` or not, and compressed: on
 * these a switch of uplinks cannot be tried so.
 */
function rewriter(proxyOf: ReadonlyMap<number, number>): (chunk: Buffer) => Buffer {
  return (chunk) => {
    if (!chunk.includes("gateway_url")) return chunk;
    let text = chunk.toString("latin1");
    for (const [port, proxy] of proxyOf) text = text.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${proxy}`);
    return Buffer.from(text, "latin1");
  };
}
