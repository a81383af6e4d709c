import type { ProvisionState } from "../../compiler/live.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { diagnose } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Ground } from "./ground.ts";
import { poll } from "./poll.ts";
import type { BrokerChange } from "./provision-changes.ts";
import type { Progress } from "./up-event.ts";
import { nothingCopied } from "./provision-codes.ts";

/**
 * Waits until everything that is filled from elsewhere is being filled; what is not is told. Where some `isTouched`
 * only a sign of life since then counts: a copy asks again some 20 s after its origin was started anew (2.10 to 2.15).
 */
export async function awaitCopies(
  ground: Ground,
  progress: Progress,
  changes: readonly BrokerChange[],
  isTouched: boolean,
): Promise<readonly Diagnostic[]> {
  const since = isTouched ? ground.host.now().getTime() : undefined;
  const waiting = { ground, progress, since };
  const told = await inParallel(changes, (change) => awaitAt(waiting, change));
  return told.flat();
}

/** How long, in milliseconds, it waits before it says so. */
const quietFor = 3_000;

interface Waiting {
  readonly ground: Ground;
  readonly progress: Progress;
  /** Milliseconds of the clock. */
  readonly since: number | undefined;
}

async function awaitAt(
  { ground, progress, since }: Waiting,
  { broker, wanted, client, store }: BrokerChange,
): Promise<readonly Diagnostic[]> {
  const { host, lookUp, limits, interrupted } = ground;
  const copies = wanted.filter((provision) => provision.copies);
  const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
  if (copies.length === 0 || seed === undefined) return [];
  let why: readonly string[] = [];
  let isTold = false;
  const begun = host.now().getTime();
  const filled = async () => {
    const states = await store.inspect(client, seed, copies);
    const now = host.now().getTime();
    why = states?.flatMap((one) => whyNotFilled(one, now, since)) ?? why;
    if (states && why.length === 0) return true;
    if (!isTold && now - begun > quietFor) {
      progress({ kind: "waiting", broker, why });
      isTold = true;
    }
    return undefined;
  };
  const done = (await poll(host, limits.copies, filled, interrupted)) === true || interrupted();
  return done
    ? []
    : [diagnose(nothingCopied, { broker: calledIn(ground, "brokers", broker), by: ground.folder, why })];
}

function whyNotFilled(
  { provision, state, differences, silent = 0 }: ProvisionState,
  now: number,
  since: number | undefined,
): readonly string[] {
  if (state === "idle") return differences;
  const isOld = since !== undefined && now - silent < since;
  return isOld ? [`nothing has come to ${provision.name} since servers were started`] : [];
}
