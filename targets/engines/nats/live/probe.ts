import {
  headers as natsHeaders,
  type Msg,
  type NatsConnection,
  PermissionViolationError,
} from "@nats-io/transport-node";
import type { ProbeConnection, ProbeOutcome, ProbeSubscription } from "../../../../compiler/live.ts";
import { askingOn } from "./answers.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { decline, hear } from "./dead-letters.ts";
import { readByDurable } from "./stored.ts";
import { unread } from "./unread.ts";
import { type Login, logIn } from "./log-in.ts";

type Received = ProbeSubscription["received"][number];

const patience = 5_000;
/**
 * A stream takes nothing in that is meant for another (2.10 to 2.15), and none has this name; whoever subscribes gets it
 * all the same.
 */
export const passing = { "Nats-Expected-Stream": "meshc-probes-are-not-stored" } as const;

/**
 * A connection that tells what the server refuses. NATS answers a refused publish or subscription with an error that
 * comes before the answer to a following ping, so that a round trip settles it. That nothing was refused does not
 * mean that anything is delivered.
 */
export async function connectProbe(to: Endpoint, login: Login): Promise<ProbeConnection> {
  const connection = await logIn(to, login);
  const refusals = watchRefusals(connection);
  const ask = askingOn(connection, login.inboxPrefix);
  const endings: (() => Promise<void>)[] = [];
  return {
    async subscribe(address, group) {
      const received: Received[] = [];
      const outcome: { refused?: string } = {};
      connection.subscribe(address, {
        ...(group !== undefined && { queue: group }),
        callback: (error, message) => {
          if (error) outcome.refused = error.message;
          else received.push(asReceived(message));
        },
      });
      const { refused } = await roundTrip(connection);
      if (refused !== undefined) outcome.refused ??= refused;
      return Object.assign(outcome, { received });
    },
    stored: {
      async read(from, decide, own) {
        const { subscription, end } = await readByDurable(connection, from, decide, own);
        endings.push(end);
        refusals.watch(from.request, (words) => (subscription.refused ??= words));
        await roundTrip(connection);
        return subscription;
      },
      decline: (from, isMine) => decline(connection, from, isMine),
      unread: (from) => unread(connection, from),
      hear: (from, number) => hear(connection, from, number),
    },
    async publish(address, payload, { headers, stored, id, reply } = {}) {
      const before = refusals.count(address);
      const all = headersOf({
        ...headers,
        ...(stored === undefined && passing),
        ...(id !== undefined && { "Nats-Msg-Id": id }),
      });
      const asked = stored === undefined ? undefined : ask(address, payload, all, stored);
      if (!asked)
        connection.publish(address, payload, { headers: all, ...(reply !== undefined && { reply }) });
      const outcome = await roundTrip(connection);
      const refused = refusals.count(address) > before ? refusals.words(address) : outcome.refused;
      const { storedBy = [], knownTo = [] } = asked ?? {};
      if (refused !== undefined) return { refused, storedBy, knownTo };
      const unstored = stored ? await asked?.settled : undefined;
      return {
        storedBy,
        knownTo,
        ...(unstored !== undefined && { refused: `it was not acknowledged as stored: ${unstored}` }),
      };
    },
    async close() {
      await Promise.all(endings.map((end) => end()));
      await connection.close();
    },
  };
}

/** How often, and with what words, the server refused to publish to a subject; `watch` is told when it does. */
function watchRefusals(connection: NatsConnection): {
  count(subject: string): number;
  words(subject: string): string;
  watch(subject: string, tell: (words: string) => void): void;
} {
  const refused = new Map<string, { count: number; words: string }>();
  const watching = new Map<string, (words: string) => void>();
  void (async () => {
    for await (const status of connection.status()) {
      const error = status.type === "error" ? status.error : undefined;
      if (!(error instanceof PermissionViolationError) || error.operation !== "publish") continue;
      const count = (refused.get(error.subject)?.count ?? 0) + 1;
      refused.set(error.subject, { count, words: error.message });
      watching.get(error.subject)?.(error.message);
    }
  })();
  return {
    count: (subject) => refused.get(subject)?.count ?? 0,
    words: (subject) => refused.get(subject)?.words ?? "",
    watch: (subject, tell) => void watching.set(subject, tell),
  };
}

/** Waits until the server has dealt with all that was sent; a connection that it closed meanwhile was refused. */
async function roundTrip(connection: NatsConnection): Promise<ProbeOutcome> {
  const late = new AbortController();
  const timeout = new Promise<"late">((done) => {
    const timer = setTimeout(() => done("late"), patience);
    late.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  try {
    const first = await Promise.race([connection.flush(), timeout]);
    // Refusals are handed out by an iterator, a turn after the answer that came behind them.
    await new Promise((done) => setImmediate(done));
    return first === "late" ? { refused: `no answer within ${patience / 1_000} s` } : {};
  } catch (error) {
    const closed = await connection.closed().catch(() => undefined);
    return {
      refused: `connection closed: ${(closed ?? error) instanceof Error ? (closed ?? (error as Error)).message : "?"}`,
    };
  } finally {
    late.abort();
  }
}

function headersOf(values: Readonly<Record<string, string>>) {
  const headers = natsHeaders();
  for (const [key, value] of Object.entries(values)) headers.set(key, value);
  return headers;
}

function asReceived({ subject: address, data: payload, reply }: Msg): Received {
  return { address, payload, atMs: performance.now(), ...(reply !== undefined && { reply }) };
}
