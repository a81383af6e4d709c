import type { Authority, Provision, WorkloadInstance } from "../../compiler/model/workload.ts";
import type { ExpectedPeer } from "../expected-peers.ts";
import type { ProcessId } from "../host/host.ts";

/** Which document of the state: the mesh's own, or one environment's. */
export type DocumentKey = "mesh" | `environments/${string}`;

/** What a document of this key holds. */
export type ContentOf<K extends DocumentKey> = K extends "mesh" ? MeshState : EnvironmentState;

/** What belongs to the mesh as a whole. Free of secrets, and of hashes of secrets. */
export interface MeshState {
  readonly mesh: string;
  /** Public keys by identity. The key belonging to each lies with the secrets. */
  readonly publicKeys: Readonly<Record<string, string>>;
  /** Who may look inside which broker, sorted by name and broker. */
  readonly operators?: readonly OperatorRecord[];
  /** Files that credentials of applications were put into, sorted by application. */
  readonly credentialFiles?: readonly CredentialFileRecord[];
  /** Keys that nobody may log in with any more, oldest first. */
  readonly revoked?: readonly RevokedKey[];
  /** Trusts for which a password was made, sorted. */
  readonly passwords: readonly string[];
  /** To whom the secrets beside it are encrypted; absent = they are kept as they are. */
  readonly encrypted?: Encrypted;
  /** Set while everything speaks TLS. */
  readonly tls?: true;
  /** Certificates, as PEM, of those who sign the mesh's own; the key of each lies with the secrets. */
  readonly authorities?: Readonly<Partial<Record<Authority, string>>>;
  /** Set where the state does not hold here: another store does. */
  readonly moved?: Moved;
}

/** That another store holds. */
export interface Moved {
  /** As `state.store` names it. */
  readonly to: string;
  /** Set while the state is being moved here from there: it holds there until that is done. */
  readonly underway?: true;
}

/** To whom secrets are encrypted. */
export interface Encrypted {
  /** Recipients of age, sorted. */
  readonly recipients: readonly string[];
  /** Set while they are being brought to that: until then any of them may lie as before. */
  readonly underway?: true;
}

/** A file that credentials of an application were put into. */
export interface CredentialFileRecord {
  readonly application: string;
  /** Relative to the manifest's folder. */
  readonly file: string;
}

/** Somebody who may look inside a broker. */
export interface OperatorRecord {
  readonly name: string;
  readonly broker: string;
  /** Since when, ISO 8601. */
  readonly since: string;
  /** Who let them in, as the machine knows that person. */
  readonly by: string;
}

/** A key that was taken from an identity at once. */
export interface RevokedKey {
  readonly identity: string;
  readonly publicKey: string;
  /** When it was revoked, ISO 8601. */
  readonly at: string;
  /** Why, in the words of who did it. */
  readonly reason?: string;
  /** Set until every instance was seen to refuse it. */
  readonly underway?: true;
}

/** What was applied in one environment. Free of secrets: files are recorded with their references. */
export interface EnvironmentState {
  readonly environment: string;
  /** Counts the runs that changed something here. */
  readonly generation: number;
  readonly instances: Readonly<Record<string, InstanceRecord>>;
  /** What `apply` brought about here; absent = nothing yet, or `up` keeps this state. */
  readonly applied?: AppliedRecord;
  /** Where its processes run, if they run on a machine that only it can reach: its name and the folder. */
  readonly runsAt?: { readonly host: string; readonly folder: string };
}

/** What was applied in an environment. */
export interface AppliedRecord {
  /**
   * Name of the manifest in the store, as `ManifestStore` gives it; with what is still held on to. Absent until the first
   * run has ended.
   */
  readonly manifest?: string;
  /** Version of meshc that applied it. */
  readonly compiler: string;
  /** When, ISO 8601. */
  readonly at: string;
  /** Name of the manifest that a run was bringing about that did not end. */
  readonly underway?: string;
}

/** One instance as it was brought about. */
export interface InstanceRecord {
  readonly broker: string;
  /** What its broker is called, where it is known by another name than that. */
  readonly called?: string;
  readonly engine: string;
  /** The program that it was started with. */
  readonly program?: { readonly path: string; readonly version: string };
  /** Of one that carries a link: the instance among whose ports it has its own. */
  readonly beside?: string;
  /** Ports by listener name; kept while it is down, so that it comes back at the same ones. */
  readonly ports: Readonly<Record<string, number>>;
  /** What it was last seen to run; absent until it was healthy for the first time. */
  readonly applied?: WorkloadInstance;
  /**
   * What it was being brought to by the runs since, in order. Recorded before their first step, and removed once one
   * was seen to be reached: until then any of these may be in force.
   */
  readonly underway?: readonly WorkloadInstance[];
  /** Connections that it has while the mesh is as it should be. */
  readonly peers?: readonly ExpectedPeer[];
  /** What is to be made inside its broker; at the first instance of a broker that has some. */
  readonly provisions?: readonly Provision[];
  /** What was made inside its broker before, is still there, and is not in the manifest any more. */
  readonly left?: readonly Provision[];
  /** Its process, while it should run. */
  readonly process?: ProcessId;
}

/** A document as it was read or written. */
export interface Document<T> {
  /** Goes up by one with each write. */
  readonly serial: number;
  /** Made once for a state; all of its documents carry it. */
  readonly lineage: string;
  readonly content: T;
}
