import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from "@nats-io/transport-node";
import { domainOfIntake, hubDomain } from "../jetstream.ts";

/** How long an answer may take, in milliseconds: at first, and once one stayed away. */
const patience = { calm: 5_000, troubled: 1_000 };

/** What was answered to one publication so far. */
export interface Answered {
  /** Streams that stored it; one of another domain with the domain's name. Grows. */
  readonly storedBy: readonly string[];
  /** Those of them that had it already, under the same message id. Grows. */
  readonly knownTo: readonly string[];
  /** Resolves once somebody has stored it, or to why nobody did. */
  readonly settled: Promise<string | undefined>;
}

/** Publishes and hears who stores it; where nobody has to, it is not settled before somebody does. */
export type Ask = (address: string, payload: Uint8Array, headers: MsgHdrs, isDue: boolean) => Answered;

/** The answer of JetStream to what is published (NATS manual, JetStream wire API). */
interface PubAck {
  readonly stream?: unknown;
  readonly domain?: unknown;
  readonly duplicate?: unknown;
  readonly error?: { readonly description?: string };
}

interface Waiting {
  readonly storedBy: string[];
  readonly knownTo: string[];
  settle(why: string | undefined): void;
}

/** Listens for answers to one connection. All come to one inbox, which is opened with the first question. */
export function askingOn(connection: NatsConnection, inboxPrefix: string | undefined): Ask {
  const waiting = new Map<string, Waiting>();
  const inbox = createInbox(inboxPrefix);
  let wait = patience.calm;
  let deaf: string | undefined;
  const listen = (): void => {
    connection.subscribe(`${inbox}.*`, {
      callback(error, message) {
        if (!error) return take(message, waiting.get(message.subject));
        deaf = `no answer may be heard: ${error.message}`;
        for (const each of waiting.values()) each.settle(deaf);
      },
    });
  };
  const settleInTime = ({ storedBy, settle }: Waiting): void => {
    if (deaf !== undefined) return settle(deaf);
    const giveUp = () => {
      if (storedBy.length === 0) wait = patience.troubled;
      settle("no answer came");
    };
    setTimeout(giveUp, wait).unref();
  };
  return (address, payload, headers, isDue) => {
    if (waiting.size === 0) listen();
    const reply = `${inbox}.${waiting.size}`;
    const [storedBy, knownTo]: [string[], string[]] = [[], []];
    const settled = new Promise<string | undefined>((settle) => {
      const one = { storedBy, knownTo, settle };
      waiting.set(reply, one);
      if (isDue) settleInTime(one);
    });
    connection.publish(address, payload, { reply, headers });
    return { storedBy, knownTo, settled };
  };
}

function take(message: Msg, asked: Waiting | undefined): void {
  if (message.headers?.code === 503) return asked?.settle("no stream takes it");
  const answer = pubAckIn(message);
  if (typeof answer?.stream === "string" && !answer.error) {
    const { stream, domain = hubDomain, duplicate } = answer;
    const name = domain === domainOfIntake(stream) ? stream : `${stream} of domain ${String(domain)}`;
    asked?.storedBy.push(name);
    if (duplicate === true) asked?.knownTo.push(name);
    asked?.settle(undefined);
  } else if (answer?.error) asked?.settle(answer.error.description ?? "it was refused");
}

/** Whoever reads an event may answer to it with anything. */
function pubAckIn(message: Msg): PubAck | undefined {
  try {
    const value: unknown = message.json();
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
