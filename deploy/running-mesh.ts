import type { Shown } from "../compiler/live.ts";
import type { MeshCommand } from "./up/up-folder.ts";
import type { Endpoint } from "../compiler/model/address.ts";

/** What is known of a mesh that runs now: where its processes listen and with what its identities log in. */
export interface RunningMesh {
  /** The command that brings it about. */
  readonly command: MeshCommand;
  /** Where a client on this machine reaches a listener of an instance; `undefined` where nothing is recorded. */
  endpoint(instance: string, listener: string): Endpoint | undefined;
  /** Names of all identities of applications and links that ever had keys in this mesh. */
  readonly known: readonly string[];
  /** Seed of an identity by its name (`application.billing`, `link.a.b`); `undefined` where none was made. */
  seedOf(identity: string): string | undefined;
  /** What a link shows where it dials, by its identity's name; `undefined` where none was made. */
  certificateOf(identity: string): Shown | undefined;
  /** Public key of an identity; `undefined` where none was made. */
  publicKeyOf(identity: string): string | undefined;
}
