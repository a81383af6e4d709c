import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Addressing, Endpoint } from "../../compiler/model/address.ts";
import type { Ports } from "./allocate-ports.ts";

/** Everything on 127.0.0.1, whoever dials, at the ports given out. */
export function loopbackAddressing(ports: Ports): Addressing {
  const endpoint = (instance: string, listener: string): Endpoint => {
    const port = ports.get(instance)?.get(listener);
    invariant(port !== undefined, `no port was given to ${listener} of ${instance}`);
    return { host: "127.0.0.1", port };
  };
  return { bind: endpoint, dial: endpoint, namesOf: () => ["127.0.0.1", "localhost"] };
}
