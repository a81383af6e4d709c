import { Command, Option } from "commander";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { CommandSpec, Options, OptionSpec } from "./command-spec.ts";
import { commands } from "./commands.ts";
import { namesCommand } from "./commands/names.command.ts";
import { allOptionsOf } from "./completion/words.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { visible } from "./views/visible.ts";

/**
 * Builds the parser of the command line `args`. `finish` receives the exit code of the command that ran. Where
 * `args` name a command and ask for no help, the others are there by name only: all options take a start a millisecond.
 */
export function createProgram(
  args: readonly string[],
  terminal: Terminal,
  finish: (code: number) => void,
): Command {
  const program = new Command("meshc")
    .description(
      "The event mesh compiler: one manifest for the whole mesh; links, rights and flows derived and proven.",
    )
    .version(version, "--version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      outputError: (text, write) => write(visibleError(text)),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText(
      "after",
      "\n`meshc COMMAND --help` shows a command's options and examples. Those that commands share (-m, --env, --quiet, …) may\nalso stand before the command.",
    );
  const all = [...commands, namesCommand];
  const isAsked = ({ name }: CommandSpec) => args.includes(name);
  const isWhole = !all.some(isAsked) || ["help", "--help", "-h"].some((word) => args.includes(word));
  for (const spec of all) {
    const command = program.command(spec.name, { hidden: spec.hidden === true });
    if (isWhole || isAsked(spec)) describeCommand(command, spec, terminal, finish);
  }
  addHelp(program);
  return program;
}

/** The parser quotes words as they were typed; the only line break that is its own comes before a suggestion. */
function visibleError(text: string): string {
  const [, message = "", hint = ""] = /^([^]*?)(\n\(Did you mean [^\n]*\?\))?\n$/.exec(text) ?? [
    undefined,
    text,
  ];
  return `${visible(message)}${hint}\n`;
}

/** The parser's own would answer an unknown name with the whole help and no word of what was wrong. */
function addHelp(program: Command): void {
  const help = program.command("help").summary("explain a command").argument("[command]").helpOption(false);
  help.action((name: string | undefined) => {
    if (name === undefined) return program.outputHelp();
    const command = program.commands.find((one) => one.name() === name);
    if (command) return command.outputHelp();
    const near = suggest(
      name,
      program.commands.map((one) => one.name()),
    );
    const hint = near === undefined ? "" : `\n(Did you mean ${near}?)`;
    return program.error(`error: unknown command '${visible(name)}'${hint}`);
  });
}

function describeCommand(
  command: Command,
  spec: CommandSpec,
  terminal: Terminal,
  finish: (code: number) => void,
): void {
  command.summary(spec.summary).description(sentence(spec.summary));
  if (spec.operand) {
    const { name, required, variadic, description } = spec.operand;
    const inner = variadic ? `${name}...` : name;
    command.argument(required ? `<${inner}>` : `[${inner}]`, description);
  }
  for (const option of allOptionsOf(spec)) command.addOption(parserOption(option));
  command.addHelpText("after", `\nExamples:\n${spec.examples.map(exampleText).join("\n")}`);
  command.action(async () => {
    const run = await spec.load();
    finish(await run({ operands: command.args, options: command.opts<Options>(), terminal, commands }));
  });
}

function parserOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices) option.choices(spec.choices);
  if (spec.default !== undefined) option.default(spec.default);
  if (spec.hidden) option.hideHelp();
  if (spec.required) option.makeOptionMandatory();
  if (spec.repeatable)
    option.argParser((value: string, before: readonly string[] = []) => [...before, value]);
  return option;
}

function exampleText({ what, command }: { readonly what: string; readonly command: string }): string {
  return `  # ${what}\n  $ ${command}`;
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
