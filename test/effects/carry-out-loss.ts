import { jetstreamManager, type StreamConfig } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import type { Json } from "../../compiler/model/json.ts";
import type { InstanceRecord } from "../../deploy/state/documents.ts";
import { provisionerInbox } from "../../targets/engines/nats/control-subjects.ts";
import type { EffectMesh } from "./effect-mesh.ts";

/** Updates the streams of a mesh to what a manifest wants, where that is other than before, whatever it loses. */
export async function carryOutLoss(
  mesh: EffectMesh,
  before: ReadonlyMap<string, InstanceRecord>,
  wanted: Json,
): Promise<void> {
  for (const [name, { ports, provisions = [] }] of mesh.records(wanted)) {
    const old = new Map(
      (before.get(name)?.provisions ?? []).map((each) => [each.name, JSON.stringify(each)]),
    );
    const changed = provisions.filter(
      (each) => each.kind === "stream" && old.get(each.name) !== JSON.stringify(each),
    );
    if (changed.length === 0) continue;
    const connection = await connect({
      servers: `127.0.0.1:${ports["nats"]}`,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(mesh.secret("provisioner"))),
      inboxPrefix: provisionerInbox,
    });
    try {
      const manager = await jetstreamManager(connection, { checkAPI: false });
      for (const { name: stream, settings } of changed)
        await manager.streams.update(stream, settings as unknown as StreamConfig).catch(() => undefined);
    } finally {
      await connection.close();
    }
  }
}
