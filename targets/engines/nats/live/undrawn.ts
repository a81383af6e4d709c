import type { JetStreamManager } from "@nats-io/jetstream";
import type { ProvisionChange, UndrawnOf } from "../../../../compiler/live.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { givenUp, meet, subjectsOf } from "../moved-events.ts";
import { streamThere } from "./in-force.ts";

/** Why what an edge keeps cannot be kept elsewhere yet: not all of it has been drawn up. */
export async function undrawn(
  manager: JetStreamManager,
  each: Provision,
  { wanted, everywhere }: ProvisionChange,
  undrawnOf: UndrawnOf,
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
  const waiting = await undrawnOf(each.name);
  if (waiting === undefined) return "whether it is drawn up cannot be told at present";
  return waiting === 0 ? undefined : `${waiting} of its events are not drawn up yet`;
}
