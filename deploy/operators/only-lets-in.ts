import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { diagnose } from "../diagnose.ts";
import type { OperatorRecord } from "../state/documents.ts";
import type { PlannedInstance } from "../up/carry-out.ts";
import type { Ground } from "../up/ground.ts";
import type { MeshCommand } from "../up/up-folder.ts";
import { operatorNeedsUp } from "./codes.ts";

/**
 * Whether what is planned does no more than let somebody look inside a broker: reloads of its instances. Who asks for
 * that does not expect a restart, or what else the manifest says since `up` to come with it.
 */
export function onlyLetsIn(
  { broker }: Pick<OperatorRecord, "broker">,
  { names }: Pick<Ground, "names">,
  planned: readonly PlannedInstance[],
  removed: readonly string[],
  movesSecrets: boolean,
  command: MeshCommand,
): readonly Diagnostic[] {
  const steps = planned.flatMap((each) =>
    each.steps.filter(({ kind }) => kind !== "reload" || each.workload.broker !== broker),
  );
  const what = [
    ...steps.map(({ kind, instance, why }) => `${kind} of ${instance} (${why})`),
    ...removed.map((name) => `end of ${name}`),
    ...(movesSecrets ? ["secrets that lie encrypted to others than `state.secrets.age` says"] : []),
  ];
  return what.length > 0
    ? [diagnose(operatorNeedsUp, { broker: calledIn({ names }, "brokers", broker), command, what })]
    : [];
}
