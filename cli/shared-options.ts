import type { OperandSpec, OptionSpec } from "./command-spec.ts";

/** `PATH` of commands that have no operand of their own. */
export const manifestOperand: OperandSpec = {
  name: "path",
  description: "manifest, or folder that holds mesh.yaml (default: the current folder)",
};

/** `-m`, for commands that need to know the manifest's folder and do not read the manifest. */
export const manifestFolderOption: OptionSpec = {
  flags: "-m, --manifest <path>",
  description: "manifest, or folder that holds mesh.yaml (default: the current folder)",
};

/** `--env`, for commands that act on some environments only. */
export const environmentOption: OptionSpec = {
  flags: "--env <name>",
  description: "only this environment; repeatable",
  repeatable: true,
  names: "environments",
};

/** `--up` and `--applied`, for commands that are about a mesh that runs. */
export const meshOptions: readonly OptionSpec[] = [
  { flags: "--up", description: "the mesh that `meshc up` runs from this folder, and no other" },
  {
    flags: "--applied",
    description: "what `meshc apply` brought about, also where `meshc up` runs one here",
  },
];

/** `--overlay`, for commands that need to know of the manifest where its state is kept. */
export const overlayOption: OptionSpec = {
  flags: "--overlay <file>",
  description: "lay this file over the manifest (JSON merge patch); repeatable",
  repeatable: true,
};

const today: OptionSpec = {
  flags: "--today <date>",
  description: "judge policies' exceptions as of this day, YYYY-MM-DD (default: today)",
};

/** `-v`, for commands that have more to say. */
export function verboseOption(description: string): OptionSpec {
  return { flags: "-v, --verbose", description };
}

/** Options that every command has, unless it has its own of that name. */
export const outputOptions: readonly OptionSpec[] = [
  { flags: "--no-color", description: "no colours" },
  { flags: "--quiet", description: "no progress, only results and errors" },
  // A command that has no more to say still shows where an internal error comes from.
  { ...verboseOption("show where an internal error comes from"), hidden: true },
];

/** `--all`, for commands that may find many things wrong. */
export const allOption: OptionSpec = {
  flags: "--all",
  description: "show every diagnostic, not the first twenty only",
};

/** Options of commands that read the manifest. */
export const manifestOptions: readonly OptionSpec[] = [manifestFolderOption, overlayOption, today, allOption];

/** The same, for commands that show a plan. */
export const planOptions: readonly OptionSpec[] = [
  ...manifestOptions.filter((option) => option !== allOption),
  { flags: allOption.flags, description: "tell every change, name and diagnostic, and fold nothing" },
  environmentOption,
  {
    flags: "--allow-data-loss <name>",
    description: "the stored events of this domain, application or broker may be lost; repeatable",
    repeatable: true,
  },
];

/** Options that may also stand before the command. */
export const optionsBeforeCommand: readonly OptionSpec[] = [
  ...manifestOptions,
  environmentOption,
  ...outputOptions,
];
