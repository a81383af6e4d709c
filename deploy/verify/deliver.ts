import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeConnection } from "../../compiler/live.ts";
import { inParallel } from "./in-parallel.ts";
import type { Draft, Ledger, Receiver, SentProbe } from "./ledger.ts";

/** Receivers of which exactly one must get a message: one subscription, or the members of a group. */
export interface Slot {
  readonly applications: readonly string[];
  readonly receivers: ReadonlySet<Receiver>;
  /** Where, in words. */
  readonly place: string;
  readonly group?: string;
}

/** A message to publish at one instance, and where it is due. */
export interface Due {
  readonly connection: ProbeConnection;
  readonly draft: Draft;
  readonly slots: readonly Slot[];
}

/** What became of a due message. */
export interface Delivered {
  readonly draft: Draft;
  readonly slots: readonly SlotOutcome[];
  /** Why the broker would not take it. */
  readonly refused?: string;
}

export interface SlotOutcome {
  readonly slot: Slot;
  /** The messages that count: those sent once the way was known to be open, else the last attempt. */
  readonly counted: readonly SentProbe[];
  /**
   * The messages that may not arrive twice: all but those sent before the way was known to be open. While a member of
   * a group is just joining, NATS can give one message to it and to another (seen once in some hundred joins).
   */
  readonly once: readonly SentProbe[];
}

/** Waits between attempts; interest in a topic takes a moment to travel, and what is sent before is lost. */
const attemptWaitsMs = [25, 50, 100, 200, 400, 800, 1000, 1000, 1000, 1000];
/**
 * How long something due may stay away, in milliseconds: while all has come so far, and once something was found
 * missing, when the mesh is known to be at fault and only the rest of its faults is looked for.
 */
export const patience = { calm: 5000, troubled: 1000 };
/**
 * The same of what is read from a copy, while all has come so far: a copy that lost touch with what it is filled from, as
 * when a gateway of 2.10 changes how it tells of interest, asks again within some 20 s, and nothing is lost by that.
 */
const copiedPatience = 25_000;
/** Messages sent over a way that has proved open; each of them is due exactly once. */
const countedCopies = 5;

interface State {
  readonly due: Due;
  readonly attempts: SentProbe[];
  readonly counted: SentProbe[];
}

/**
 * Publishes every message, again until it has arrived wherever it is due or patience ends; then some more of each,
 * which count. Returns when they have arrived; duplicates may still come.
 */
export async function deliver(
  ledger: Ledger,
  dues: readonly Due[],
  patienceMs: number,
): Promise<readonly Delivered[]> {
  const states: readonly State[] = dues.map((due) => ({ due, attempts: [], counted: [] }));
  await openWays(ledger, states, patienceMs);
  await waitForCopies(ledger, patienceMs, () => !states.some(({ attempts, due }) => isLate(due, attempts)));
  const open = states.filter(isOpen);
  for (let copy = 0; copy < countedCopies; copy++) {
    await inParallel(open, async (state) => void state.counted.push(await send(ledger, state)));
  }
  await waitFor(ledger, () => open.every(hasAllCounted), patienceMs);
  const isHere = ({ counted, due }: State) => counted.every((probe) => !isLate(due, [probe]));
  await waitForCopies(ledger, patienceMs, () => open.every(isHere));
  return states.map(outcomeOf);
}

/** Whether something that a broker took has not come yet to who reads from a copy. */
function isLate({ slots }: Pick<Due, "slots">, probes: readonly SentProbe[]): boolean {
  if (probes.at(-1)?.refused !== undefined) return false;
  return slots.some((slot) => !reached(probes, slot) && readsCopy(slot));
}

/** Whether somebody in a slot reads from a copy. */
export function readsCopy({ receivers }: Slot): boolean {
  return [...receivers].some(({ copied }) => copied);
}

/** Waits longer for what comes from copies, unless the mesh is known to be at fault anyhow. */
export async function waitForCopies(
  ledger: Ledger,
  patienceMs: number,
  condition: () => boolean,
): Promise<void> {
  if (patienceMs >= patience.calm && !condition()) await waitFor(ledger, condition, copiedPatience);
}

async function openWays(ledger: Ledger, states: readonly State[], patienceMs: number): Promise<void> {
  let missing = states;
  let last = performance.now();
  for (const wait of attemptWaitsMs) {
    await inParallel(missing, async (state) => void state.attempts.push(await send(ledger, state)));
    const before = missing.length;
    await waitFor(ledger, () => missing.every(isSettled), wait);
    missing = missing.filter((state) => !isSettled(state));
    if (missing.length < before) last = performance.now();
    if (missing.length === 0 || performance.now() - last > patienceMs) return;
  }
}

/** Whether everything came that was due. */
export function allCame(delivered: readonly Delivered[]): boolean {
  return delivered.every((one) =>
    one.slots.every(({ slot, counted }) => counted.every((probe) => arrivalsIn(probe, slot) > 0)),
  );
}

function send(ledger: Ledger, state: State): Promise<SentProbe> {
  return ledger.send(state.due.connection, state.due.draft);
}

/** Whether it is worth sending more: something arrived, and the last was not refused. */
function isOpen({ attempts, due }: State): boolean {
  return attempts.at(-1)?.refused === undefined && due.slots.some((slot) => reached(attempts, slot));
}

function isSettled(state: State): boolean {
  if (state.attempts.at(-1)?.refused !== undefined) return true;
  return state.due.slots.every((slot) => reached(state.attempts, slot));
}

function hasAllCounted(state: State): boolean {
  const open = state.due.slots.filter((slot) => reached(state.attempts, slot));
  return open.every((slot) => state.counted.every((probe) => arrivalsIn(probe, slot) > 0));
}

function reached(probes: readonly SentProbe[], slot: Slot): boolean {
  return probes.some((probe) => arrivalsIn(probe, slot) > 0);
}

/** How often a message arrived in a slot, at the address it was sent to. */
export function arrivalsIn(probe: SentProbe, slot: Slot): number {
  const own = probe.arrivals.filter((arrival) => arrival.isMeant && slot.receivers.has(arrival.receiver));
  return own.length;
}

function outcomeOf(state: State): Delivered {
  const refused = [...state.attempts, ...state.counted].find((probe) => probe.refused !== undefined)?.refused;
  const slots = state.due.slots.map((slot) => {
    const counts = isOpen(state) && reached(state.attempts, slot);
    return {
      slot,
      counted: counts ? state.counted : state.attempts.slice(-1),
      once: counts ? state.counted : state.attempts,
    };
  });
  return { draft: state.due.draft, slots, ...(refused !== undefined && { refused }) };
}

/** Collects until the condition holds, or nothing has arrived for `patience` milliseconds. */
export async function waitFor(ledger: Ledger, condition: () => boolean, patience: number): Promise<void> {
  let deadline = performance.now() + patience;
  for (;;) {
    if (ledger.collect()) deadline = performance.now() + patience;
    if (condition() || performance.now() > deadline) return;
    await sleep(2);
  }
}
