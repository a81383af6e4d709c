import { expect, test } from "vitest";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { loopbackAddressing } from "../../deploy/up/loopback-addressing.ts";
import { remap } from "../../deploy/up/remap.ts";
import { engines } from "../../targets/engines/index.ts";
import { analyzeText } from "../harness/analyze-text.ts";
import { ownManifest } from "../tls/own-mesh.ts";

const kept = { cert: "file:core.pem", key: "vault:mesh/core#key", ca: "env:CA" };

/** The instances of a mesh that speaks TLS, by name. */
function lowered(manifest: string): ReadonlyMap<string, WorkloadInstance> {
  const analysis = analyzeText(manifest);
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  const supports = new Map(engineSupports(engines).map((support) => [support.engine.name, support]));
  const topology = remap(analysis.value, supports, new Map(), true);
  if (!topology.ok) throw new Error(JSON.stringify(topology.diagnostics));
  const ports = new Map(
    [...topology.value.brokers.values()].flatMap(({ broker, listeners }) =>
      broker.instances.map(({ name }) => [
        name,
        new Map([...listeners.keys()].map((one, at) => [one, at + 1])),
      ]),
    ),
  );
  const workloads = lowerAll(
    topology.value,
    new Map(engines.map((engine) => [engine.name, engine])),
    loopbackAddressing(ports),
  );
  return new Map(workloads.flatMap(({ instances }) => instances.map((one) => [one.name, one])));
}

/** Files of certificates with what they refer to. */
function pemFiles(instance: WorkloadInstance | undefined): readonly string[] {
  const files = instance?.files.filter(({ path }) => path.endsWith(".pem")) ?? [];
  return files.map(({ path, mode, parts }) => {
    const named = parts.map((part) => (typeof part === "string" ? part : `${part.kind} ${part.of}`));
    return `${path} ${mode.toString(8)} ${named.join(", ")}`;
  });
}

function linesOf(instance: WorkloadInstance | undefined, file: string): string {
  return (
    instance?.files
      .find(({ path }) => path === file)
      ?.parts.filter((part) => typeof part === "string")
      .join("") ?? ""
  );
}

test("a broker's own certificate is for clients and links, and its key for nobody else to read", () => {
  const core = lowered(ownManifest({ core: kept })).get("core-0");
  expect(pemFiles(core)).toEqual([
    "instance.pem 444 certificate core-0",
    "instance-key.pem 400 privateKey core-0",
    "servers.pem 444 authority servers",
    "links.pem 444 authority links",
    "given.pem 444 given file:core.pem",
    "given-key.pem 400 given vault:mesh/core#key",
    "given-authority.pem 444 given env:CA",
  ]);
  const shown = linesOf(core, "nats.conf").match(
    /^\w+ \{|cert_file: "[^"]*"(?=.*ca_file: "[^"]*")|ca_file: "[^"]*"|^tls.*$/gm,
  );
  expect(shown?.filter((line) => !/^(jetstream|accounts)/.test(line))).toEqual([
    'tls: { cert_file: "given.pem", key_file: "given-key.pem", timeout: 5 }',
    "cluster {",
    'cert_file: "instance.pem"',
    'ca_file: "servers.pem"',
    "gateway {",
    'cert_file: "instance.pem"',
    'ca_file: "servers.pem"',
    "leafnodes {",
    'cert_file: "given.pem"',
    'ca_file: "links.pem"',
  ]);
  const known = core?.listeners.flatMap(({ name, knownBy }) => (knownBy ? [`${name} ${knownBy.of}`] : []));
  expect(known).toEqual(["leafnode env:CA", "nats env:CA"]);
});

test("a link knows each of its targets by what that one shows, and shows the mesh's own", () => {
  const [own, mixed, none] = [{ core: kept }, { core: kept }, {}].map((certificates, index) => {
    const text = ownManifest(certificates);
    const twice = text
      .replace("uplink: core", "uplink: [core, west]")
      .replace("7252 }", "7252, leafnode: 7452 }");
    return lowered(index === 1 ? twice : text).get("shed-0");
  });
  const ofLink = (instance: WorkloadInstance | undefined) =>
    pemFiles(instance).filter((line) => line.startsWith("link.shed.uplink"));
  expect(ofLink(own)).toEqual([
    "link.shed.uplink.pem 444 certificate link.shed.uplink",
    "link.shed.uplink-key.pem 400 privateKey link.shed.uplink",
    "link.shed.uplink-authorities.pem 444 given env:CA",
  ]);
  expect(ofLink(mixed)[2]).toBe("link.shed.uplink-authorities.pem 444 authority servers, given env:CA");
  expect(ofLink(none)).toHaveLength(2);
  expect(linesOf(none, "leafnodes.conf")).toContain('ca_file: "servers.pem"');
  expect(linesOf(mixed, "leafnodes.conf")).toContain('ca_file: "link.shed.uplink-authorities.pem"');
});

test("a broker that only dials, and shows its own, is made no certificate", () => {
  const shed = lowered(ownManifest({ shed: kept })).get("shed-0");
  expect(pemFiles(shed).filter((line) => line.startsWith("instance"))).toEqual([]);
});
