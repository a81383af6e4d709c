import type { Terminal } from "./terminal.ts";

/**
 * Names of the mesh at hand that a shell can offer; `parts` is all that `explain` knows by name, `identities` is who has
 * a key that can be revoked.
 */
export type NameKind = "applications" | "brokers" | "environments" | "identities" | "parts";

/** A flag of a command, in commander's notation. */
export interface OptionSpec {
  readonly flags: string;
  readonly description: string;
  /** May be given several times; the command receives a list. */
  readonly repeatable?: true;
  readonly required?: true;
  /** Taken, but neither the help nor a shell speaks of it. */
  readonly hidden?: true;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** What a shell offers as its value. */
  readonly names?: NameKind;
}

/** What stands after a command's name. */
export interface OperandSpec {
  readonly name: string;
  readonly description: string;
  readonly required?: true;
  readonly variadic?: true;
  /** What a shell offers: these words, or these names; files where neither is said. */
  readonly words?: readonly string[];
  readonly names?: NameKind;
}

/** A command's name and its line in the help. */
export interface Example {
  readonly what: string;
  readonly command: string;
}

/** What a command is called with. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
  /** All commands, for those that speak of the others. */
  readonly commands: readonly CommandSpec[];
}

/** Options of every command, and each command's own beside them under their camel-cased names. */
export interface Options {
  readonly manifest?: string;
  readonly env?: readonly string[];
  readonly overlay?: readonly string[];
  readonly today?: string;
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly [own: string]: string | boolean | readonly string[] | undefined;
}

/** Runs a command and resolves to its exit code. */
export type Action = (invocation: Invocation) => Promise<number>;

/**
 * A command as data: the help, the argument parser and the shell completion are made of it. `load` brings in the
 * code that runs it, so that a command pays for no other's.
 */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** For scripts only: the help does not speak of it. */
  readonly hidden?: true;
  readonly operand?: OperandSpec;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  readonly load: () => Promise<Action>;
}
