import { noSuchListener } from "../diagnostics/codes/check.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { BrokerNode } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import { type Said, saidInVain } from "./said-in-vain.ts";
import type { Outcome, UseRule } from "./use-rule.ts";

/** A port as it was written, at one of the brokers that have it. */
interface WrittenPort extends Said {
  readonly node: BrokerNode;
  readonly listener: string;
}

/** A port is of a listener that its broker can have, be it only with the next edge or instance. */
export const portsHaveListeners: UseRule = (outcome, report) => {
  const idle = saidInVain(outcome, (can) => portsOf(outcome, can), ["brokers", "listeners"]);
  for (const { node, listener, path } of idle) {
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
