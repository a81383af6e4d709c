import { ownListener } from "../own-listener.ts";
import { formOfPair } from "../login-form.ts";
import type { PlannedInstance } from "../up/carry-out.ts";
import type { Ground } from "../up/ground.ts";
import { endpointOf } from "../up/instance-endpoint.ts";

/**
 * Ends at an instance what is logged in with old keys, such as a leaf link, which no reload ends. What is logged in with
 * an old password is ended by the reload that takes in the next: a user of another hash is not the one that logged in
 * (Mosquitto 2.0.11; NATS 2.10.26, 2.12.8 and 2.15.1 over MQTT), and by its name whoever has the next would be ended
 * too. Resolves to why that could not be done; `undefined` where it was.
 */
export async function endOldLogins(
  { lookUp }: Ground,
  { instance, support: { engine, live } }: Pick<PlannedInstance, "instance" | "support">,
  publicKeys: readonly string[],
): Promise<string | undefined> {
  if (!live.logins) return undefined;
  const system = lookUp({ kind: "seed", of: live.logins.systemIdentity });
  if (system === undefined) return "the secret of the mesh's operator is not there";
  const client = endpointOf(instance, ownListener(engine), lookUp);
  const management = endpointOf(instance, instance.health.listener);
  try {
    for (const publicKey of publicKeys.filter((key) => formOfPair(key) === "nkey"))
      await live.logins.end(client, management, system, publicKey);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
