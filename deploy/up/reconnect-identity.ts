import { ownListener } from "../own-listener.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { identityIn } from "../../compiler/model/names.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { brokerUnreachable } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { Ground } from "./ground.ts";
import { endpointOf } from "./instance-endpoint.ts";

/** Makes an identity's connections at an instance log in anew, so that its new rights bind. */
export async function reconnectIdentity(
  { lookUp, folder, names = new Map() }: Ground,
  instance: WorkloadInstance,
  { engine, live }: EngineSupport,
  identity: string,
): Promise<Result<void>> {
  const hasPassword = lookUp({ kind: "loginPassword", of: identity }) !== undefined;
  const user = hasPassword ? identity : lookUp({ kind: "publicKey", of: identity });
  const seed = live.logins && lookUp({ kind: "seed", of: live.logins.systemIdentity });
  if (user === undefined || !live.logins) return success(undefined);
  const report = (why: string): Result<void> =>
    failure(brokerUnreachable, {
      instance: instance.name,
      command: folder.command,
      identity: identityIn(names, identity),
      why,
    });
  if (seed === undefined) return report("the secret of the mesh's operator is not there");
  const management = endpointOf(instance, instance.health.listener);
  try {
    const client = endpointOf(instance, ownListener(engine), lookUp);
    await live.logins.end(client, management, seed, user);
    return success(undefined);
  } catch (error) {
    return report(error instanceof Error ? error.message : String(error));
  }
}
