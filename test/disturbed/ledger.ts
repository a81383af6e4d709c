/** An event's first and later arrivals at one reader. */
interface Arrivals {
  /** When it arrived first, by the clock of `performance`. */
  readonly first: number;
  count: number;
}

/** What went from one publisher to one reader. Durations in milliseconds. */
export interface FlowAccount {
  readonly publisher: string;
  readonly reader: string;
  /** Events that were acknowledged to the publisher, or handed over where nothing is acknowledged. */
  readonly published: number;
  /** How many different of these arrived. */
  readonly received: number;
  readonly lost: number;
  readonly duplicates: number;
  /** The longest time in which nothing new arrived, from the first event published to the last one arrived. */
  readonly longestPause: number;
  /** The longest that one event was on its way. */
  readonly longestDelay: number;
}

/** What publishers were promised, and what readers got. */
export interface Ledger {
  /** An event that counts from now on. */
  promised(publisher: string, sequence: number, sentAt: number): void;
  arrived(reader: string, publisher: string, sequence: number): void;
  /** Arrivals so far, repeated ones too. */
  arrivals(): number;
  /** Whether anything of a publisher has arrived at a reader. */
  hasArrived(publisher: string, reader: string): boolean;
  /** How many events that were promised have not arrived. */
  missing(publisher: string, reader: string): number;
  account(publisher: string, reader: string): FlowAccount;
}

/** An empty ledger. `now` is a clock in milliseconds. */
export function createLedger(now: () => number = () => performance.now()): Ledger {
  const sent = new Map<string, Map<number, number>>();
  const got = new Map<string, Map<number, Arrivals>>();
  let count = 0;
  return {
    promised: (publisher, sequence, sentAt) => void within(sent, publisher).set(sequence, sentAt),
    arrived(reader, publisher, sequence) {
      count += 1;
      const flow = within(got, `${publisher} ${reader}`);
      const known = flow.get(sequence);
      if (known) known.count += 1;
      else flow.set(sequence, { first: now(), count: 1 });
    },
    arrivals: () => count,
    hasArrived: (publisher, reader) => (got.get(`${publisher} ${reader}`)?.size ?? 0) > 0,
    missing: (publisher, reader) => missing(within(sent, publisher), within(got, `${publisher} ${reader}`)),
    account: (publisher, reader) => ({
      publisher,
      reader,
      ...accountOf(within(sent, publisher), within(got, `${publisher} ${reader}`)),
    }),
  };
}

function accountOf(
  sent: ReadonlyMap<number, number>,
  got: ReadonlyMap<number, Arrivals>,
): Omit<FlowAccount, "publisher" | "reader"> {
  const begin = Math.min(...sent.values());
  const times = [...got.values()].map(({ first }) => first).toSorted((a, b) => a - b);
  const delays = [...got].map(([sequence, { first }]) => first - (sent.get(sequence) ?? first));
  const lost = missing(sent, got);
  return {
    published: sent.size,
    received: sent.size - lost,
    lost,
    duplicates: [...got.values()].reduce((sum, { count }) => sum + count - 1, 0),
    longestPause: greatest(times.map((at, index) => at - (times[index - 1] ?? begin))),
    longestDelay: greatest(delays),
  };
}

function missing(sent: ReadonlyMap<number, unknown>, got: ReadonlyMap<number, unknown>): number {
  let count = 0;
  for (const sequence of sent.keys()) if (!got.has(sequence)) count += 1;
  return count;
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function within<V>(maps: Map<string, Map<number, V>>, key: string): Map<number, V> {
  const known = maps.get(key) ?? new Map<number, V>();
  maps.set(key, known);
  return known;
}
