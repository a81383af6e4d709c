import type { RunningMesh } from "./running-mesh.ts";
import { pause, until } from "./until.ts";

/** What a subscriber has received so far, in order of arrival. */
export interface Listener {
  readonly texts: string[];
  readonly subjects: string[];
  readonly errors: string[];
  close(): Promise<void>;
}

/** Subscribes as an application at one instance and returns once the server has taken it. */
export async function listen(
  mesh: RunningMesh,
  application: string,
  instance: string,
  subject: string,
  group?: string,
): Promise<Listener> {
  const client = await mesh.client(`application.${application}`, instance);
  const listener: Listener = { texts: [], subjects: [], errors: [], close: () => client.close() };
  client.subscribe(subject, {
    ...(group !== undefined && { queue: group }),
    callback: (error, message) => {
      if (error) return void listener.errors.push(error.message);
      listener.texts.push(message.string());
      listener.subjects.push(message.subject);
    },
  });
  await client.flush();
  return listener;
}

/**
 * Publishes the numbers from 0 as an application at one instance, filled up with blanks to a size in bytes, and
 * returns once the server has taken them.
 */
export async function publish(
  mesh: RunningMesh,
  application: string,
  instance: string,
  subject: string,
  count: number,
  size = 0,
): Promise<void> {
  const client = await mesh.client(`application.${application}`, instance);
  for (let number = 0; number < count; number++) client.publish(subject, String(number).padEnd(size));
  await client.flush();
  await client.close();
}

/** Publishes until a listener hears it, so that interest has travelled; empties the listeners. */
export async function settle(
  mesh: RunningMesh,
  from: { readonly application: string; readonly instance: string; readonly subject: string },
  listeners: readonly Listener[],
): Promise<void> {
  const heard = await until(async () => {
    await publish(mesh, from.application, from.instance, from.subject, 1);
    await pause(50);
    return listeners.every((listener) => listener.texts.length > 0);
  }, 10_000);
  if (!heard) throw new Error(`${from.subject} from ${from.instance} does not reach every listener`);
  await quiet(listeners);
  for (const listener of listeners) empty(listener);
}

/** Waits until nothing more arrives. */
export async function quiet(listeners: readonly Pick<Listener, "texts">[]): Promise<void> {
  for (let before = -1, now = total(listeners); now !== before; now = total(listeners)) {
    before = now;
    await pause(200);
  }
}

/** The texts `0`, `1`, … that `publish` sends. */
export function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => String(number));
}

function empty(listener: Listener): void {
  listener.texts.length = 0;
  listener.subjects.length = 0;
}

function total(listeners: readonly Pick<Listener, "texts">[]): number {
  return listeners.reduce((sum, { texts }) => sum + texts.length, 0);
}
