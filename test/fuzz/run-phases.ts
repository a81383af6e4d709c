import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { analyze, compile } from "../../compiler/compile.ts";
import { load } from "../../compiler/load/load.ts";
import { validate } from "../../compiler/validate/validate.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { memoryReader } from "../harness/memory-reader.ts";
import type { FuzzSeed } from "./seeds.ts";

/** How far a manifest came. */
export type Phase = "load" | "validate" | "understand" | "compile" | "done";

/** The phase that stopped a manifest, and what was said. */
export interface Reached {
  readonly phase: Phase;
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes a manifest as far as it goes. */
export function runPhases({ root, files, overlays }: FuzzSeed): Reached {
  const reader = memoryReader(files);
  const loaded = load(root, reader, { overlays });
  if (!loaded.ok) return { phase: "load", diagnostics: loaded.diagnostics };
  const valid = validate(loaded.value);
  if (!valid.ok) return { phase: "validate", diagnostics: valid.diagnostics };
  const options = { overlays, today: "2026-06-15", mode: "deploy", engines } as const;
  const analysis = analyze(root, reader, options);
  if (!analysis.ok) return { phase: "understand", diagnostics: analysis.diagnostics };
  const compiled = compile(analysis.value, engines, platforms, []);
  const diagnostics = [...analysis.diagnostics, ...compiled.diagnostics];
  return { phase: compiled.ok ? "done" : "compile", diagnostics };
}
