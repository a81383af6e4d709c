import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { ProbeRefused } from "../../compiler/live.ts";
import { diagnose, success } from "../diagnose.ts";
import type { RevokedKey } from "../state/documents.ts";
import type { SecretStore } from "../state/secrets.ts";
import type { PlannedInstance } from "../up/carry-out.ts";
import type { Ground } from "../up/ground.ts";
import { endpointOf } from "../up/instance-endpoint.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { oldKeyNotTried } from "./codes.ts";
import { endOldLogins } from "./end-old-logins.ts";
import { inWords } from "./find-identities.ts";
import type { UnreachedInstance } from "./rotate-report.ts";

/** What came of trying old keys. */
export interface Proof {
  /** Instances that refused every key that was tried, sorted. */
  readonly refusedBy: readonly string[];
  readonly unreached: readonly UnreachedInstance[];
}

type Instance = Pick<PlannedInstance, "instance" | "support">;

const atOnce = 8;

/**
 * Ends at each instance what is still logged in with an old key, such as a leaf link, which no reload ends, and then
 * logs in with it, which has to be refused. Where the secret of an old key is lost that is not tried, and told.
 */
export async function proveRevoked(
  ground: Ground,
  secrets: SecretStore,
  instances: readonly Instance[],
  underway: readonly RevokedKey[],
): Promise<Result<Proof>> {
  const seeds = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const { identity, publicKey } of underway) {
    const pair = await secrets.revokedKey(identity);
    if (!pair.ok) return pair;
    if (typeof pair.value === "object" && pair.value.publicKey === publicKey)
      seeds.set(publicKey, pair.value.seed);
    else {
      const why = pair.value === undefined ? "its secret is not there" : "its secret is damaged";
      diagnostics.push(diagnose(oldKeyNotTried, { identity: inWords(identity), why }));
    }
  }
  const keys = underway.map(({ publicKey }) => ({ publicKey, seed: seeds.get(publicKey) }));
  const outcomes = await inParallel(instances, (each) => keptOut(ground, each, keys), atOnce);
  const refusedBy: string[] = [];
  const unreached: UnreachedInstance[] = [];
  for (const [index, { instance }] of instances.entries()) {
    const why = outcomes[index];
    if (why !== undefined) unreached.push({ instance: instance.name, why });
    else if (seeds.size > 0) refusedBy.push(instance.name);
  }
  return { ...success({ refusedBy: refusedBy.toSorted(), unreached }), diagnostics };
}

interface OldKey {
  readonly publicKey: string;
  readonly seed: string | undefined;
}

/** Why an instance may still let one of the keys in; `undefined` where it does not. */
async function keptOut(ground: Ground, at: Instance, keys: readonly OldKey[]): Promise<string | undefined> {
  const publicKeys = keys.map(({ publicKey }) => publicKey);
  const why = await endOldLogins(ground, at, publicKeys);
  if (why !== undefined) return why;
  try {
    for (const { seed } of keys)
      if (seed !== undefined && (await letsIn(ground, at, seed))) return "it still does";
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function letsIn(
  { lookUp }: Ground,
  { instance, support: { engine, live } }: Instance,
  seed: string,
): Promise<boolean> {
  try {
    const [{ name, dialect }] = engine.protocols;
    const client = live.protocols.get(name);
    invariant(client, `engine ${engine.name} speaks its own protocol`);
    const to = endpointOf(instance, dialect.listener, lookUp);
    const connection = await client.connect(to, { user: "", secret: seed });
    await connection.close();
    return true;
  } catch (error) {
    if (error instanceof ProbeRefused) return false;
    throw error;
  }
}
