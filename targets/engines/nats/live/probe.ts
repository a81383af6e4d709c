import {
  headers as natsHeaders,
  type MsgHdrs,
  type NatsConnection,
  PermissionViolationError,
} from "@nats-io/transport-node";
import type { ProbeConnection, ProbeOutcome, ProbeSubscription } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { acknowledged, readByDurable } from "./stored.ts";
import { type Login, logIn } from "./log-in.ts";

type Received = ProbeSubscription["received"][number];

const patience = 5_000;

/**
 * A connection that tells what the server refuses. NATS answers a refused publish or subscription with an error that
 * comes before the answer to a following ping, so that a round trip settles it. That nothing was refused does not
 * mean that anything is delivered.
 */
export async function connectProbe(to: Endpoint, login: Login): Promise<ProbeConnection> {
  const connection = await logIn(to, login);
  const refusals = watchRefusals(connection);
  const endings: (() => Promise<void>)[] = [];
  return {
    async subscribe(address, group) {
      const received: Received[] = [];
      const outcome: { refused?: string } = {};
      connection.subscribe(address, {
        ...(group !== undefined && { queue: group }),
        callback: (error, message) => {
          if (error) outcome.refused = error.message;
          else received.push({ address: message.subject, payload: message.data, atMs: performance.now() });
        },
      });
      const { refused } = await roundTrip(connection);
      if (refused !== undefined) outcome.refused ??= refused;
      return Object.assign(outcome, { received });
    },
    async read(from, isMine) {
      const { subscription, end } = await readByDurable(connection, from, isMine);
      endings.push(end);
      return subscription;
    },
    async publish(address, payload, { headers, stored } = {}) {
      const before = refusals.count(address);
      const options = headers ? { headers: headersOf(headers) } : {};
      const outcome = stored
        ? await acknowledged(connection, address, payload, options)
        : await sent(connection, address, payload, options);
      return refusals.count(address) > before ? { refused: refusals.words(address) } : outcome;
    },
    async close() {
      await Promise.all(endings.map((end) => end()));
      await connection.close();
    },
  };
}

function sent(
  connection: NatsConnection,
  address: string,
  payload: Uint8Array,
  options: { readonly headers?: MsgHdrs },
): Promise<ProbeOutcome> {
  connection.publish(address, payload, options);
  return roundTrip(connection);
}

/** How often, and with what words, the server refused to publish to a subject. */
function watchRefusals(connection: NatsConnection): {
  count(subject: string): number;
  words(subject: string): string;
} {
  const refused = new Map<string, { count: number; words: string }>();
  void (async () => {
    for await (const status of connection.status()) {
      const error = status.type === "error" ? status.error : undefined;
      if (!(error instanceof PermissionViolationError) || error.operation !== "publish") continue;
      const count = (refused.get(error.subject)?.count ?? 0) + 1;
      refused.set(error.subject, { count, words: error.message });
    }
  })();
  return {
    count: (subject) => refused.get(subject)?.count ?? 0,
    words: (subject) => refused.get(subject)?.words ?? "",
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
