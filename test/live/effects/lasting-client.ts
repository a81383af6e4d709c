import type { Credentials } from "../../../deploy/credentials/credentials.ts";
import { pause } from "../../nats/until.ts";
import { mqttConnection } from "./mqtt-connection.ts";
import { natsConnection } from "./nats-connection.ts";
import type { Heard, TrafficConnection } from "./traffic-client.ts";

/** Milliseconds until somebody connects again, and until what was not acknowledged is sent again. */
const again = 200;
const sentAgain = 500;
/** How many stored events may be without an answer at a time: more wait, as where a publisher is held up. */
const atOnce = 32;

/** An application that connects whenever it is not connected, with what it is handed out by then. */
export interface LastingClient {
  /** Sends what is stored until it is acknowledged, some at a time; anything else once, and only while it is connected. */
  send(event: string, text: string, isStored: boolean): Promise<boolean>;
  /** Reads what it is handed out now. */
  refresh(): Promise<void>;
  end(): Promise<void>;
}

/** Begins at once. `login` says what the application is handed out now; `undefined` = nothing yet, or no more. */
export function lastingClient(login: () => Promise<Credentials | undefined>, heard: Heard): LastingClient {
  let connection: TrafficConnection | undefined;
  // Whoever waits for a connection is woken by it: thousands that ask again and again leave no time for anything else.
  let connects = wakeUp();
  const over = new AbortController();
  const turns = inTurns(atOnce);
  const stays = (async () => {
    while (!over.signal.aborted) {
      const credentials = await login();
      connection = credentials && (await connected(credentials, heard));
      if (connection) {
        connects.wake();
        connects = wakeUp();
      }
      if (over.signal.aborted) await connection?.close();
      else await connection?.closed.catch(() => undefined);
      connection = undefined;
      await pause(again);
    }
  })();
  return {
    async send(event, text, isStored) {
      const sent = async () => (await connection?.publish(event, text).catch(() => false)) ?? false;
      if (!isStored) return sent();
      return turns(async () => {
        while (!over.signal.aborted) {
          if (await sent()) return true;
          await (connection ? pause(sentAgain) : connects.woken);
        }
        return false;
      });
    },
    async refresh() {
      const credentials = await login();
      if (credentials && connection) await connection.read(credentials);
    },
    async end() {
      over.abort();
      connects.wake();
      await connection?.close().catch(() => undefined);
      await stays;
    },
  };
}

/** Does no more than some things at a time, in the order in which they were asked for. */
function inTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

function wakeUp(): { readonly woken: Promise<void>; readonly wake: () => void } {
  let wake = () => undefined as void;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  return { woken, wake: () => wake() };
}

async function connected(credentials: Credentials, heard: Heard): Promise<TrafficConnection | undefined> {
  const connect = credentials.protocol === "mqtt" ? mqttConnection : natsConnection;
  try {
    const connection = await connect(credentials, heard);
    // Whoever cannot read all that it is to read is no use.
    await connection.read(credentials).catch(() => connection.close());
    return connection;
  } catch {
    return undefined;
  }
}
