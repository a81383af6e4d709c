import { pause, until } from "../nats/until.ts";
import { type ApplicationClient, connectApplication } from "./application-client.ts";
import type { DisturbedMesh } from "./disturbed-mesh.ts";
import { parseEvent } from "./event-text.ts";
import { memberName, publishedDomains, publisherName, type Reader, readers } from "./flow-kinds.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import { readEvents } from "./read-events.ts";

/** A publisher and a reader whose events meet. */
export interface FlowPair {
  readonly reader: Reader;
  readonly publisher: string;
  /** The publisher's part of the rate of all. */
  readonly share: number;
}

/** Every publisher and reader whose events meet. */
export const flowPairs: readonly FlowPair[] = readers.flatMap((reader) =>
  publishedDomains
    .filter(({ name }) => name === reader.domain)
    .flatMap((domain) =>
      domain.at.map((broker) => ({
        reader,
        publisher: publisherName(domain, broker),
        share: domain.share / domain.at.length,
      })),
    ),
);

/** All applications of a mesh, connected. */
export interface Traffic {
  /** Publishes at a rate, events a second of all together, for some milliseconds. */
  publish(rate: number, duration: number): Promise<void>;
  /** What counts. */
  readonly ledger: Ledger;
  /** Whether publishers still wait for acknowledgements. */
  isOpen(): boolean;
  /** What servers refused. */
  refused(): readonly string[];
  close(): Promise<void>;
}

interface Publishing {
  readonly publisher: Publisher;
  readonly share: number;
}

/** Connects every application with its credentials, and returns once every reader has heard of every publisher. */
export async function startTraffic(mesh: DisturbedMesh, turn: number): Promise<Traffic> {
  const clients: ApplicationClient[] = [];
  const warmUp = createLedger();
  const ledger = createLedger();
  const login = async (name: string) => {
    const credentials = mesh.credentials(name);
    const client = await connectApplication(credentials, turn + clients.length);
    clients.push(client);
    return { credentials, client };
  };
  const publishing: Publishing[] = [];
  const close = async (): Promise<void> => {
    for (const { publisher } of publishing) publisher.end();
    await Promise.all(clients.map(({ connection }) => connection.close().catch(() => undefined)));
  };
  try {
    await startReaders(login, warmUp, ledger);
    publishing.push(...(await startPublishers(login)));
    await warmedUp(publishing, warmUp);
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
    refused: () => clients.flatMap(({ refused }) => refused),
    close,
  };
}

type Login = (name: string) => Promise<{
  readonly credentials: ReturnType<DisturbedMesh["credentials"]>;
  readonly client: ApplicationClient;
}>;

async function startReaders(login: Login, warmUp: Ledger, ledger: Ledger): Promise<void> {
  for (const reader of readers) {
    for (const broker of reader.at) {
      const { client, credentials } = await login(memberName(reader, broker));
      await readEvents(client, credentials, (text) => {
        const { phase, publisher, sequence } = parseEvent(text);
        (phase === "run" ? ledger : warmUp).arrived(reader.name, publisher, sequence);
      });
    }
  }
}

async function startPublishers(login: Login): Promise<readonly Publishing[]> {
  const started: Publishing[] = [];
  for (const domain of publishedDomains) {
    for (const broker of domain.at) {
      const name = publisherName(domain, broker);
      const { client, credentials } = await login(name);
      const subject = credentials.publish[0]?.address ?? "";
      const publisher = createPublisher(name, client, subject, domain.isStored);
      started.push({ publisher, share: domain.share / domain.at.length });
    }
  }
  return started;
}

/** Publishes what counts for nothing until interest has travelled everywhere. */
async function warmedUp(publishing: readonly Publishing[], warmUp: Ledger): Promise<void> {
  const unheard = () =>
    flowPairs.filter(({ publisher, reader }) => !warmUp.hasArrived(publisher, reader.name));
  const all = await until(async () => {
    for (const { publisher } of publishing) publisher.warmUp();
    await pause(300);
    return unheard().length === 0;
  }, 30_000);
  const [first] = unheard();
  if (!all) throw new Error(`${first?.reader.name} hears nothing of ${first?.publisher}`);
}
