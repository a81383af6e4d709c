import type { Endpoint } from "../compiler/model/address.ts";

/** What is known of a mesh that runs now: where its processes listen and with what its identities log in. */
export interface RunningMesh {
  /** Where a client on this machine reaches a listener of an instance; `undefined` where nothing is recorded. */
  endpoint(instance: string, listener: string): Endpoint | undefined;
  /** Seed of an identity by its name (`application.billing`, `link.a.b`); `undefined` where none was made. */
  seedOf(identity: string): string | undefined;
}
