import { hostsMissing, instancesUnclear } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ManifestBroker, ManifestStorage } from "../model/manifest.ts";
import type { Broker, Environment, Host, InstancePlace } from "../model/mesh.ts";
import { bytesOf } from "../model/quantity.ts";
import { lookUp, reportUnknown } from "./names.ts";

/** The brokers of the manifest; those whose environment is unknown are reported and left out. */
export function resolveBrokers(
  entries: Readonly<Record<string, ManifestBroker>>,
  environments: ReadonlyMap<string, Environment>,
  report: Reporter,
): ReadonlyMap<string, Broker> {
  const brokers = new Map<string, Broker>();
  for (const [name, entry] of Object.entries(entries)) {
    const path = ["brokers", name, "environment"];
    const environment = lookUp("environment", entry.environment, environments, path, report);
    const uplink = resolveUplink(name, entry, entries, report);
    if (environment) brokers.set(name, resolveBroker(name, entry, environment, uplink, report));
  }
  return brokers;
}

function resolveBroker(
  name: string,
  entry: ManifestBroker,
  environment: Environment,
  uplink: readonly string[] | undefined,
  report: Reporter,
): Broker {
  const listeners = Object.entries(entry.listeners ?? {}).flatMap(([listener, value]) => {
    const port = typeof value === "number" ? value : value.port;
    return port === undefined ? [] : [[listener, port] as const];
  });
  return {
    name,
    environment,
    engine: entry.engine,
    ...(entry.version !== undefined && { version: entry.version }),
    instances: resolveInstances(name, entry, environment, report),
    ...(entry.role !== undefined && { role: entry.role }),
    ...(uplink && { uplink }),
    ...(entry.address !== undefined && { address: entry.address }),
    ...(entry.storage !== undefined && { storage: storageOf(entry.storage) }),
    listeners: new Map(listeners),
    ...(entry.tls?.mode !== undefined && { tls: entry.tls.mode }),
    ...ownCertificateOf(entry),
    settings: entry.settings ?? {},
  };
}

function ownCertificateOf({ tls }: ManifestBroker): Pick<Broker, "certificate"> {
  const certificates = tls?.certificates;
  if (typeof certificates !== "object") return {};
  const { cert, key, ca } = certificates;
  return { certificate: { cert: cert.ref, key: key.ref, ca: ca.ref } };
}

/** The uplinks that a broker names, without those that do not exist: an edge with none of its own left gets no other. */
function resolveUplink(
  name: string,
  entry: ManifestBroker,
  entries: Readonly<Record<string, ManifestBroker>>,
  report: Reporter,
): readonly string[] | undefined {
  if (entry.uplink === undefined) return undefined;
  const written = typeof entry.uplink === "string" ? [entry.uplink] : entry.uplink;
  return written.filter((target, index) => {
    const isKnown = Object.hasOwn(entries, target);
    const path = ["brokers", name, "uplink", ...(typeof entry.uplink === "string" ? [] : [index])];
    if (!isKnown) reportUnknown("broker", target, Object.keys(entries), path, report);
    return isKnown;
  });
}

function storageOf(storage: ManifestStorage): { readonly bytes?: number } {
  const size = typeof storage === "object" ? storage.size : storage;
  return size === undefined ? {} : { bytes: bytesOf(size) };
}

function resolveInstances(
  broker: string,
  entry: ManifestBroker,
  environment: Environment,
  report: Reporter,
): readonly InstancePlace[] {
  if (entry.hosts) return onHosts(broker, entry.hosts, environment, report);
  if (environment.hosts.size > 0) return withoutHosts(broker, entry, environment, report);
  const { platform } = environment;
  if (platform === "hosts" || platform === "vms") {
    const why = `has nowhere to run: environment "${environment.name}" of platform ${platform} lists no ${platform === "hosts" ? "hosts" : "machines"}`;
    report.report(instancesUnclear, { broker, why }, { path: ["brokers", broker, "environment"] });
  }
  const count = entry.replicas ?? 1;
  return Array.from({ length: count }, (_, index) => ({ name: `${broker}-${index}`, index }));
}

function onHosts(
  broker: string,
  names: readonly string[],
  environment: Environment,
  report: Reporter,
): readonly InstancePlace[] {
  const places: InstancePlace[] = [];
  for (const [index, name] of names.entries()) {
    const path = ["brokers", broker, "hosts", index];
    if (names.indexOf(name) !== index) {
      report.report(instancesUnclear, { broker, why: `names host "${name}" twice` }, { path });
      continue;
    }
    const host = lookUp("host", name, environment.hosts, path, report);
    if (host) places.push(placeOn(broker, index, host));
  }
  return places;
}

function withoutHosts(
  broker: string,
  entry: ManifestBroker,
  environment: Environment,
  report: Reporter,
): readonly InstancePlace[] {
  const [only, ...others] = environment.hosts.values();
  if (others.length > 0) {
    const count = environment.hosts.size;
    const at = { path: ["brokers", broker], on: "key" } as const;
    report.report(hostsMissing, { broker, environment: environment.name, count }, at);
    return [];
  }
  if ((entry.replicas ?? 1) > 1) {
    const why = `asks for ${entry.replicas} instances, but environment "${environment.name}" has one host`;
    report.report(instancesUnclear, { broker, why }, { path: ["brokers", broker, "replicas"] });
  }
  return only ? [placeOn(broker, 0, only)] : [];
}

function placeOn(broker: string, index: number, host: Host): InstancePlace {
  return { name: `${broker}-${index}`, index, host };
}
