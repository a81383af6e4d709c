import type { Json } from "../../compiler/model/json.ts";
import { carryOutLoss } from "./carry-out-loss.ts";
import { effectMesh, type EffectMesh } from "./effect-mesh.ts";
import { startTraffic, type Traffic } from "./traffic.ts";
import type { Watch } from "./watch.ts";

/** A mesh that runs, and who is connected to it. */
export interface RunGround {
  readonly mesh: EffectMesh;
  /** Those who are connected; they stay from one change to the next while all of them are. */
  traffic(watches: readonly Watch[]): Promise<Traffic>;
  /** Brings a manifest about, whatever that loses; resolves to the errors, if any. */
  restore(manifest: Json): Promise<readonly string[]>;
  /** Ends the traffic and every broker, whatever became of a trial. */
  end(): Promise<void>;
}

/** Starts a mesh for real. */
export async function startGround(manifest: Json, server: string): Promise<RunGround> {
  const mesh = await effectMesh(manifest, server);
  let open: { readonly of: string; readonly traffic: Traffic } | undefined;
  const ground: RunGround = {
    mesh,
    async traffic(watches) {
      const of = watches.map(({ application }) => application).join();
      if (open?.of === of && open.traffic.watchers.every((watcher) => watcher.isConnected()))
        return open.traffic;
      await open?.traffic.close();
      open = undefined;
      open = { of, traffic: await startTraffic(mesh, watches) };
      return open.traffic;
    },
    restore: (wanted) => restore(mesh, wanted),
    async end() {
      await open?.traffic.close();
      await mesh.stop();
    },
  };
  const failed = await mesh.bring(manifest).catch((error: unknown) => [String(error)]);
  if (failed.length === 0) return ground;
  await ground.end();
  throw new Error(failed.join("; "));
}

async function restore(mesh: EffectMesh, wanted: Json): Promise<readonly string[]> {
  try {
    const before = mesh.records();
    if ((await mesh.bring(wanted)).length === 0) return [];
    await carryOutLoss(mesh, before, wanted);
    return await mesh.bring(wanted);
  } catch (error) {
    return [String(error)];
  }
}
