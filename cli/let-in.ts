import type { Result } from "../compiler/diagnostics/result.ts";
import type { OperatorCredentials } from "../deploy/credentials/credentials.ts";
import { letInApplied } from "../deploy/apply/let-in-applied.ts";
import { type ChosenMesh, nothingRuns } from "../deploy/choice/chosen-mesh.ts";
import { operatorCredentialsOf } from "../deploy/credentials/operator-credentials.ts";
import { engineSupports } from "../deploy/engine-supports.ts";
import { nodeHost } from "../deploy/host/node-host.ts";
import { openMeshAt } from "../deploy/open-running-mesh.ts";
import { writeOffline } from "../deploy/state/write-offline.ts";
import type { UpReport } from "../deploy/up/up-options.ts";
import { up } from "../deploy/up/up.ts";
import { brokerEngines, engines } from "../targets/engines/index.ts";
import type { Analyzed } from "./analyzed.ts";
import type { Invocation } from "./command-spec.ts";
import { entryKey } from "./entry-key.ts";
import { planHere } from "./plan-here.ts";
import { protocols } from "./protocols.ts";
import { createProgress } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

/** Somebody who is to look inside a broker. */
export interface AskedOperator {
  readonly name: string;
  readonly broker: string;
}

/** As names in the manifest (`schema/common.json`), since an identity and a file are called after it. */
const operatorName = /^(?=.{1,40}$)[a-z][a-z0-9]*(-+[a-z0-9]+)*$/;

/** Who is asked for with `--operator`; `undefined` where it is an application. */
export function askedOperator({ options, operands }: Invocation): AskedOperator | undefined {
  const { operator: broker, name } = options;
  if (typeof broker !== "string") {
    if (name !== undefined) throw new UsageError("--name goes with --operator");
    if (operands.length === 0) throw new UsageError("say for which application, or --operator BROKER");
    return undefined;
  }
  if (operands.length > 0) throw new UsageError("say an application or --operator, not both");
  const called = typeof name === "string" ? name : nodeHost().user.toLowerCase();
  if (!operatorName.test(called)) {
    const instead = "lower-case letters, digits and hyphens, a letter first, 40 characters at most";
    const whose = name === undefined ? "your name on this machine" : "what --name says";
    throw new UsageError(`${whose} is no name of an operator: say one with --name (${instead})`);
  }
  return { name: called, broker };
}

/** Lets somebody look inside a broker of the mesh that runs, and hands out what that takes. */
export async function letIn(
  asked: AskedOperator,
  { path, analysis }: Analyzed,
  chosen: Result<ChosenMesh>,
  invocation: Invocation,
): Promise<Result<OperatorCredentials>> {
  const host = nodeHost();
  const { mesh: said, brokers } = analysis.topology;
  const key = entryKey(said, "broker", asked.broker);
  if (!key.ok) return key;
  const operator = { ...asked, broker: key.value };
  const engine = brokers.get(key.value)?.broker.engine ?? "";
  if (!protocols(brokerEngines).get(engine)?.[0]?.dialect.operators)
    throw new UsageError(`nobody can be let look inside a broker of ${engine}, which ${asked.broker} is`);
  if (!chosen.ok) return chosen;
  const mesh = chosen.value;
  const running = await openMeshAt(mesh, nothingRuns(mesh));
  if (!running.ok) return running;
  const progress = createProgress(invocation);
  const how = {
    host,
    manifestFolder: path.folder,
    engines: engineSupports(engines),
    command: "meshc credentials --operator",
    progress: progress.take,
    operator,
  };
  const found = { path, analysis };
  const brought =
    mesh.kind === "up"
      ? await up(analysis, how)
      : await inApplied(found, { ...how, store: mesh.store }, invocation);
  progress.end();
  if (!brought.ok) return brought;
  const now = await openMeshAt(mesh, nothingRuns(mesh));
  if (!now.ok) return now;
  const given = operatorCredentialsOf(brought.value.topology, now.value, protocols(brokerEngines), operator);
  return { ...given, diagnostics: [...brought.diagnostics, ...given.diagnostics] };
}

async function inApplied(
  found: Analyzed,
  how: Omit<Parameters<typeof letInApplied>[1], "analysis">,
  invocation: Invocation,
): Promise<Result<UpReport>> {
  const planned = await planHere(found, invocation, how.store);
  if (!planned.ok) return planned;
  const done = await letInApplied(planned.value, { ...how, analysis: found.analysis });
  const copied = await writeOffline(how.host, how.store, found.path.folder);
  return { ...done, diagnostics: [...done.diagnostics, ...copied.diagnostics] };
}
