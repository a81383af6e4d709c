import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Engine, Step } from "../../compiler/target.ts";
import type { Part } from "../../compiler/model/part.ts";
import type { InstanceRecord } from "../state/documents.ts";
import { versionsOf } from "../state/versions-of.ts";
import { mergedSteps } from "./merged-steps.ts";

/** What is known of an instance now. */
export interface InstanceSituation {
  readonly record?: InstanceRecord;
  /** Whether the process that was recorded runs. */
  readonly runs: boolean;
  /** Files that somebody changed by hand. */
  readonly changedByHand: readonly string[];
  /** Files that hold a secret and nothing else, of which there is another now. */
  readonly replaced: readonly string[];
}

/** The program that instances of an engine are started with now. */
export interface ProgramNow {
  readonly version: string;
  readonly minor: string;
}

/**
 * The steps that bring an instance from what it is to what it should be; none = it is left alone. What was underway
 * when an earlier run was interrupted counts as well as what was seen to be reached, since either may be in force.
 */
export function planInstance(
  wanted: WorkloadInstance,
  { record, runs, changedByHand, replaced }: InstanceSituation,
  engine: Pick<Engine, "effectOf">,
  program: ProgramNow,
): readonly Step[] {
  const instance = wanted.name;
  const restart = (why: string, about: Part): readonly Step[] => [
    { kind: "restart", instance, why, about: [about] },
  ];
  if (!record || !runs)
    return [{ kind: "start", instance, why: startReason(record), about: [{ kind: "process" }] }];
  if (!record.applied) return restart("it was never seen healthy", { kind: "process" });
  if (record.program?.version !== program.version)
    return restart(`it runs ${record.program?.version ?? "another program"}`, { kind: "version" });
  if (changedByHand.length > 0)
    return restart(`${changedByHand.join(", ")} was changed by hand`, { kind: "process" });
  const renewal: readonly Step[] =
    replaced.length > 0 ? [{ kind: "reload", instance, why: `it gets another ${replaced.join(", ")}` }] : [];
  const changes = versionsOf(record).flatMap((from) => engine.effectOf(from, wanted, program.minor));
  return mergedSteps([...renewal, ...changes]);
}

function startReason(record: InstanceRecord | undefined): string {
  if (!record?.applied) return "it is new";
  return record.process ? "it had ended" : "it was down";
}
