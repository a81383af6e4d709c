import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { diagnose, success } from "../diagnose.ts";
import { secretClosed, secretsPlain } from "../encryption/codes.ts";
import type { MeshRecord } from "../up/mesh-record.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Encrypted } from "./documents.ts";
import type { SecretName } from "./secret-place.ts";
import { parseSecret } from "./secret-text.ts";
import { openSecret, type Secrets } from "./secrets.ts";

/** A secret as it lies, and what is in it. */
interface Kept {
  readonly name: SecretName;
  readonly isEncrypted: boolean;
  readonly bytes: Uint8Array;
}

/**
 * Brings the secrets to lie as they should: encrypted to these recipients, or as they are where there are none. Before
 * one is touched, all are opened, and what is encrypted to the recipients is shown to be readable here, so that no run
 * locks itself out. Each is replaced in one step, between two records of what is being done: after a crash each can be
 * read as before or as it should be, and the next run brings the rest there. Returns how many were moved.
 */
export async function settleSecrets(
  secrets: Secrets,
  record: MeshRecord,
  recipients: readonly string[],
): Promise<Result<number>> {
  const readable = await readableHere(secrets, recipients);
  if (!readable.ok) return readable;
  const names = await secrets.place.names();
  if (!names.ok) return names;
  const isSettled = areSettled(record, recipients);
  const kept = await openAll(secrets, names.value, isSettled);
  if (!kept.ok) return kept;
  const isWrong = ({ isEncrypted }: Kept) =>
    isEncrypted ? recipients.length === 0 || !isSettled : recipients.length > 0;
  const moving = kept.value.filter(isWrong);
  if (isSettled && moving.length === 0) return success(0);
  const moved = await moveAll(secrets, record, recipients, moving);
  if (!moved.ok || recipients.length > 0 || moving.length === 0) return moved;
  const told = diagnose(secretsPlain, { count: moving.length, where: secrets.place.where });
  return { ...moved, diagnostics: [told] };
}

/** Whether secrets lie, by what is recorded, as they should with these recipients. */
export function areSettled(
  { mesh: { encrypted } }: Pick<MeshRecord, "mesh">,
  recipients: readonly string[],
): boolean {
  return !encrypted?.underway && isSame(encrypted?.recipients ?? [], recipients);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** Whoever keeps what he cannot read has lost it. */
async function readableHere({ cipher }: Secrets, recipients: readonly string[]): Promise<Result<unknown>> {
  if (recipients.length === 0) return success(undefined);
  const probe = await cipher.encrypt(new Uint8Array(), recipients);
  return cipher.decrypt(probe, "secrets are encrypted to the recipients of `state.secrets.age`");
}

/**
 * Opens every secret; a damaged one is left out, for whoever needs it to tell. Of what no key opens, all is told where
 * it should be moved, and one where it is everything; else it is told where it is needed.
 */
async function openAll(
  secrets: Secrets,
  names: readonly SecretName[],
  isSettled: boolean,
): Promise<Result<readonly Kept[]>> {
  const found = await inParallel(names, (name) => open(secrets, name), 16);
  const kept = found.flatMap((one) => (one.ok && one.value ? [one.value] : []));
  const closed = found.flatMap(({ diagnostics }) => diagnostics);
  if (!hasErrors(closed)) return success(kept);
  const isOther = ({ code }: Diagnostic) => code !== secretClosed.code;
  const isNoneOpen = kept.every(({ isEncrypted }) => !isEncrypted);
  if (isNoneOpen || closed.some(isOther)) {
    return { ok: false, diagnostics: [closed.find(isOther) ?? closed[0]].flatMap((one) => one ?? []) };
  }
  return isSettled ? success(kept) : { ok: false, diagnostics: closed };
}

async function open(secrets: Secrets, name: SecretName): Promise<Result<Kept | undefined>> {
  const kept = await secrets.place.read(name);
  if (!kept.ok || !kept.value) return kept.ok ? success(undefined) : kept;
  const opened = await openSecret(kept.value, name, secrets);
  if (!opened.ok) return opened;
  if (opened.value === "damaged" || !parseSecret(opened.value, [])) return success(undefined);
  return success({ name, isEncrypted: secrets.cipher.isEncrypted(kept.value), bytes: opened.value });
}

async function moveAll(
  { place, cipher }: Secrets,
  record: MeshRecord,
  recipients: readonly string[],
  moving: readonly Kept[],
): Promise<Result<number>> {
  const begun = moving.length > 0 ? await say(record, { recipients, underway: true }) : success(undefined);
  if (!begun.ok) return begun;
  for (const { name, bytes } of moving) {
    const next = recipients.length > 0 ? await cipher.encrypt(bytes, recipients) : bytes;
    const written = await place.write(name, next);
    if (!written.ok) return written;
  }
  const done = await say(record, recipients.length > 0 ? { recipients } : undefined);
  return done.ok ? success(moving.length) : done;
}

function say(record: MeshRecord, encrypted: Encrypted | undefined): Promise<Result<void>> {
  const { encrypted: _before, ...rest } = record.mesh;
  record.setMesh({ ...rest, ...(encrypted && { encrypted }) });
  return record.save();
}
