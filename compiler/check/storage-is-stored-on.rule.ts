import { storageUnused } from "../diagnostics/codes/check.ts";
import type { Broker } from "../model/mesh.ts";
import { keepsStreams } from "../target.ts";
import { type Said, saidInVain } from "./said-in-vain.ts";
import type { Outcome, UseRule } from "./use-rule.ts";

/** Storage as it was written, at one of the brokers that have it. */
interface WrittenStorage extends Said {
  readonly broker: Broker;
}

/** `storage` is given to brokers of an engine that stores events. */
export const storageIsStoredOn: UseRule = (outcome, report) => {
  for (const { broker, path } of saidInVain(outcome, (can) => storageOf(outcome, can), ["brokers"])) {
    const { name, engine, environment } = broker;
    const parameters = { broker: name, engine, environment: environment.name };
    report.report(storageUnused, parameters, { path, on: "key" });
  }
};

function* storageOf({ topology, engines }: Outcome, can: boolean): Generator<WrittenStorage> {
  for (const { broker } of topology.brokers.values()) {
    const engine = engines.get(broker.engine);
    const stores = engine !== undefined && keepsStreams(engine);
    if (broker.storage && stores === can) yield { broker, path: ["brokers", broker.name, "storage"] };
  }
}
