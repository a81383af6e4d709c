import type { Topology } from "../compiler/model/topology.ts";
import type { Host } from "../deploy/host/host.ts";
import { openRunningMesh } from "../deploy/open-running-mesh.ts";
import { upFolderOf } from "../deploy/up/up-folder.ts";

/** Where each instance of a running mesh listens and where its files and logs are, a line each, for `up -v`. */
export async function endpointLines(
  topology: Topology,
  host: Host,
  manifestFolder: string,
): Promise<readonly string[]> {
  const [folder, running] = [
    await upFolderOf(host, manifestFolder),
    await openRunningMesh(host, manifestFolder),
  ];
  if (!running.ok) return [];
  return [...topology.brokers.values()].flatMap(({ broker, listeners }) =>
    broker.instances.map(({ name }) => {
      const ports = [...listeners.keys()].map((listener) => {
        const at = running.value.endpoint(name, listener);
        return `${listener} ${at ? `${at.host}:${at.port}` : "nowhere"}`;
      });
      return `${name}: ${ports.join(", ")}; files and log in ${folder.instance(name)}`;
    }),
  );
}
