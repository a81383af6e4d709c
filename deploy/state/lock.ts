import type { Result } from "../../compiler/diagnostics/result.ts";
import { stateLocked } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host, ProcessId } from "../host/host.ts";
import { guarded } from "./guarded.ts";

/** Who holds a lock. */
export interface Holder extends ProcessId {
  readonly who: string;
  readonly host: string;
  /** When it was taken, ISO 8601. */
  readonly since: string;
  readonly command: string;
}

/** A lock that we hold. */
export interface HeldLock {
  /** What is locked. */
  readonly name: string;
  /** Grows with every holder. */
  readonly number: number;
}

/** What tells the locks of one folder apart. */
export interface LockFolder {
  readonly host: Host;
  readonly folder: string;
}

/**
 * Takes a lock, or says who holds it; `what` is locked, in words. Holders are numbered files, created whole and never twice: the highest number
 * holds, a file `<name>.<number>.free` gives it back, and a holder that is gone is followed by the next number. So
 * of those who find a dead holder only one can follow it, and nobody ever removes the lock of one who lives.
 */
export async function takeLock(
  place: LockFolder,
  name: string,
  what: string,
  command: string,
): Promise<Result<HeldLock>> {
  const holder = await ourselves(place.host, command);
  return settle(place, name, what, async () => {
    for (;;) {
      const { highest, free } = await standing(place, name);
      if (highest > 0 && !free) {
        const other = await readHolder(place, name, highest);
        if (!other) continue;
        if (!(await isGone(place.host, other))) return { heldBy: other, number: highest };
      }
      const number = highest + 1;
      const path = `${place.folder}/${name}.${number}`;
      if (!(await place.host.files.create(path, bytesOf(holder)))) continue;
      if ((await standing(place, name)).highest === number) return { number };
      await place.host.files.remove(path);
    }
  });
}

type Outcome = { readonly number: number; readonly heldBy?: Holder };

async function settle(
  place: LockFolder,
  name: string,
  what: string,
  attempt: () => Promise<Outcome>,
): Promise<Result<HeldLock>> {
  const taken = await guarded(place.folder, async () => {
    await place.host.files.makeFolder(place.folder, 0o700);
    const outcome = await attempt();
    if (!outcome.heldBy) await removeOlder(place, name, outcome.number);
    return outcome;
  });
  if (!taken.ok) return taken;
  const { number, heldBy } = taken.value;
  if (!heldBy) return success({ name, number });
  return failure(stateLocked, { ...heldBy, what, file: `${place.folder}/${name}.${number}` });
}

/** Whether a lock that we took is still ours: nobody broke it. */
export async function stillHeld(place: LockFolder, lock: HeldLock): Promise<boolean> {
  const { highest, free } = await standing(place, lock.name);
  return highest === lock.number && !free;
}

/** Gives a lock back. One whose folder is gone needs no giving back. */
export async function freeLock(place: LockFolder, lock: HeldLock): Promise<Result<void>> {
  const names = await place.host.files.list(place.folder);
  if (!names.includes(`${lock.name}.${lock.number}`)) return success(undefined);
  return guarded(place.folder, async () => {
    await place.host.files.create(`${place.folder}/${lock.name}.${lock.number}.free`, new Uint8Array());
  });
}

/** Whether somebody who may be alive holds a lock now. */
export async function isHeld(place: LockFolder, name: string): Promise<boolean> {
  const { highest, free } = await standing(place, name);
  if (highest === 0 || free) return false;
  const holder = await readHolder(place, name, highest);
  return holder !== undefined && !(await isGone(place.host, holder));
}

async function standing(
  { host, folder }: LockFolder,
  name: string,
): Promise<{ highest: number; free: boolean }> {
  const names = new Set(await host.files.list(folder));
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

async function removeOlder({ host, folder }: LockFolder, name: string, number: number): Promise<void> {
  for (const file of await host.files.list(folder)) {
    const older = numberIn(file.replace(/\.free$/, ""), name);
    if (older !== undefined && older < number) await host.files.remove(`${folder}/${file}`);
  }
}

async function ourselves(host: Host, command: string): Promise<Holder> {
  const self = await host.processes.self();
  return { ...self, who: host.user, host: host.name, since: host.now().toISOString(), command };
}

function bytesOf(holder: Holder): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(holder, undefined, 2)}\n`);
}

async function readHolder(
  { host, folder }: LockFolder,
  name: string,
  number: number,
): Promise<Holder | undefined> {
  const bytes = await host.files.read(`${folder}/${name}.${number}`);
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Holder;
  } catch {
    return nobodyKnown;
  }
}

/** Somebody wrote over the file; whoever it was may live. */
const nobodyKnown: Holder = { pid: 0, born: "", who: "somebody", host: "", since: "?", command: "?" };

/** Gone for certain: on this boot, or on an earlier boot of this very machine. Of other machines nothing is known. */
async function isGone(host: Host, holder: Holder): Promise<boolean> {
  if ((await host.processes.lives(holder)) !== false) return false;
  const here = (await host.processes.self()).born.split("/")[0];
  return holder.born.split("/")[0] === here || holder.host === host.name;
}
