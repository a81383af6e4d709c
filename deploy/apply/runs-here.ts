import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { diagnose } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { Document, EnvironmentState } from "../state/documents.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { runsElsewhere } from "./codes.ts";

/** Environments whose processes run on another machine, or from another folder: started here too, they would run twice. */
export function elsewhere(
  { name }: Pick<Host, "name">,
  { path }: UpFolder,
  environments: Iterable<Document<EnvironmentState>>,
  scope: ReadonlySet<string> | undefined,
): readonly Diagnostic[] {
  return [...environments].flatMap(({ content: { environment, instances, runsAt } }) => {
    const runs = Object.values(instances).some(({ process }) => process !== undefined);
    const isHere = runsAt?.host === name && runsAt.folder === path;
    if (!runsAt || !runs || isHere || (scope && !scope.has(environment))) return [];
    return diagnose(runsElsewhere, { environment, ...runsAt });
  });
}
