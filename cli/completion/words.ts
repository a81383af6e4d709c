import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import { outputOptions } from "../shared-options.ts";

/** The flags of an option: `["-m", "--manifest"]`. */
export function flagsOf(option: OptionSpec): readonly string[] {
  return option.flags.split(/[ ,]+/).filter((word) => word.startsWith("-"));
}

/** Whether a value follows the flag. */
export function takesValue(option: OptionSpec): boolean {
  return /[<[]/.test(option.flags);
}

/** All options of a command, those that every command has too. */
export function allOptionsOf({ options }: CommandSpec): readonly OptionSpec[] {
  const own = new Set(options.map(({ flags }) => flags));
  return [...options, ...outputOptions.filter(({ flags }) => !own.has(flags))];
}

/** The options of a command that users are told of. */
export function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return allOptionsOf(command).filter(({ hidden }) => hidden !== true);
}
