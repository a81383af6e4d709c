import { deployDoesNotFit } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ManifestEnvironment } from "../model/manifest.ts";
import type { DeployName, Environment, Host, PlatformName } from "../model/mesh.ts";

type Deploys = readonly [DeployName, ...DeployName[]];

const onKubernetes: Deploys = ["pulumi", "manifests"];

/** Ways in which each platform can be deployed to, its default first. */
const deploysOf: Readonly<Record<PlatformName, Deploys>> = {
  kubernetes: onKubernetes,
  openshift: onKubernetes,
  eks: onKubernetes,
  gke: onKubernetes,
  aks: onKubernetes,
  ack: onKubernetes,
  iks: onKubernetes,
  ecs: ["pulumi"],
  hosts: ["systemd"],
  vms: ["systemd"],
  local: ["process"],
};

/** An environment with the language's defaults filled in. */
export function resolveEnvironment(name: string, entry: ManifestEnvironment, report: Reporter): Environment {
  const { platform } = entry;
  const fitting = deploysOf[platform];
  const deploy = entry.deploy ?? fitting[0];
  if (!fitting.includes(deploy)) {
    const path = ["environments", name, "deploy"];
    report.report(deployDoesNotFit, { environment: name, platform, deploy, fitting }, { path });
  }
  const hosts = new Map<string, Host>();
  for (const [host, { address, publicAddress }] of Object.entries(entry.hosts ?? {})) {
    hosts.set(host, { name: host, address, ...(publicAddress !== undefined && { publicAddress }) });
  }
  return {
    name,
    platform,
    deploy,
    ...(entry.region !== undefined && { region: entry.region }),
    ...(entry.residency !== undefined && { residency: entry.residency }),
    dialable: entry.dialable ?? true,
    hosts,
  };
}
