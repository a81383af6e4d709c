import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { diagnose } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { Document, EnvironmentState } from "../state/documents.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { runsElsewhere } from "../state/codes.ts";

/** Says of environments that they run on another machine, or from another folder of this one: here too, they would run twice. */
export function elsewhere(
  { name }: Pick<Host, "name">,
  { path }: UpFolder,
  environments: Iterable<Document<EnvironmentState>>,
  scope: ReadonlySet<string> | undefined,
): readonly Diagnostic[] {
  return [...environments].flatMap(({ content: { environment, instances, runsAt } }) => {
    if (!runsAt || (scope && !scope.has(environment))) return [];
    const runs = Object.values(instances).some(({ process }) => process !== undefined);
    // A folder that was moved while nothing ran in it is no matter; what runs on another machine nobody here can see.
    if (runsAt.host === name && (runsAt.folder === path || !runs)) return [];
    return diagnose(runsElsewhere, { environment, ...runsAt });
  });
}
