import { noSuchListener } from "../diagnostics/codes/check.ts";
import type { Documents, Node } from "../model/documents.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { BrokerNode } from "../model/topology.ts";
import type { Path } from "../source/path.ts";
import type { Span } from "../source/source-file.ts";
import type { Engine } from "../target.ts";
import type { Outcome, UseRule } from "./use-rule.ts";

/** A port as it was written, at one of the brokers that have it. */
interface WrittenPort {
  readonly node: BrokerNode;
  readonly listener: string;
  readonly path: Path;
}

/**
 * A port is of a listener that its broker can have, be it only with the next edge or instance. What `defaults` say is
 * for whoever can, and a template of `each` for those of its brokers that can.
 */
export const portsHaveListeners: UseRule = (outcome, report) => {
  const idle = new Map<string, WrittenPort>();
  const placeOf = ({ path }: WrittenPort) => keyOf(outcome.manifest.locate(path, "key").span);
  for (const port of portsOf(outcome, false)) {
    const place = placeOf(port);
    if (!idle.has(place)) idle.set(place, port);
  }
  if (idle.size === 0) return;
  for (const port of portsOf(outcome, true)) idle.delete(placeOf(port));
  for (const place of defaultPlaces(outcome.documents)) idle.delete(place);
  for (const { node, listener, path } of idle.values()) {
    const { name, engine } = node.broker;
    const parameters = { broker: name, engine, role: node.role, listener };
    report.report(noSuchListener, parameters, { path, on: "key" });
  }
};

/** Written ports of listeners that their broker can have, or of those that it cannot. */
function* portsOf({ topology, engines, kinds }: Outcome, can: boolean): Generator<WrittenPort> {
  for (const node of topology.brokers.values()) {
    const engine = engines.get(node.broker.engine);
    for (const listener of node.broker.listeners.keys()) {
      if (canHave(node, engine, kinds, listener) !== can) continue;
      yield { node, listener, path: ["brokers", node.broker.name, "listeners", listener] };
    }
  }
}

function canHave(
  { role }: BrokerNode,
  engine: Engine | undefined,
  kinds: readonly LinkKind[],
  listener: string,
): boolean {
  if (kinds.some((kind) => kind.engine === engine?.name && kind.process?.listener === listener)) return true;
  if (!engine?.ports.has(listener)) return false;
  return (
    role === "hub" || !engine.linkKinds.some((kind) => kind.ends === "hub-hub" && kind.listener === listener)
  );
}

/** Where `defaults` name listeners, those of overlays included. */
function* defaultPlaces({ workedIn }: Documents): Generator<string> {
  for (const part of workedIn) {
    const listeners = ["defaults", "brokers", "listeners"].reduce<Node | undefined>(below, part);
    if (listeners?.kind !== "map") continue;
    for (const { key } of listeners.entries.values()) yield keyOf(key);
  }
}

function below(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

function keyOf({ file, start }: Span): string {
  return `${file.name} ${start}`;
}
