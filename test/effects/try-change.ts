import type { Json } from "../../compiler/model/json.ts";
import { freePorts } from "../nats/free-ports.ts";
import { pause, until } from "../nats/until.ts";
import { carryOutLoss } from "./carry-out-loss.ts";
import type { EffectMesh } from "./effect-mesh.ts";
import { observe } from "./observe.ts";
import type { EffectRow } from "./row.ts";
import type { RunGround } from "./run-ground.ts";
import { said } from "./said.ts";
import { snapshot } from "./snapshot.ts";
import type { Outcome } from "./verdict.ts";
import type { Watch } from "./watch.ts";

/** A change of what runs. */
export interface Changing {
  readonly row: EffectRow;
  readonly from: Json;
  readonly to: Json;
  readonly tls: boolean;
  /** Version of nats-server. */
  readonly program: string;
  readonly watches: readonly Watch[];
}

/** Makes a change under traffic, and tells what the engines said of it and what it did. */
export async function tryChange(ground: RunGround, changing: Changing): Promise<Outcome> {
  const { mesh } = ground;
  const { row, from, to, watches } = changing;
  const traffic = await ground.traffic(watches.filter((watch) => isIn(from, watch)));
  const before = await snapshot(mesh);
  traffic.begin();
  await moveListeners(mesh, row);
  let failed = await mesh.bring(to, changing);
  // What `up` refuses it does not record.
  const words = said(before.records, mesh.records(failed.length > 0 ? to : undefined));
  const { effect, basis, steps } = words;
  if (failed.length > 0 && effect === "DATA LOSS") {
    // `up` refuses to lose what is stored: somebody who wants it has to say so.
    await carryOutLoss(mesh, before.records, to);
    failed = await mesh.bring(to, changing);
    // What waits for a reader that would read it from elsewhere is kept from being lost.
    if (failed.length > 0)
      return { said: effect, basis, observed: "DATA LOSS", ...noEvents, marks: failed, steps };
  }
  if (failed.length > 0) throw new Error(failed.join("; "));
  const stays = (watch: Watch) => isIn(to, watch);
  const watchers = traffic.watchers.filter(({ watch }) => stays(watch));
  await pause(300);
  await until(() => watchers.every((watcher) => watcher.isConnected()), 4_000);
  const heard = await traffic.end(stays);
  const seen = observe({ before, after: await snapshot(mesh), watchers, heard });
  return {
    said: effect,
    basis,
    observed: seen.effect,
    published: heard.published,
    lost: heard.lost.reduce((sum, text) => sum + Number.parseInt(text, 10), 0),
    refused: heard.refused,
    repeated: heard.repeated,
    marks: seen.marks,
    steps,
  };
}

const noEvents = { published: 0, lost: 0, refused: 0, repeated: 0 } as const;

/** Whether an application is in a manifest, at the broker where it is watched. */
function isIn(manifest: Json, { application, broker }: Watch): boolean {
  const { applications } = manifest as {
    readonly applications: Readonly<Record<string, { broker?: Json } | undefined>>;
  };
  return applications[application]?.broker === broker;
}

/** Gives listeners other ports from the next time that the mesh is brought about. */
async function moveListeners(mesh: EffectMesh, { moves = {} }: EffectRow): Promise<void> {
  const entries = Object.entries(moves).flatMap(([broker, listener]) =>
    [...mesh.records()]
      .filter(([, record]) => record.broker === broker && record.ports[listener] !== undefined)
      .map(([name]) => [name, listener] as const),
  );
  const ports = await freePorts(entries.length);
  for (const [index, [name, listener]] of entries.entries()) mesh.move(name, listener, ports[index] ?? 0);
}
