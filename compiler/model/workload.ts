import type { Json } from "./json.ts";

/**
 * What an engine asks a platform to run: where engines and platforms meet. One per broker. An engine makes it,
 * any platform brings it about, and neither knows the other.
 */
export interface Workload {
  readonly broker: string;
  readonly environment: string;
  readonly engine: string;
  /** Minor version the files are made for. */
  readonly version: string;
  readonly instances: readonly WorkloadInstance[];
  /** What is made inside the running broker, in this order, through its own interface. */
  readonly provisions: readonly Provision[];
}

/** A thing inside a running broker, as its engine's interface takes it. */
export interface Provision {
  /** The engine's word, such as `stream` or `consumer`. */
  readonly kind: string;
  readonly name: string;
  /** Name of the provision that it belongs to. */
  readonly within?: string;
  readonly settings: { readonly [key: string]: Json };
  /** What is of a later stage is made once all of an earlier one is, at whatever broker: copies after what they copy. */
  readonly stage: number;
  /** Set where it is filled from others of its kind. */
  readonly copies?: true;
  /** Set where what it keeps is drawn from it by another of its kind. */
  readonly drawn?: true;
  /**
   * Brokers that may have kept the same for its reader before, and that cannot be asked by way of the one that keeps it
   * now: what is made goes on where that was.
   */
  readonly keptBefore?: readonly string[];
}

/** One process. */
export interface WorkloadInstance {
  /** `<broker>-<index>`, or `link.<link>` of one that carries a link. */
  readonly name: string;
  /** Of one that carries a link, the instance of the broker on whose machine it runs: its listener is counted among that one's. */
  readonly beside?: string;
  /** Host name in the manifest, where the environment has hosts. */
  readonly host?: string;
  readonly files: readonly ConfigFile[];
  readonly command: Command;
  readonly listeners: readonly BoundListener[];
  readonly health: HealthProbe;
  /** How a changed file is taken in without a restart. */
  readonly reload: { readonly signal: "SIGHUP" };
  /** How it is ended, and how long that may take. */
  readonly stop: { readonly signal: "SIGTERM"; readonly graceSeconds: number };
}

/** Program by name, found by the platform; arguments name files relative to the instance's folder. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** A port that an instance listens on. */
export interface BoundListener {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Set where whoever connects has to speak TLS. */
  readonly tls?: true;
  /** Who signed what is shown there, where the user keeps it; else the mesh's own authority did. */
  readonly knownBy?: GivenReference;
}

/** Asked until it answers as said. One of `tcp` takes connections at a listener once it serves. */
export type HealthProbe = HttpProbe | { readonly kind: "tcp"; readonly listener: string };

/** Asked over HTTP. */
export interface HttpProbe {
  readonly kind: "http";
  readonly listener: string;
  /** Answers once the instance serves by itself. */
  readonly path: string;
  /** Answers once it also agrees with the others that store; absent where there is nothing to agree on. */
  readonly agreedPath?: string;
}

/**
 * A file of an instance, in parts. Where a part is a reference the artifact shows the reference, and `apply` puts
 * the value in its place, so that artifacts are the same bytes before and after keys exist.
 */
export interface ConfigFile {
  /** Relative to the instance's folder. */
  readonly path: string;
  readonly mode: 0o444 | 0o440 | 0o400;
  readonly parts: readonly (string | SecretReference)[];
}

/** A value that no artifact holds: made by the first `apply`, or kept by the user. */
export type SecretReference = LoginReference | CertificateReference | GivenReference;

/** A part of a certificate that the user keeps, and the manifest refers to. */
export interface GivenReference {
  readonly kind: "given";
  /** The secret reference as written, such as `vault:mesh/core#key`. */
  readonly of: string;
  /** Broker whose certificate it is. */
  readonly broker: string;
  readonly part: CertificatePart;
}

/** Parts of a broker's own certificate, as `tls.certificates` names them. */
export type CertificatePart = "cert" | "key" | "ca";

/** What somebody logs in with, or is known by. */
export interface LoginReference {
  /**
   * `publicKey` and `seed` of an identity's nkey; `password` generated for a trust between servers. Of an identity that
   * logs in by its name and a password: `loginPassword`, and its hash, the same each time for the same password, as a
   * `password_file` of Mosquitto holds it (`pbkdf2`, `$7$…`) or as nats-server takes it (`bcrypt`, `$2a$…`).
   */
  readonly kind: "publicKey" | "seed" | "password" | "loginPassword" | "pbkdf2" | "bcrypt";
  /** Identity name, `link.x`, or the name of the trust, `cluster.core`. */
  readonly of: string;
  /**
   * Public key that the identity had, or the id of its password, where that was revoked since this was put in place; in
   * what is recorded of an instance only, so that the file counts as another than the one with the key of now.
   */
  readonly revoked?: string;
}

/** What TLS shows and knows the other side by, as PEM. */
export type CertificateReference =
  | {
      readonly kind: "certificate" | "privateKey";
      /** Instance, or `link.x` of who only dials. */
      readonly of: string;
      /** Names and addresses that an instance is dialed by, sorted; none of who only dials. */
      readonly dialedBy: readonly string[];
    }
  | { readonly kind: "authority"; readonly of: Authority };

/**
 * Who signs certificates: of servers, or of those that only dial. Two, since brokers compare no names of who dials them
 * by address: with one, a leaf link could come in as a gateway or a route (2.10 to 2.15).
 */
export type Authority = "servers" | "links";
