import { pause, until } from "../nats/until.ts";
import { parseEvent } from "./event-text.ts";
import { memberName, type PublishedDomain, publisherName, type Reader } from "./flow-kinds.ts";
import { pairsOf } from "./flow-pairs.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createPublisher, type Publisher, type Send } from "./publisher.ts";

/** Connects applications, by their names, with what they are handed out. */
export interface Clients {
  /** Connects one that publishes; `isStored`: it waits for acknowledgements. */
  publish(name: string, isStored: boolean): Promise<Send>;
  /**
   * Connects one that reads; `heard` is told of each event that it gets, repeated ones too. `isDurable`: what comes while it
   * is away is kept for it.
   */
  read(name: string, heard: (text: string) => void, isDurable: boolean): Promise<void>;
  /** What brokers refused. */
  refused(): readonly string[];
  close(): Promise<void>;
}

/** What is published and read. */
export interface Flows {
  readonly domains: readonly PublishedDomain[];
  readonly readers: readonly Reader[];
}

/** All applications of a mesh, connected. */
export interface Traffic {
  /** Publishes at a rate, events a second of all together, for some milliseconds. */
  publish(rate: number, duration: number): Promise<void>;
  /** What counts. */
  readonly ledger: Ledger;
  /** Whether publishers still wait for acknowledgements. */
  isOpen(): boolean;
  /** What brokers refused. */
  refused(): readonly string[];
  close(): Promise<void>;
}

interface Publishing {
  readonly publisher: Publisher;
  readonly share: number;
}

/** Connects every application, and returns once every reader has heard of every publisher. */
export async function startTraffic(clients: Clients, flows: Flows): Promise<Traffic> {
  const warmUp = createLedger();
  const ledger = createLedger();
  const publishing: Publishing[] = [];
  const close = async (): Promise<void> => {
    for (const { publisher } of publishing) publisher.end();
    await clients.close();
  };
  try {
    await startReaders(clients, flows, warmUp, ledger);
    publishing.push(...(await startPublishers(clients, flows)));
    await warmedUp(publishing, flows, warmUp);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async publish(rate, duration) {
      await Promise.all(
        publishing.map(({ publisher, share }) => publisher.publish(rate * share, duration, ledger)),
      );
    },
    ledger,
    isOpen: () => publishing.some(({ publisher }) => publisher.open() > 0),
    refused: () => clients.refused(),
    close,
  };
}

async function startReaders(
  clients: Clients,
  { readers }: Flows,
  warmUp: Ledger,
  ledger: Ledger,
): Promise<void> {
  for (const reader of readers) {
    for (const broker of reader.at) {
      const heard = (text: string) => {
        const { phase, publisher, sequence } = parseEvent(text);
        (phase === "run" ? ledger : warmUp).arrived(reader.name, publisher, sequence);
      };
      await clients.read(memberName(reader, broker), heard, reader.isDurable);
    }
  }
}

async function startPublishers(clients: Clients, { domains }: Flows): Promise<readonly Publishing[]> {
  const started: Publishing[] = [];
  for (const domain of domains) {
    for (const broker of domain.at) {
      const name = publisherName(domain, broker);
      const publisher = createPublisher(name, await clients.publish(name, domain.isStored));
      started.push({ publisher, share: domain.share / domain.at.length });
    }
  }
  return started;
}

/** Publishes what counts for nothing until interest has travelled everywhere. */
async function warmedUp(
  publishing: readonly Publishing[],
  { domains, readers }: Flows,
  warmUp: Ledger,
): Promise<void> {
  const pairs = pairsOf(domains, readers);
  const unheard = () => pairs.filter(({ publisher, reader }) => !warmUp.hasArrived(publisher, reader.name));
  const all = await until(async () => {
    for (const { publisher } of publishing) publisher.warmUp();
    await pause(300);
    return unheard().length === 0;
  }, 30_000);
  const [first] = unheard();
  if (!all) throw new Error(`${first?.reader.name} hears nothing of ${first?.publisher}`);
}
