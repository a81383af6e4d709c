import {
  connect,
  nkeyAuthenticator,
  type NatsConnection,
  PermissionViolationError,
} from "@nats-io/transport-node";
import { pause } from "../nats/until.ts";

/** A user as the independent client knows it: a name and what it logs in with. */
export interface MatrixUser {
  readonly name: string;
  /** Absent = nothing at all. */
  readonly seed?: string;
}

/** What is asked of every user at every server. */
export interface MatrixQuestions {
  readonly users: readonly MatrixUser[];
  /** Server name to port. */
  readonly servers: ReadonlyMap<string, number>;
  /** Concrete subjects that every user tries to publish and to subscribe to. */
  readonly subjects: readonly string[];
  /** Wider subscriptions that every user tries. */
  readonly wide: readonly string[];
  readonly groups: readonly string[];
}

/** What is allowed and what is delivered, as sorted lines; two runs on the same mesh give the same lines. */
export type Matrix = readonly string[];

interface Client {
  /** `user@server`. */
  readonly name: string;
  readonly connection: NatsConnection;
  /** What the server refused, and how often. */
  readonly refused: Map<string, number>;
}

/** How often each user publishes to each subject. */
const publishAttempts = 6;

/**
 * Looks at a mesh with a client that shares no code with the product: who may log in where, publish and subscribe
 * what, and which message of whom arrives where how often, plainly and for each member of each group by itself.
 */
export async function lookAt(questions: MatrixQuestions): Promise<Matrix> {
  const lines: string[] = [];
  const clients: Client[] = [];
  for (const [server, port] of questions.servers) {
    for (const user of questions.users) {
      const client = await logIn(`${user.name}@${server}`, port, user.seed);
      if (client === undefined) continue;
      lines.push(`login ${client.name}`);
      clients.push(client);
    }
  }
  try {
    lines.push(...(await rights(clients, questions)));
    lines.push(...(await plainDeliveries(clients, questions)));
    for (const group of questions.groups) lines.push(...(await groupDeliveries(clients, questions, group)));
  } finally {
    await Promise.all(clients.map(({ connection }) => connection.close().catch(() => undefined)));
  }
  return [...new Set(lines)].toSorted();
}

async function logIn(name: string, port: number, seed: string | undefined): Promise<Client | undefined> {
  try {
    const connection = await connect({
      servers: `127.0.0.1:${port}`,
      reconnect: false,
      ignoreClusterUpdates: true,
      timeout: 4_000,
      ...(seed !== undefined && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)) }),
    });
    const refused = new Map<string, number>();
    void (async () => {
      for await (const status of connection.status()) {
        if (status.type !== "error" || !(status.error instanceof PermissionViolationError)) continue;
        const { operation, subject, queue } = status.error;
        const what = `${operation} ${subject} ${queue ?? ""}`;
        refused.set(what, (refused.get(what) ?? 0) + 1);
      }
    })();
    return { name, connection, refused };
  } catch {
    return undefined;
  }
}

/** Whether a message got past the rights, be it one of several: a mapping with weights lets some past and not others. */
function mayPublish({ refused }: Client, subject: string): boolean {
  return (refused.get(`publish ${subject} `) ?? 0) < publishAttempts;
}

async function settled(clients: readonly Client[]): Promise<void> {
  await Promise.all(clients.map(({ connection }) => connection.flush().catch(() => undefined)));
  await pause(20);
}

async function rights(clients: readonly Client[], questions: MatrixQuestions): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const client of clients) {
    const { connection, refused } = client;
    const tried: (() => void)[] = [];
    for (let attempt = 0; attempt < publishAttempts; attempt++)
      for (const subject of questions.subjects) connection.publish(subject, "rights");
    for (const subject of [...questions.subjects, ...questions.wide]) {
      for (const queue of [undefined, ...questions.groups]) {
        const subscription = connection.subscribe(subject, {
          ...(queue !== undefined && { queue }),
          callback: () => undefined,
        });
        tried.push(() => subscription.unsubscribe());
      }
    }
    await settled([client]);
    for (const undo of tried) undo();
    for (const subject of questions.subjects) {
      if (mayPublish(client, subject)) lines.push(`publish ${client.name} ${subject}`);
    }
    for (const subject of [...questions.subjects, ...questions.wide]) {
      for (const queue of ["", ...questions.groups]) {
        if (!refused.has(`subscription ${subject} ${queue}`))
          lines.push(`subscribe ${client.name} ${subject} ${queue}`);
      }
    }
  }
  await settled(clients);
  return lines;
}

/** How often each message arrives at each plain subscription, by the subject it arrives with. */
async function plainDeliveries(
  clients: readonly Client[],
  questions: MatrixQuestions,
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  for (const { name, connection } of clients) {
    for (const subject of questions.subjects) {
      connection.subscribe(subject, {
        callback: (error, message) => {
          if (error) return;
          const line = `plain ${message.string()} -> ${name} ${subject} as ${message.subject}`;
          counts.set(line, (counts.get(line) ?? 0) + 1);
        },
      });
    }
  }
  await sendAll(clients, questions.subjects);
  return [...counts].map(([line, count]) => `${line} x${count}`);
}

/** The same for a group, each member by itself and then all of them, where only the sum counts. */
async function groupDeliveries(
  clients: readonly Client[],
  questions: MatrixQuestions,
  queue: string,
): Promise<readonly string[]> {
  const able = (client: Client, subject: string) => !client.refused.has(`subscription ${subject} ${queue}`);
  const members = clients.filter((client) =>
    questions.subjects.some(
      (subject) => able(client, subject) && client.refused.has(`subscription ${subject} `),
    ),
  );
  const lines: string[] = [];
  for (const some of [...members.map((member) => [member]), members]) {
    const counts = new Map<string, number>();
    const who = some.length === 1 ? some[0]?.name : "all";
    const subscriptions = some.flatMap(({ connection, refused }) =>
      questions.subjects
        .filter((subject) => !refused.has(`subscription ${subject} ${queue}`))
        .map((subject) =>
          connection.subscribe(subject, {
            queue,
            callback: (error, message) => {
              if (error) return;
              const line = `group ${queue} ${message.string()} -> ${who} as ${message.subject}`;
              counts.set(line, (counts.get(line) ?? 0) + 1);
            },
          }),
        ),
    );
    await sendAll(clients, questions.subjects);
    subscriptions.forEach((subscription) => subscription.unsubscribe());
    await settled(clients);
    lines.push(...[...counts].map(([line, count]) => `${line} x${count}`));
  }
  return lines;
}

async function sendAll(clients: readonly Client[], subjects: readonly string[]): Promise<void> {
  await settled(clients);
  await pause(150);
  for (const client of clients) {
    const { name, connection } = client;
    for (const subject of subjects) {
      if (mayPublish(client, subject)) connection.publish(subject, `${name} ${subject}`);
    }
  }
  await settled(clients);
  await pause(150);
}
