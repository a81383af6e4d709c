import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { type ClientLogin, ProbeRefused } from "../../compiler/live.ts";
import { type LoginForm, type Protocol, spokenBy } from "../../compiler/target.ts";
import { diagnose, success } from "../diagnose.ts";
import { formOfPair } from "../login-form.ts";
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
 * logs in with it, which has to be refused: over each protocol in which somebody logs in so. Where the secret of an old
 * key is lost that is not tried, and told.
 */
export async function proveRevoked(
  ground: Ground,
  secrets: SecretStore,
  instances: readonly Instance[],
  underway: readonly RevokedKey[],
): Promise<Result<Proof>> {
  const secretsOfOld = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const { identity, publicKey } of underway) {
    const pair = await secrets.revokedKey(identity);
    if (!pair.ok) return pair;
    if (typeof pair.value === "object" && pair.value.publicKey === publicKey)
      secretsOfOld.set(publicKey, pair.value.seed);
    else {
      const why = pair.value === undefined ? "its secret is not there" : "its secret is damaged";
      diagnostics.push(diagnose(oldKeyNotTried, { identity: inWords(identity), why }));
    }
  }
  const logins = underway.map(({ identity, publicKey }) => ({
    identity,
    publicKey,
    secret: secretsOfOld.get(publicKey),
  }));
  const outcomes = await inParallel(instances, (each) => keptOut(ground, each, logins), atOnce);
  const refusedBy: string[] = [];
  const unreached: UnreachedInstance[] = [];
  for (const [index, { instance }] of instances.entries()) {
    const outcome = outcomes[index];
    if (typeof outcome === "string") unreached.push({ instance: instance.name, why: outcome });
    else if (outcome?.refused) refusedBy.push(instance.name);
  }
  return { ...success({ refusedBy: refusedBy.toSorted(), unreached }), diagnostics };
}

/** What an identity logged in with; without `secret` that is lost. */
interface OldLogin {
  readonly identity: string;
  readonly publicKey: string;
  readonly secret: string | undefined;
}

/** Whether an instance refused one of the old logins; or why it may still let one in. */
async function keptOut(
  ground: Ground,
  at: Instance,
  logins: readonly OldLogin[],
): Promise<string | { readonly refused: boolean }> {
  const publicKeys = logins.map(({ publicKey }) => publicKey);
  const why = await endOldLogins(ground, at, publicKeys);
  if (why !== undefined) return why;
  let refused = false;
  try {
    for (const { identity, publicKey, secret } of logins) {
      if (secret === undefined) continue;
      for (const protocol of spokenAt(at, formOfPair(publicKey))) {
        if (await letsIn(ground, at, protocol, { user: identity, secret })) return "it still does";
        refused = true;
      }
    }
    return { refused };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What clients that log in in this form can speak to an instance. */
function spokenAt({ instance, support: { engine } }: Instance, form: LoginForm): readonly Protocol[] {
  return spokenBy(engine).filter(
    ({ login, dialect }) =>
      login === form && instance.listeners.some(({ name }) => name === dialect.listener),
  );
}

async function letsIn(
  { lookUp }: Ground,
  { instance, support: { engine, live } }: Instance,
  { name, dialect }: Protocol,
  login: ClientLogin,
): Promise<boolean> {
  const client = live.protocols.get(name);
  invariant(client, `engine ${engine.name} speaks ${name}`);
  try {
    const connection = await client.connect(endpointOf(instance, dialect.listener, lookUp), login);
    await connection.close();
    return true;
  } catch (error) {
    if (error instanceof ProbeRefused) return false;
    throw error;
  }
}
