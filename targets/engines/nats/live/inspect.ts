import { type JetStreamManager, type StreamInfo, type StreamSourceInfo } from "@nats-io/jetstream";
import type { ProvisionState } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerDifferences, consumerThere, differences, streamThere } from "./in-force.ts";

const nanosecondsInMillisecond = 1_000_000;
/** Nanoseconds after which what copies asks anew (2.10 to 2.15). */
const longestSilence = 10_000_000_000;

/** Compares streams and consumers with what they should be. Only asks. */
export async function inspect(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
): Promise<readonly ProvisionState[] | undefined> {
  return asProvisioner(client, seed, async ({ manager }) => {
    const states: ProvisionState[] = [];
    for (const each of provisions) states.push(await stateOf(manager, each));
    return states;
  });
}

async function stateOf(manager: JetStreamManager, provision: Provision): Promise<ProvisionState> {
  const { kind, name, within = "" } = provision;
  const found = await (kind === "stream" ? streamThere(manager, name) : consumerThere(manager, within, name));
  if (!found) return { provision, state: "missing", differences: [] };
  const compare = kind === "stream" ? differences : consumerDifferences;
  const differing = compare(found.config, provision.settings);
  if (differing.length > 0) return { provision, state: "different", differences: differing };
  const origins = "state" in found ? originsOf(found) : [];
  const silent = silentOrigins(origins);
  const longest = Math.max(...origins.map(({ active }) => active));
  return {
    provision,
    state: silent.length === 0 ? "ok" : "idle",
    differences: silent,
    ...(origins.length > 0 && silent.length === 0 && { silent: longest / nanosecondsInMillisecond }),
  };
}

function originsOf({ mirror, sources = [] }: StreamInfo): readonly StreamSourceInfo[] {
  return mirror ? [mirror, ...sources] : sources;
}

/** What should fill a stream and has not been heard of: while nothing comes, there is a sign of life each second. */
function silentOrigins(origins: readonly StreamSourceInfo[]): readonly string[] {
  return origins
    .filter(({ active }) => active < 0 || active > longestSilence)
    .map(({ name, active }) => `nothing comes from ${name}${active < 0 ? "" : " any more"}`);
}
