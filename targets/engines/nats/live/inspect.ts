import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { ProvisionState } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { provisionerInbox } from "../control-subjects.ts";
import { consumerDifferences, consumerThere, differences, isNotReady, streamThere } from "./in-force.ts";
import { logIn } from "./log-in.ts";

/** Compares streams and consumers with what they should be. Only asks. */
export async function inspect(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
): Promise<readonly ProvisionState[] | undefined> {
  const connection = await logIn(client, { seed, inboxPrefix: provisionerInbox });
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const states: ProvisionState[] = [];
    for (const each of provisions) states.push(await stateOf(manager, each));
    return states;
  } catch (error) {
    if (isNotReady(error)) return undefined;
    throw error;
  } finally {
    await connection.close();
  }
}

async function stateOf(manager: JetStreamManager, provision: Provision): Promise<ProvisionState> {
  const { kind, name, within = "" } = provision;
  const found = await (kind === "stream" ? streamThere(manager, name) : consumerThere(manager, within, name));
  if (!found) return { provision, state: "missing", differences: [] };
  const compare = kind === "stream" ? differences : consumerDifferences;
  const differing = compare(found.config, provision.settings);
  return { provision, state: differing.length === 0 ? "ok" : "different", differences: differing };
}
