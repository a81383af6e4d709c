import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { resultOf, type Result } from "../../compiler/diagnostics/result.ts";
import type { Analysis } from "../../compiler/compile.ts";
import { namedTopology } from "../../compiler/model/named-topology.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { toldByName } from "../../compiler/resolve/told-by-name.ts";
import type { BrokerNode, Topology } from "../../compiler/model/topology.ts";
import { otherVersionHere } from "../codes.ts";
import { isBrokerEngine } from "../../compiler/target.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { Program } from "./find-program.ts";

/**
 * The mesh as it is compiled for this machine: every broker of the version of the program that was found, and all with
 * TLS or none, whatever the manifest says. A manifest that names another version is warned about, and the engine checks what is new to it.
 */
export function remap(
  analysis: Pick<Analysis, "topology" | "locate">,
  engines: ReadonlyMap<string, EngineSupport>,
  programs: ReadonlyMap<string, Program>,
  tls: boolean,
): Result<Topology> {
  const report = createReporter(analysis.locate);
  const brokers = new Map<string, BrokerNode>();
  const moved: string[] = [];
  for (const [name, written] of analysis.topology.brokers) {
    const node = speaking(written, tls);
    const program = programs.get(node.broker.engine);
    if (!program || program.minor === node.version) {
      brokers.set(name, node);
      continue;
    }
    moved.push(name);
    const wanted = node.broker.version;
    if (wanted !== undefined) {
      const called = calledIn(analysis.topology.mesh, "brokers", name);
      const parameters = { broker: called, wanted, program: program.path, found: program.version };
      report.report(otherVersionHere, parameters, { path: ["brokers", name, "version"] });
    }
    brokers.set(name, {
      ...node,
      version: program.minor,
      broker: { ...node.broker, version: program.minor },
    });
  }
  const topology = { ...analysis.topology, brokers };
  const named = namedTopology(topology);
  const told = toldByName(report, topology.mesh.names ?? new Map());
  for (const name of moved) {
    const node = named.brokers.get(calledIn(topology.mesh, "brokers", name));
    const engine = node && engines.get(node.broker.engine)?.engine;
    if (engine && isBrokerEngine(engine)) engine.check(named, node.broker, told, "up");
  }
  return resultOf(topology, report.diagnostics);
}

/** The broker with TLS or without it. */
function speaking({ tls: _written, ...rest }: BrokerNode, tls: boolean): BrokerNode {
  return { ...rest, ...(tls && { tls }) };
}
