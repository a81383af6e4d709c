import { type Consumer, jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator, type NatsConnection, type TlsOptions } from "@nats-io/transport-node";
import { pause } from "../nats/until.ts";
import type { EffectMesh } from "./effect-mesh.ts";
import type { Watch, Watcher } from "./watch.ts";

/** Connects over NATS, knowing every instance of its broker, and comes back by itself. */
export async function natsWatcher(mesh: EffectMesh, watch: Watch): Promise<Watcher> {
  const { application, instance = 0 } = watch;
  const ports = () =>
    [...mesh.records()]
      .filter(([, { broker, beside }]) => broker === watch.broker && beside === undefined)
      .map(([name, record]) => [name, record.ports["nats"] ?? 0] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const first = ports();
  const turned = [...first.slice(instance), ...first.slice(0, instance)];
  const { tls, authorities } = mesh.state();
  const connection = await connect({
    servers: turned.map(([, port]) => `127.0.0.1:${port}`),
    noRandomize: true,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(mesh.secret(`application.${application}`))),
    inboxPrefix: `_INBOX_${application}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    timeout: 10_000,
    ...(tls && { tls: { ca: authorities?.servers, host: "127.0.0.1" } as TlsOptions }),
  });
  const cuts: string[] = [];
  // Listeners may move, and are recorded to have done so before they have.
  const known = new Map<string, string>();
  const nameOf = (server: string) => {
    for (const [name, port] of ports()) known.set(`${port}`, name);
    return known.get(server.slice(server.lastIndexOf(":") + 1)) ?? "";
  };
  let current = nameOf(connection.getServer());
  let open = true;
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === "disconnect" && open) {
        cuts.push(current);
        open = false;
      }
      if (status.type === "reconnect") {
        current = nameOf(connection.getServer());
        open = true;
      }
    }
  })();
  const heard = new Map<string, number>();
  const hear = (text: string) => void heard.set(text, (heard.get(text) ?? 0) + 1);
  if (watch.hears !== undefined) {
    const subject = watch.hears.replaceAll("/", ".");
    connection.subscribe(subject, { callback: (error, message) => void (error ?? hear(message.string())) });
    await connection.flush();
  }
  const reader = watch.reads && readOn(connection, watch.reads, hear);
  return {
    watch,
    cuts,
    heard,
    isConnected: () => open && !connection.isClosed(),
    publish: (text) => publish(connection, watch, text),
    async close() {
      open = false;
      await connection.close();
      await reader;
    },
  };
}

async function publish(connection: NatsConnection, watch: Watch, text: string): Promise<boolean> {
  const subject = (watch.publishes ?? "").replaceAll("/", ".");
  if (!watch.stored) {
    connection.publish(subject, text);
    return true;
  }
  const client = jetstream(connection, { timeout: 1_000 });
  return client.publish(subject, text, { msgID: text, timeout: 1_000, retries: 0 }).then(
    () => true,
    () => false,
  );
}

/** Reads until the connection is closed; where it is told nothing it asks again. */
async function readOn(
  connection: NatsConnection,
  { stream, durable, anew }: NonNullable<Watch["reads"]>,
  hear: (text: string) => void,
): Promise<void> {
  let consumer: Consumer | undefined;
  while (!connection.isClosed()) {
    try {
      consumer ??= await jetstream(connection, { timeout: 1_000 }).consumers.get(stream, durable);
      for await (const message of await consumer.fetch({ max_messages: 100, expires: 1_000 })) {
        hear(message.string());
        message.ack();
      }
      if (anew) consumer = undefined;
    } catch {
      consumer = undefined;
      await pause(100);
    }
  }
}
