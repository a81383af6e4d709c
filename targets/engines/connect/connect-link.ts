import type { Endpoint } from "../../../compiler/model/address.ts";
import type { Pattern } from "../../../compiler/model/topic.ts";
import type { LoginReference } from "../../../compiler/model/workload.ts";

/** A link between a Mosquitto edge and a NATS hub as the process that carries it has to know it. */
export interface ConnectLink {
  /** Name of the link; it logs in at the hub as `link.<name>`, and at the edge as `connect.<name>`. */
  readonly name: string;
  /** Name of the instance, which the process tells to whoever asks it. */
  readonly instance: string;
  readonly edge: EdgeEnd;
  readonly hub: HubEnd;
  /** Where its metrics and its health are asked for. */
  readonly management: Endpoint;
  /**
   * What is published at the edge and read beyond, at-least-once: no two take in the same topic, and none takes in one
   * that comes down, which would be sent round and round.
   */
  readonly up: readonly Pattern[];
  /** Where what is published beyond and read at the edge is kept for this link. */
  readonly down: readonly LinkDurable[];
  /** What is carried at most once, of which the same holds. */
  readonly live: { readonly up: readonly Pattern[]; readonly down: readonly Pattern[] };
}

/** The Mosquitto broker beside the process. */
export interface EdgeEnd {
  readonly address: Endpoint;
  /** Of kind `loginPassword`: a secret whose value needs no quoting. */
  readonly password: LoginReference;
  readonly tls?: TlsFiles;
  /** Changes after which it saves; 0 = it cannot be made to. */
  readonly savedAfter: number;
}

/** The NATS broker that is dialed. */
export interface HubEnd {
  /** In the order in which they are to be tried. */
  readonly urls: readonly Endpoint[];
  readonly seed: LoginReference;
  /** Bytes of the largest message that it takes, headers included. */
  readonly maxPayload: number;
  readonly tls?: TlsFiles;
}

/** Files of TLS, relative to the instance's folder. */
export interface TlsFiles {
  /** Of who signed what the other end shows. */
  readonly authority: string;
  /** What this end shows. */
  readonly own?: { readonly certificate: string; readonly privateKey: string };
}

/** A durable consumer of a stream. */
export interface LinkDurable {
  readonly stream: string;
  readonly durable: string;
  /** What it gives out of the stream, where that is one pattern. */
  readonly only?: Pattern;
}
