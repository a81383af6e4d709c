import type { Reporter } from "../diagnostics/reporter.ts";
import type { Mesh } from "../model/mesh.ts";
import type { Engine } from "../target.ts";

/** A claim about the mesh that every manifest must keep; reports each place that breaks it. */
export type Rule = (mesh: Mesh, engines: ReadonlyMap<string, Engine>, report: Reporter) => void;
