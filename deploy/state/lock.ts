import { randomUUID } from "node:crypto";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { stateLocked } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host, ProcessId } from "../host/host.ts";
import type { BytePlace } from "./byte-place.ts";
import { guarded } from "./guarded.ts";

/** Who holds a lock. */
export interface Holder extends ProcessId {
  readonly who: string;
  readonly host: string;
  /** When it was taken, ISO 8601. */
  readonly since: string;
  readonly command: string;
  /** Of this one holder; no other writes the same bytes. */
  readonly token?: string;
}

/** A lock that we hold. */
export interface HeldLock {
  /** What is locked. */
  readonly name: string;
  /** Grows with every holder. */
  readonly number: number;
}

/** Where locks lie, and how people break one that is left behind. */
export interface LockPlace {
  readonly host: Host;
  readonly place: BytePlace;
  /** How to break the lock of this name that lies here, in words that follow "if it cannot be (another machine), ". */
  readonly howToBreak: (name: string, file: string) => string;
}

const folder = "locks";

/**
 * Takes a lock, or says who holds it; `what` is locked, in words. Holders are numbered, created whole and never twice: the highest number
 * holds, an entry `<name>.<number>.free` gives it back, and a holder that is gone is followed by the next number. So
 * of those who find a dead holder only one can follow it, and nobody ever removes the lock of one who lives.
 */
export async function takeLock(
  locks: LockPlace,
  name: string,
  what: string,
  command: string,
): Promise<Result<HeldLock>> {
  const { host, place } = locks;
  const holder = await ourselves(host, command);
  return settle(locks, name, what, async () => {
    for (;;) {
      const { highest, free } = await standing(locks, name);
      if (highest > 0 && !free) {
        const other = await readHolder(locks, name, highest);
        if (!other) continue;
        if (!(await isGone(locks, other))) return { heldBy: other, number: highest };
      }
      const number = highest + 1;
      const entry = `${folder}/${name}.${number}`;
      if ((await place.create(entry, bytesOf(holder))) === undefined) continue;
      if ((await standing(locks, name)).highest === number) return { number };
      await place.remove(entry);
    }
  });
}

type Outcome = { readonly number: number; readonly heldBy?: Holder };

async function settle(
  locks: LockPlace,
  name: string,
  what: string,
  attempt: () => Promise<Outcome>,
): Promise<Result<HeldLock>> {
  const taken = await guarded(locks.place.whereIs(folder), async () => {
    const outcome = await attempt();
    if (!outcome.heldBy) await removeOlder(locks, name, outcome.number);
    return outcome;
  });
  if (!taken.ok) return taken;
  const { number, heldBy } = taken.value;
  if (!heldBy) return success({ name, number });
  const remedy = locks.howToBreak(name, locks.place.whereIs(`${folder}/${name}.${number}`));
  return failure(stateLocked, { ...heldBy, what, remedy });
}

/** Whether a lock that we took is still ours: nobody broke it. */
export async function stillHeld(locks: LockPlace, lock: HeldLock): Promise<boolean> {
  const { highest, free } = await standing(locks, lock.name);
  return highest === lock.number && !free;
}

/** Gives a lock back. One whose folder is gone needs no giving back. */
export async function freeLock({ place }: LockPlace, lock: HeldLock): Promise<Result<void>> {
  return guarded(place.whereIs(folder), async () => {
    const names = await place.list(folder);
    if (!names.includes(`${lock.name}.${lock.number}`)) return;
    await place.create(`${folder}/${lock.name}.${lock.number}.free`, new Uint8Array());
  });
}

/** Whether somebody who may be alive holds a lock now. */
export async function isHeld(locks: LockPlace, name: string): Promise<boolean> {
  const holder = await holderOf(locks, name);
  return holder !== undefined && !holder.isGone;
}

/** Who holds a lock now, and whether that process is gone for certain, so that the next one follows it. */
export async function holderOf(
  locks: LockPlace,
  name: string,
): Promise<(HeldLock & { readonly holder: Holder; readonly isGone: boolean }) | undefined> {
  const { highest, free } = await standing(locks, name);
  if (highest === 0 || free) return undefined;
  const holder = await readHolder(locks, name, highest);
  return holder && { name, number: highest, holder, isGone: await isGone(locks, holder) };
}

async function standing({ place }: LockPlace, name: string): Promise<{ highest: number; free: boolean }> {
  const names = new Set(await place.list(folder));
  let highest = 0;
  for (const each of names) {
    const number = numberIn(each, name);
    if (number !== undefined && number > highest) highest = number;
  }
  return { highest, free: names.has(`${name}.${highest}.free`) };
}

function numberIn(file: string, name: string): number | undefined {
  const rest = file.startsWith(`${name}.`) ? file.slice(name.length + 1) : "";
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}

async function removeOlder({ place }: LockPlace, name: string, number: number): Promise<void> {
  for (const file of await place.list(folder)) {
    const older = numberIn(file.replace(/\.free$/, ""), name);
    if (older !== undefined && older < number) await place.remove(`${folder}/${file}`);
  }
}

async function ourselves(host: Host, command: string): Promise<Holder> {
  const self = await host.processes.self();
  const since = host.now().toISOString();
  return { ...self, who: host.user, host: host.name, since, command, token: randomUUID() };
}

function bytesOf(holder: Holder): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(holder, undefined, 2)}\n`);
}

async function readHolder({ place }: LockPlace, name: string, number: number): Promise<Holder | undefined> {
  const stored = await place.read(`${folder}/${name}.${number}`);
  if (!stored) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(stored.bytes)) as Holder;
  } catch {
    return nobodyKnown;
  }
}

/** Somebody wrote over the file; whoever it was may live. */
const nobodyKnown: Holder = { pid: 0, born: "", who: "somebody", host: "", since: "?", command: "?" };

/** Gone for certain: on this boot, or on an earlier boot of this very machine. Of other machines nothing is known. */
async function isGone({ host, place }: LockPlace, holder: Holder): Promise<boolean> {
  if ((await host.processes.lives(holder)) !== false) return false;
  const here = (await host.processes.self()).born.split("/")[0];
  if (holder.born.split("/")[0] === here) return true;
  return place.isOfThisMachine && holder.host === host.name;
}
