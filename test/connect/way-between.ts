import { type StallingProxy, startProxy } from "../disturbed/stalling-proxy.ts";
import { freePorts } from "../nats/free-ports.ts";

/** A way to one of a site's brokers, which a test can disturb once the site is up. */
export interface WayBetween {
  /** What a site takes as `hubBy` or `edgeBy`. */
  readonly by: (port: number) => Promise<number>;
  /** Throws before the site is up. */
  proxy(): StallingProxy;
  close(): Promise<void>;
}

/** A way that hands on all bytes as they are. */
export function wayBetween(): WayBetween {
  let proxy: StallingProxy | undefined;
  return {
    async by(port) {
      const [between = 0] = await freePorts(1);
      proxy = await startProxy(between, port, (chunk) => chunk);
      return between;
    },
    proxy() {
      if (!proxy) throw new Error("nothing has asked for the way");
      return proxy;
    },
    close: async () => proxy?.close(),
  };
}
