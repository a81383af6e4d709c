/** What one flow came to while one change was made. */
export interface PhaseAccount {
  readonly sent: number;
  readonly lost: number;
  readonly twice: number;
  /** The longest that an event was on its way, in milliseconds. */
  readonly longestDelay: number;
}

/** Counts numbered events, by the change during which they were sent. */
export interface TrafficLedger {
  /** From now on what is sent belongs to this change. */
  begin(phase: number): void;
  /** Numbers an event of a publisher; what is not kept by acknowledgement counts from here on. */
  number(source: string): number;
  /** An event that counts: it was given to the client, or acknowledged where it is stored. */
  promised(source: string, sequence: number): void;
  arrived(source: string, reader: string, sequence: number): void;
  /** When an event last came from a publisher to a reader, by the clock of `performance`; 0 = never. */
  lastArrival(source: string, reader: string): number;
  account(source: string, reader: string, phase: number): PhaseAccount;
}

interface Sent {
  readonly phase: number;
  readonly at: number;
  promised: boolean;
}

interface Arrival {
  readonly at: number;
  count: number;
}

/** An empty ledger. A source is an event of one publisher: `orders.placed till`. */
export function trafficLedger(now: () => number = () => performance.now()): TrafficLedger {
  let current = 0;
  const sent = new Map<string, Sent[]>();
  const got = new Map<string, { last: number; readonly arrivals: Map<number, Arrival> }>();
  const sentBy = (source: string) => known(sent, source, () => []);
  const gotBy = (source: string, reader: string) =>
    known(got, `${source} ${reader}`, () => ({ last: 0, arrivals: new Map() }));
  return {
    begin: (phase) => void (current = phase),
    number: (source) => sentBy(source).push({ phase: current, at: now(), promised: false }) - 1,
    promised(source, sequence) {
      const event = sentBy(source)[sequence];
      if (event) event.promised = true;
    },
    arrived(source, reader, sequence) {
      const flow = gotBy(source, reader);
      flow.last = now();
      const arrival = known(flow.arrivals, sequence, () => ({ at: flow.last, count: 0 }));
      arrival.count += 1;
    },
    lastArrival: (source, reader) => gotBy(source, reader).last,
    account: (source, reader, phase) => accountOf(sentBy(source), gotBy(source, reader).arrivals, phase),
  };
}

function accountOf(
  sent: readonly Sent[],
  arrivals: ReadonlyMap<number, Arrival>,
  phase: number,
): PhaseAccount {
  const own = sent.flatMap((event, sequence) =>
    event.phase === phase && event.promised ? [{ event, arrival: arrivals.get(sequence) }] : [],
  );
  return {
    sent: own.length,
    lost: own.filter(({ arrival }) => !arrival).length,
    twice: own.reduce((sum, { arrival }) => sum + Math.max(0, (arrival?.count ?? 0) - 1), 0),
    longestDelay: own.reduce(
      (most, { event, arrival }) => Math.max(most, arrival ? arrival.at - event.at : 0),
      0,
    ),
  };
}

function known<K, V>(map: Map<K, V>, key: K, fresh: () => V): V {
  const value = map.get(key) ?? fresh();
  map.set(key, value);
  return value;
}
