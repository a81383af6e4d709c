import type { AbstractMesh, AbstractReference } from "./abstract-mesh.ts";
import { namedPlaces } from "./named-places.ts";
import { nameOf, whereOf } from "./topics.ts";
import { engineOf } from "./unlike-engines.ts";
import { isHub, namedUplinks, onlyDescribes } from "./wiring.ts";

/** Kinds of things that a mesh has, to see that random meshes leave none out. */
export function featuresOf(mesh: AbstractMesh): ReadonlySet<string> {
  const features = new Set<string>();
  for (const application of Object.values(mesh.applications)) {
    for (const reference of application.publish ?? []) features.add(`publish ${formOf(reference)}`);
    for (const reference of application.subscribe ?? []) {
      features.add(`subscribe ${formOf(reference)}`);
      if (typeof reference === "string") continue;
      for (const key of ["maxDeliver", "backoff", "deadLetter"] as const)
        if (reference[key] !== undefined) features.add(key);
    }
    if (application.instances !== undefined) features.add("instances");
    if (application.group !== undefined) features.add("group");
    if (application.durable) features.add("durable");
    if (application.broker === "any") features.add("broker any");
    if (application.protocol !== undefined) features.add(`protocol ${application.protocol}`);
    if (application.broker === "any" && application.protocol === "mqtt") features.add("broker any over mqtt");
    const engines = namedPlaces(application).map((at) => engineOf(mesh, at));
    if (new Set(engines).size > 1) features.add("brokers of two engines");
    if (namedPlaces(application).length > 1) features.add("several brokers");
  }
  for (const [name, broker] of Object.entries(mesh.brokers)) {
    const uplinks = namedUplinks(broker);
    if (broker.engine === "mosquitto") {
      const above = uplinks.map((up) => (isHub(mesh, up) ? "hub" : `edge of ${engineOf(mesh, up)}`));
      features.add(`mosquitto below ${above[0] ?? "the nearest hub"}`);
      if (uplinks.length > 1) features.add("mosquitto with several uplinks");
    }
    if (broker.storage) features.add(isHub(mesh, name) ? "storage" : "storage at an edge");
    if (broker.replicas !== undefined) features.add("replicas");
    if (isHub(mesh, name)) features.add("hub");
    else features.add(uplinks.length === 0 ? "default uplink" : uplinks.length === 1 ? "uplink" : "uplinks");
    if (uplinks.some((uplink) => !isHub(mesh, uplink))) features.add("edge below edge");
    if (uplinks.some((uplink) => namedUplinks(mesh.brokers[uplink]).some((next) => !isHub(mesh, next)))) {
      features.add("edge below edge below edge");
    }
  }
  for (const link of Object.values(mesh.links)) {
    const named = onlyDescribes(mesh, link.between) ? " of a named uplink" : "";
    features.add(`via ${link.via ?? "nothing"}${named}`);
    if (link.cost !== undefined) features.add("cost");
    if (link.domains) features.add("link domains");
  }
  addSharing(mesh, features);
  for (const policy of Object.values(mesh.policies)) {
    features.add(policy.maxHops === undefined ? "forbid" : "maxHops");
    if (policy.scope) features.add("scope");
    if (policy.except) features.add("except");
    if (policy.severity === "warning") features.add("policy that warns");
  }
  return features;
}

function addSharing(mesh: AbstractMesh, features: Set<string>): void {
  for (const domain of Object.values(mesh.domains)) {
    const kinds = [
      ["domain", domain] as const,
      ...Object.values(domain.events).map((event) => ["event", event] as const),
    ];
    for (const [kind, said] of kinds) {
      const { share, residency, classification, delivery, retention, home, offline, order, duplicates } =
        said;
      if (offline) features.add(`${kind} offline`);
      if (order) features.add(`${kind} order`);
      if (duplicates) features.add(`${kind} duplicates`);
      if (delivery) features.add(`${kind} delivery`);
      if (retention) features.add(`${kind} retention`);
      if (home) features.add(`${kind} home`);
      if (residency) features.add(`${kind} residency`);
      if (classification) features.add(`${kind} classification`);
      if (share === undefined) continue;
      features.add(
        `${kind} share ${typeof share === "string" ? share : Array.isArray(share) ? "list" : "map"}`,
      );
    }
  }
}

function formOf(reference: AbstractReference): string {
  const name = nameOf(reference);
  const form = name.includes("/") ? "pattern" : name.endsWith(".*") ? "domain" : "event";
  return whereOf(reference).length > 0 ? `${form} where` : form;
}
