import type { JetStreamManager } from "@nats-io/jetstream";
import type { ProvisionChange } from "../../../../compiler/live.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { givenUp, meet, subjectsOf } from "../moved-events.ts";
import { streamThere } from "./in-force.ts";

/** Why what an edge keeps cannot be kept elsewhere yet: not all of it has been drawn up. */
export async function undrawn(
  manager: JetStreamManager,
  each: Provision,
  { wanted, everywhere }: ProvisionChange,
): Promise<string | undefined> {
  if (!each.drawn) return undefined;
  const found = await streamThere(manager, each.name);
  if (!found || found.state.messages === 0) return undefined;
  const now = wanted.find(({ kind, name }) => kind === "stream" && name === each.name);
  const dropped = givenUp(found.config.subjects, subjectsOf(now?.settings ?? {}));
  const elsewhere = everywhere.filter((one) => one.kind === "stream" && one.name !== each.name);
  const isTaken = elsewhere.some((one) =>
    subjectsOf(one.settings).some((taken) => dropped.some((gone) => meet(taken, gone))),
  );
  if (!isTaken) return undefined;
  let waiting = 0;
  let isDrawn = false;
  for await (const { num_pending: pending } of manager.consumers.list(each.name)) {
    isDrawn = true;
    waiting += pending;
  }
  if (isDrawn && waiting === 0) return undefined;
  return isDrawn ? `${waiting} of its events are not drawn up yet` : "nobody draws it up at present";
}
