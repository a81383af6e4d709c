import { keptFirst } from "../../../../compiler/model/kept-first.ts";
import type { Topology } from "../../../../compiler/model/topology.ts";
import { asReader } from "../../../../deploy/verify/as-reader.ts";
import { planVerification } from "../../../../deploy/verify/plan-verification.ts";
import { closeSession, dialectAt, type Ground, openSession } from "../../../../deploy/verify/session.ts";

/** Publishes every stored event once as each that may, so that something waits with its readers. Resolves to how many were taken. */
export async function leaveWaiting(ground: Ground): Promise<number> {
  const { topology, engines } = ground;
  const spoken = new Map([...engines].map(([name, { protocols }]) => [name, protocols]));
  const { messages } = planVerification(topology, { runId: "pairs", rights: false, spoken });
  const keptBy = keptFirst(topology);
  let taken = 0;
  for (const { event, publisher, topic } of messages) {
    const [broker] = topology.places.get(publisher)?.brokers ?? [];
    if (!broker || keptBy(event, broker.name) === undefined) continue;
    const login = { identity: `application.${publisher}`, kind: "application" } as const;
    const session = await openSession(ground, login, broker.name, broker.instances[0]?.name ?? "");
    if (!("connection" in session)) continue;
    const address = dialectAt(ground, publisher, broker.name)?.address(topic.levels) ?? "";
    const { refused } = await session.connection.publish(address, new TextEncoder().encode("{}"), {
      stored: true,
    });
    if (refused === undefined) taken += 1;
    await closeSession(session);
  }
  return taken;
}

/** Has each reader by a durable read all that waits for it. */
export async function readAll(ground: Ground, topology: Topology): Promise<void> {
  for (const durable of topology.durables)
    await asReader({ ...ground, topology }, durable, async ({ by, from }) => {
      await by.read(from, () => "take");
      const until = performance.now() + 15_000;
      while ((await by.unread(from)) > 0 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 100));
    });
}
