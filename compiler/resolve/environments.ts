import { addressTwice, deployDoesNotFit, keyDoesNotFit } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ManifestEnvironment, ManifestPulumi } from "../model/manifest.ts";
import type { DeployName, Environment, Host, PlatformName, PulumiStack } from "../model/mesh.ts";

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

const clusters = ["kubernetes", "openshift", "eks", "gke", "aks", "ack", "iks"] as const;

/** Keys that only some platforms have a use for. */
const keysOf: readonly (readonly [keyof ManifestEnvironment, readonly PlatformName[]])[] = [
  ["kubernetes", clusters],
  ["pulumi", [...clusters, "ecs", "vms"]],
  ["cloud", ["eks", "gke", "aks", "ack", "iks", "ecs", "vms"]],
  ["machines", ["vms"]],
  ["hosts", ["hosts"]],
];

/** An environment with the language's defaults filled in. */
export function resolveEnvironment(name: string, entry: ManifestEnvironment, report: Reporter): Environment {
  const { platform } = entry;
  const fitting = deploysOf[platform];
  const deploy = entry.deploy ?? fitting[0];
  if (!fitting.includes(deploy)) {
    const path = ["environments", name, "deploy"];
    report.report(deployDoesNotFit, { environment: name, platform, deploy, fitting }, { path });
  }
  checkKeys(name, entry, deploy, report);
  checkAddresses(name, entry, report);
  return {
    name,
    platform,
    deploy,
    ...(entry.region !== undefined && { region: entry.region }),
    ...(entry.residency !== undefined && { residency: entry.residency }),
    dialable: entry.dialable ?? true,
    hosts: hostsOf(entry),
    ...(entry.kubernetes?.context !== undefined && { kubernetesContext: entry.kubernetes.context }),
    ...(entry.pulumi && { pulumi: stackOf(entry.pulumi) }),
  };
}

function stackOf({ stack, backend }: ManifestPulumi): PulumiStack {
  return { ...(stack !== undefined && { stack }), ...(backend !== undefined && { backend }) };
}

function hostsOf(entry: ManifestEnvironment): ReadonlyMap<string, Host> {
  const hosts = new Map<string, Host>();
  if (entry.platform === "vms") {
    for (const name of Object.keys(entry.machines ?? {})) hosts.set(name, { name });
  }
  if (entry.platform !== "hosts") return hosts;
  for (const [name, { address, publicAddress }] of Object.entries(entry.hosts ?? {})) {
    hosts.set(name, { name, address, ...(publicAddress !== undefined && { publicAddress }) });
  }
  return hosts;
}

/** Reports hosts that are one machine, by the address that they have within the environment. */
function checkAddresses(environment: string, entry: ManifestEnvironment, report: Reporter): void {
  const path = ["environments", environment, "hosts"];
  const byAddress = new Map<string, string>();
  for (const [host, { address }] of Object.entries(entry.hosts ?? {})) {
    const other = byAddress.get(address);
    byAddress.set(address, other ?? host);
    if (other === undefined) continue;
    const related = [{ path: [...path, other, "address"], message: "the other host" }];
    report.report(addressTwice, { host, other, address }, { path: [...path, host, "address"] }, related);
  }
}

/** Reports keys that say something to other platforms only: here nothing would come of them. */
function checkKeys(name: string, entry: ManifestEnvironment, deploy: DeployName, report: Reporter): void {
  const { platform } = entry;
  for (const [key, platforms] of keysOf) {
    if (entry[key] === undefined) continue;
    const isForPulumi = key === "pulumi" && deploy === "manifests";
    if (platforms.includes(platform) && !isForPulumi) continue;
    const why = platforms.includes(platform) ? `is deployed as ${deploy}` : `is of platform ${platform}`;
    const at = { path: ["environments", name, key], on: "key" } as const;
    report.report(keyDoesNotFit, { environment: name, key, why, platforms }, at);
  }
}
