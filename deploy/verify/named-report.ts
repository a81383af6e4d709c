import { namedTopology } from "../../compiler/model/named-topology.ts";
import { eventIdIn, nameIn } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { VerifyReport } from "./report.ts";

/** A report in the names that people know, of a mesh in which entries are known by their keys. */
export function namedReport(report: VerifyReport, topology: Topology): VerifyReport {
  const { names } = topology.mesh;
  if (!names) return report;
  const broker = (name: string) => nameIn(names, "brokers", name);
  const application = (name: string) => nameIn(names, "applications", name);
  const event = (id: string) => {
    const [domain = "", name = ""] = id.split(".");
    return eventIdIn(names, domain, name);
  };
  const shown = namedTopology(topology).identities;
  const identities = new Map(
    topology.identities.map(({ name }, index) => [name, shown[index]?.name ?? name]),
  );
  const of = <T extends { readonly identity: string; readonly broker: string }>(one: T): T => ({
    ...one,
    identity: identities.get(one.identity) ?? one.identity,
    broker: broker(one.broker),
  });
  return {
    ...report,
    flows: report.flows.map((flow) => ({
      ...flow,
      event: event(flow.event),
      publisher: application(flow.publisher),
      subscriber: application(flow.subscriber),
      path: flow.path.map(broker),
    })),
    denied: report.denied.map((one) => ({
      ...one,
      application: application(one.application),
      event: event(one.event),
    })),
    ...(report.deadLetters && {
      deadLetters: report.deadLetters.map((one) => ({
        ...one,
        application: application(one.application),
        event: event(one.event),
      })),
    }),
    ...(report.rights && { rights: report.rights.map(of) }),
    ...(report.identities && { identities: report.identities.map(of) }),
    ...(report.untried && { untried: report.untried.map((one) => ({ ...one, broker: broker(one.broker) })) }),
    ...(report.left && { left: report.left.map((one) => ({ ...one, broker: broker(one.broker) })) }),
  };
}
