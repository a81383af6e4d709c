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
/** Account to group to what a server knows of it: not there in 2.10.7, in 2.10.22 it is (source). */
export interface Raftz {
  readonly [account: string]: Readonly<Record<string, RaftGroup>>;
}
export interface RaftGroup {
  readonly peers?: Readonly<Record<string, RaftPeer>>;
}
export interface RaftPeer {
  readonly name?: string;
  /** As Go prints durations, such as `1m3.2s` or `782.921988ms`; absent = never. */
  readonly last_seen?: string;
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
