import { hasErrors, type Result } from "../compiler/diagnostics/result.ts";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import { invariant } from "../compiler/diagnostics/invariant.ts";
import type { KeyPair } from "../compiler/live.ts";
import type { LoginReference, Workload } from "../compiler/model/workload.ts";
import type { LoginForm } from "../compiler/target.ts";
import { isCertificate } from "./certificates/ensure-certificates.ts";
import { secretLost } from "./codes.ts";
import { ensureKey } from "./ensure-key.ts";
import { diagnose, success } from "./diagnose.ts";
import { formOfPair, loginFormOf } from "./login-form.ts";
import { loginValue } from "./login-value.ts";
import type { MeshState } from "./state/documents.ts";
import type { SecretStore } from "./state/secrets.ts";

/** What exists of a mesh's identities after all that was missing was made. */
export interface Identities {
  /** What belongs into the mesh's document now; the same object where nothing was made. */
  readonly state: MeshState;
  /** The value of a reference; `undefined` where it is not one of the workloads' and was never made. */
  lookUp(reference: LoginReference): string | undefined;
}

/** What makes secrets. */
export interface Makers {
  /** An nkey pair of an engine that knows such. */
  newKeyPair(engine: string): KeyPair;
  /** A password for a login, with its id. */
  newPasswordPair(): KeyPair;
  /** Letters and digits only, so that every grammar and url carries it. */
  newPassword(): string;
}

/**
 * Makes a key, or a password to log in with, for each identity and a password for each trust that the workloads refer
 * to and that has none, and reads the others. One that exists is never made anew: where its secret is lost that is an error which says what
 * was lost with it. Secrets are written before they are named in the document, so that an interrupted run loses none.
 */
export async function ensureIdentities(
  workloads: readonly Workload[],
  state: MeshState,
  secrets: SecretStore,
  makers: Makers,
): Promise<Result<Identities>> {
  const wanted = referencesOf(workloads);
  const diagnostics: Diagnostic[] = [];
  const keys = new Map<string, KeyPair>();
  const publicKeys: Record<string, string> = { ...state.publicKeys };
  for (const [identity, { form, engine }] of wanted.logins) {
    const make = () => (form === "nkey" ? makers.newKeyPair(engine) : makers.newPasswordPair());
    const pair = await ensureKey({ identity, form }, state, secrets, make);
    diagnostics.push(...pair.diagnostics);
    if (!pair.ok) continue;
    keys.set(identity, pair.value);
    publicKeys[identity] = pair.value.publicKey;
  }
  const passwords = new Map<string, string>();
  for (const trust of wanted.passwords) {
    const password = await passwordOf(trust, state.passwords.includes(trust), secrets, makers);
    diagnostics.push(...password.diagnostics);
    if (password.ok) passwords.set(trust, password.value);
  }
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  return success({
    state: nextState(state, publicKeys, passwords.keys()),
    lookUp: lookUpIn(keys, passwords, publicKeys),
  });
}

function nextState(
  state: MeshState,
  publicKeys: Record<string, string>,
  trusts: Iterable<string>,
): MeshState {
  const passwords = [...new Set([...state.passwords, ...trusts])].toSorted();
  const all = Object.entries(publicKeys);
  const same = all.every(([identity, key]) => state.publicKeys[identity] === key);
  if (same && passwords.length === state.passwords.length) return state;
  const sorted = all.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...state, publicKeys: Object.fromEntries(sorted), passwords };
}

function lookUpIn(
  keys: ReadonlyMap<string, KeyPair>,
  passwords: ReadonlyMap<string, string>,
  publicKeys: Readonly<Record<string, string>>,
): Identities["lookUp"] {
  return ({ kind, of }) => {
    if (kind === "password") return passwords.get(of);
    const pair = keys.get(of);
    if (pair) return loginValue(kind, pair);
    const key = kind === "publicKey" ? publicKeys[of] : undefined;
    return key !== undefined && formOfPair(key) === "nkey" ? key : undefined;
  };
}

/** How an identity logs in, and the engine that makes its key. */
interface WantedLogin {
  readonly form: LoginForm;
  readonly engine: string;
}

/** Identities with how they log in, and trusts, that the files of workloads refer to, sorted. */
function referencesOf(workloads: readonly Workload[]) {
  const logins = new Map<string, WantedLogin>();
  const passwords = new Set<string>();
  for (const workload of workloads) {
    const parts = workload.instances.flatMap((instance) => instance.files).flatMap((file) => file.parts);
    for (const part of parts) {
      if (typeof part === "string" || part.kind === "given" || isCertificate(part)) continue;
      const form = loginFormOf(part.kind);
      if (!form) passwords.add(part.of);
      else logins.set(part.of, oneForm(part, logins.get(part.of), { form, engine: workload.engine }));
    }
  }
  return {
    logins: [...logins].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    passwords: [...passwords].toSorted(),
  };
}

/**
 * An identity has one pair, which is an nkey or a password: it logs in in the same way at every broker. The pair is made
 * by the engine that knows its public half, which is not the one whose process logs in with the secret half.
 */
function oneForm(
  { kind, of }: LoginReference,
  known: WantedLogin | undefined,
  wanted: WantedLogin,
): WantedLogin {
  invariant(!known || known.form === wanted.form, `${of} logs in by an nkey and by a password`);
  return known && kind === "seed" ? known : wanted;
}

/** The password of a trust: the one that is kept, or a new one where none was ever made. */
export async function passwordOf(
  trust: string,
  recorded: boolean,
  secrets: SecretStore,
  makers: Pick<Makers, "newPassword">,
): Promise<Result<string>> {
  const found = await secrets.password(trust);
  if (!found.ok) return found;
  if (found.value === "damaged" || (found.value === undefined && recorded)) {
    const why = found.value === undefined ? "is not there" : "is damaged";
    const lost = "Servers that run with it cannot be joined by new ones";
    const parameters = { of: `trust "${trust}"`, file: secrets.fileOf("passwords", trust), why, lost };
    return { ok: false, diagnostics: [diagnose(secretLost, parameters)] };
  }
  if (found.value !== undefined) return success(found.value);
  const made = makers.newPassword();
  const written = await secrets.writePassword(trust, made);
  return written.ok ? success(made) : written;
}
