import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { failure, success } from "../diagnose.ts";
import type { RunningMesh } from "../running-mesh.ts";
import { noCredentials } from "./codes.ts";
import {
  addressedEvent,
  authorityOf,
  keyOf,
  type OperatorCredentials,
  type Spoken,
  urlsOf,
} from "./credentials.ts";

/** What somebody needs who was let look inside a broker. */
export function operatorCredentialsOf(
  topology: Topology,
  running: RunningMesh,
  spoken: Spoken,
  { name, broker }: { readonly name: string; readonly broker: string },
): Result<OperatorCredentials> {
  const node = topology.brokers.get(broker);
  const operator = topology.operators?.find((each) => each.name === name && each.broker === broker);
  const dialect = spoken.get(node?.broker.engine ?? "")?.[0]?.dialect;
  const identity = keyOf(`operator.${name}`, running);
  if (!node || !operator || !dialect?.operators || !identity)
    return failure(noCredentials, { of: `operator "${name}" at ${broker}` });
  return success({
    version: 1,
    operator: name,
    brokers: [{ broker, urls: urlsOf(node.broker, running, dialect) }],
    identity,
    ...authorityOf([node.broker], running, dialect),
    inboxPrefix: dialect.operators.inbox(name),
    subscribe: operator.hears.map((grant) => ({ ...addressedEvent(grant, dialect), broker })),
    requests: dialect.operators.requests(node),
  });
}
