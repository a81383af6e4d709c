import type { Result } from "../../compiler/diagnostics/result.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { failure, success } from "../diagnose.ts";
import type { RunningMesh } from "../running-mesh.ts";
import { noCredentials } from "./codes.ts";
import { addressedEvent, authorityOf, type OperatorCredentials, type Spoken, urlsOf } from "./credentials.ts";
import { identityIn } from "./login-identity.ts";

/** What somebody needs who was let look inside a broker. */
export function operatorCredentialsOf(
  topology: Topology,
  running: RunningMesh,
  spoken: Spoken,
  { name, broker }: { readonly name: string; readonly broker: string },
): Result<OperatorCredentials> {
  const node = topology.brokers.get(broker);
  const operator = topology.operators?.find((each) => each.name === name && each.broker === broker);
  const protocol = spoken.get(node?.broker.engine ?? "")?.[0];
  const identity = protocol && identityIn(running, `operator.${name}`, protocol.login);
  if (!node || !operator || !protocol?.dialect.operators || !identity)
    return failure(noCredentials, {
      of: `operator "${name}" at ${calledIn(topology.mesh, "brokers", broker)}`,
      command: running.command,
    });
  const { dialect } = protocol;
  return success({
    version: 1,
    operator: name,
    protocol: protocol.name,
    brokers: [{ broker, urls: urlsOf(node.broker, running, dialect) }],
    identity,
    ...authorityOf([node.broker], running, dialect),
    inboxPrefix: protocol.dialect.operators.inbox(name),
    subscribe: operator.hears.map((grant) => ({ ...addressedEvent(grant, dialect), broker })),
    requests: protocol.dialect.operators.requests(node),
  });
}
