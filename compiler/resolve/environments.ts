import type { ManifestEnvironment } from "../model/manifest.ts";
import type { DeployName, Environment, Host, PlatformName } from "../model/mesh.ts";

const deployByPlatform: Readonly<Record<PlatformName, DeployName>> = {
  kubernetes: "pulumi",
  openshift: "pulumi",
  eks: "pulumi",
  gke: "pulumi",
  aks: "pulumi",
  ack: "pulumi",
  iks: "pulumi",
  ecs: "pulumi",
  hosts: "systemd",
  vms: "systemd",
  local: "process",
};

/** An environment with the language's defaults filled in. */
export function resolveEnvironment(name: string, entry: ManifestEnvironment): Environment {
  const hosts = new Map<string, Host>();
  for (const [host, { address, publicAddress }] of Object.entries(entry.hosts ?? {})) {
    hosts.set(host, { name: host, address, ...(publicAddress !== undefined && { publicAddress }) });
  }
  return {
    name,
    platform: entry.platform,
    deploy: entry.deploy ?? deployByPlatform[entry.platform],
    ...(entry.region !== undefined && { region: entry.region }),
    ...(entry.residency !== undefined && { residency: entry.residency }),
    dialable: entry.dialable ?? true,
    hosts,
  };
}
