import type { Endpoint } from "../../../../compiler/model/address.ts";
import { hostPort } from "../../../kit/host-port.ts";

/** What is read of the monitoring listener's documents (NATS manual, Monitoring). */
export interface Varz {
  readonly server_name: string;
  readonly version: string;
  readonly config_load_time: string;
}
export interface Routez {
  readonly routes?: readonly { readonly remote_name?: string }[];
}
export interface Gatewayz {
  readonly outbound_gateways?: Readonly<Record<string, unknown>>;
}
export interface Leaf {
  /** Absent before 2.11. */
  readonly id?: number;
  /** Name of the server at the other end. */
  readonly name?: string;
}
export interface Leafz {
  readonly leafs?: readonly Leaf[] | null;
}
export interface Connz {
  readonly connections?: readonly { readonly cid: number }[];
}

const patience = 3_000;

/** Reads one document, such as `/varz`; `undefined` where nothing sound answers in time. */
export async function monitoring<T>(listener: Endpoint, path: string): Promise<T | undefined> {
  try {
    const response = await fetch(`http://${hostPort(listener)}${path}`, {
      signal: AbortSignal.timeout(patience),
    });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}
