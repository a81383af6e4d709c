import { flowName } from "../../../compiler/model/flow-name.ts";
import type { Flow, Topology } from "../../../compiler/model/topology.ts";
import type { Credentials } from "../../../deploy/credentials/credentials.ts";
import { type LastingClient, lastingClient } from "./lasting-client.ts";
import { type TrafficLedger, trafficLedger } from "./traffic-ledger.ts";

/** Every application of a mesh, publishing and reading all that it is declared to. */
export interface Traffic {
  readonly ledger: TrafficLedger;
  /** Takes up applications, events and rights of a mesh, and lets go of those that it does not have. */
  follow(topology: Topology): Promise<void>;
  /** Names of flows of the mesh that is followed in which nothing has arrived for some milliseconds. */
  silent(milliseconds: number): readonly string[];
  /** Publishes no more. */
  stop(): void;
  close(): Promise<void>;
}

/** What an application publishes. */
interface Source {
  readonly publisher: string;
  readonly event: string;
  readonly isStored: boolean;
}

const tick = 10;

/** Publishes at a rate, events a second of all publishers together, spread over them evenly. */
export function startTraffic(
  login: (application: string) => Promise<Credentials | undefined>,
  rate: number,
): Traffic {
  const ledger = trafficLedger();
  const clients = new Map<string, LastingClient>();
  let sources: readonly Source[] = [];
  let flows: readonly Flow[] = [];
  const begin = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begin) * rate) / 1_000);
    for (; sent < due; sent++) {
      const source = sources[sent % sources.length];
      const client = source && clients.get(source.publisher);
      if (client) void sendOne(client, source, ledger);
    }
  }, tick);
  return {
    ledger,
    async follow({ mesh, flows: declared }) {
      flows = declared;
      const wanted = new Set(mesh.applications.keys());
      for (const [name, client] of clients)
        if (!wanted.has(name)) {
          clients.delete(name);
          await client.end();
        }
      await Promise.all([...clients.values()].map((client) => client.refresh()));
      for (const name of wanted)
        if (!clients.has(name))
          clients.set(
            name,
            lastingClient(() => login(name), hearing(ledger, name)),
          );
      sources = sourcesOf(flows);
    },
    silent(milliseconds) {
      const since = performance.now() - milliseconds;
      const isSilent = (flow: Flow) => ledger.lastArrival(sourceOf(flow), flow.subscriber.name) < since;
      return flows.filter(isSilent).map(flowName);
    },
    stop: () => clearInterval(timer),
    async close() {
      clearInterval(timer);
      await Promise.all([...clients.values()].map((client) => client.end()));
    },
  };
}

/** The source of a flow, as the ledger names it. */
export function sourceOf({ event, publisher }: Flow): string {
  return `${event.domain}.${event.name} ${publisher.name}`;
}

function sourcesOf(flows: readonly Flow[]): readonly Source[] {
  const known = new Map<string, Source>();
  for (const flow of flows) {
    const { event, publisher } = flow;
    const isStored = event.terms.delivery === "at-least-once";
    known.set(sourceOf(flow), {
      publisher: publisher.name,
      event: `${event.domain}.${event.name}`,
      isStored,
    });
  }
  return [...known.values()];
}

async function sendOne(
  client: LastingClient,
  { publisher, event, isStored }: Source,
  ledger: TrafficLedger,
): Promise<void> {
  const source = `${event} ${publisher}`;
  const sequence = ledger.number(source);
  // Of what is not stored nobody is told whether it came anywhere: it counts as it is sent.
  if (!isStored) ledger.promised(source, sequence);
  const isSafe = await client.send(event, `${source} ${sequence}`, isStored);
  if (isStored && isSafe) ledger.promised(source, sequence);
}

function hearing(ledger: TrafficLedger, reader: string): (text: string) => void {
  return (text) => {
    const [event = "", publisher = "", sequence] = text.split(" ");
    ledger.arrived(`${event} ${publisher}`, reader, Number(sequence));
  };
}
