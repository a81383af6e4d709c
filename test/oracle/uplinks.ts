import type { AbstractMesh } from "./abstract-mesh.ts";
import { dialsBy, engineOf } from "./unlike-engines.ts";
import type { Finding } from "./verdict.ts";
import {
  cannotDial,
  entryAbout,
  isDialable,
  isHub,
  kindsOf,
  namedUplinks,
  onlyDescribes,
  pinnedEnds,
  usableEntries,
} from "./wiring.ts";

/** What is wrong with roles, uplinks and entries of `links`, before any link is made. */
export function uplinkFindings(mesh: AbstractMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const wrong = (...names: readonly string[]) => findings.push({ category: "uplink", names });
  for (const [name, broker] of Object.entries(mesh.brokers)) {
    const uplinks = namedUplinks(broker);
    if (broker.role === "hub" && engineOf(mesh, name) === "mosquitto") wrong(name);
    if (isHub(mesh, name) && !isDialable(mesh, name)) wrong(name);
    if (isHub(mesh, name) && uplinks.length > 0) wrong(name);
    for (const [index, target] of uplinks.entries()) {
      if (!(target in mesh.brokers)) continue;
      if (target === name || uplinks.indexOf(target) !== index) wrong(name, target);
      else if (dialsBy(mesh, name, target) === undefined)
        findings.push({ category: "unlinkable", names: [name, target] });
      else if (cannotDial(mesh, name, target)) wrong(name, target);
      else if (entryAbout(mesh, name, target)?.via === "none") wrong(name, target);
    }
    findings.push(...mixedFindings(mesh, name, uplinks));
  }
  return [...findings, ...entryFindings(mesh)];
}

/** Uplinks of one broker that are of two engines. */
function mixedFindings(mesh: AbstractMesh, name: string, uplinks: readonly string[]): readonly Finding[] {
  const [first, ...others] = uplinks.filter((target) => target in mesh.brokers);
  const other = others.find((target) => engineOf(mesh, target) !== engineOf(mesh, first ?? ""));
  return other === undefined ? [] : [{ category: "twoEngines", names: [name, first ?? "", other] }];
}

/** Entries of `links` about one pair twice, or about a broker and itself. */
export function pairFindings(mesh: AbstractMesh): readonly Finding[] {
  const entries = Object.entries(mesh.links);
  const findings: Finding[] = [];
  for (const [name, { between }] of entries) {
    const pair = between.toSorted().join(" ");
    if (!between.every((broker) => broker in mesh.brokers)) continue;
    const same = entries.filter(([, other]) => other.between.toSorted().join(" ") === pair);
    if (between[0] === between[1]) findings.push({ category: "uplink", names: [name] });
    else if (same.length > 1 && same[0]?.[0] === name) {
      findings.push({ category: "uplink", names: same.map(([entry]) => entry) });
    }
  }
  return findings;
}

function entryFindings(mesh: AbstractMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, { between, via, domains }] of usableEntries(mesh)) {
    const bothHubs = between.every((broker) => isHub(mesh, broker));
    const [dialer, target] = pinnedEnds(mesh, { between });
    const isGateway = via === "gateway" || (via === undefined && bothHubs);
    const isFit = kindsOf(mesh, dialer, target).some((kind) => kind === via);
    const isWrong =
      (via === "none" && bothHubs) ||
      (via === "gateway" && !bothHubs) ||
      ((via === "leafnode" || via === "bridge" || via === "connect") && !isFit) ||
      (isGateway && domains !== undefined);
    if (isWrong) findings.push({ category: "uplink", names: [name] });
    const isAsked = isFit && !onlyDescribes(mesh, between);
    if (isAsked && cannotDial(mesh, dialer, target))
      findings.push({ category: "uplink", names: [dialer, target] });
  }
  return findings;
}
