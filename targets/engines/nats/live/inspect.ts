import { type JetStreamManager, jetstreamManager, type StreamInfo } from "@nats-io/jetstream";
import type { ProvisionState } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { provisionerInbox } from "../control-subjects.ts";
import { consumerDifferences, consumerThere, differences, isNotReady, streamThere } from "./in-force.ts";
import { logIn } from "./log-in.ts";

/** Nanoseconds after which what copies asks anew (2.10 to 2.15). */
const longestSilence = 10_000_000_000;

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
  if (differing.length > 0) return { provision, state: "different", differences: differing };
  const silent = "state" in found ? silentOrigins(found) : [];
  return { provision, state: silent.length === 0 ? "ok" : "idle", differences: silent };
}

/** What should fill a stream and has not been heard of: while nothing comes, there is a sign of life each second. */
function silentOrigins({ mirror, sources = [] }: StreamInfo): readonly string[] {
  const origins = mirror ? [mirror, ...sources] : sources;
  return origins
    .filter(({ active }) => active < 0 || active > longestSilence)
    .map(({ name, active }) => `nothing comes from ${name}${active < 0 ? "" : " any more"}`);
}
