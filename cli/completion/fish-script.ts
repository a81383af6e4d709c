import type { CommandSpec, NameKind, OptionSpec } from "../command-spec.ts";
import { flagsOf, optionsOf, takesValue } from "./words.ts";

/** A completion script for fish. */
export function fishScript(commands: readonly CommandSpec[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# fish completion for meshc
function __meshc_names
  set -l typed (commandline -opc)
  command $typed[1] names $argv[1] -- $typed[2..-1] 2>/dev/null
end
${commands.flatMap(commandLines).join("\n")}
complete -c meshc -f -n __fish_use_subcommand -a help -d 'explain a command'
complete -c meshc -f -n '__fish_seen_subcommand_from help' -a '${names}'
`;
}

function commandLines(command: CommandSpec): readonly string[] {
  const { name, summary, operand } = command;
  const offered = offer(operand?.words, operand?.names);
  return [
    `complete -c meshc -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...optionsOf(command).map((option) => optionLine(name, option)),
    `complete -c meshc ${offered ?? "-F"} -n ${seen(name)}`,
  ];
}

function optionLine(command: string, option: OptionSpec): string {
  const flags = flagsOf(option).map((flag) =>
    flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const offered = offer(option.choices, option.names) ?? "-F";
  const values = takesValue(option) ? ` -r ${offered}` : "";
  return `complete -c meshc -n ${seen(command)} ${flags.join(" ")}${values} -d ${quoted(option.description)}`;
}

function offer(words: readonly string[] | undefined, names: NameKind | undefined): string | undefined {
  if (words) return `-f -a ${quoted(words.join(" "))}`;
  return names && `-f -a '(__meshc_names ${names})'`;
}

function seen(command: string): string {
  return `'__fish_seen_subcommand_from ${command}'`;
}

/** A word in single quotes, in which a backslash and a quote are written with a backslash. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
