import type { CommandSpec, Invocation, OptionSpec } from "../command-spec.ts";
import { exitCode } from "../exit-code.ts";
import { outputOptions } from "../shared-options.ts";
import { UsageError } from "../usage-error.ts";

/** Prints a completion script, made of the same data as the help. */
export async function completion({ operands, terminal, commands }: Invocation): Promise<number> {
  const [shell = ""] = operands;
  const script = scripts[shell];
  if (!script) throw new UsageError(`"${shell}" is not a shell that can be completed; say bash, zsh or fish`);
  terminal.out.write(script(commands));
  return exitCode.done;
}

const scripts: Readonly<Record<string, (commands: readonly CommandSpec[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The flags of an option: `["-m", "--manifest"]`. */
function flagsOf(option: OptionSpec): readonly string[] {
  return option.flags.split(/[ ,]+/).filter((word) => word.startsWith("-"));
}

function takesValue(option: OptionSpec): boolean {
  return /[<[]/.test(option.flags);
}

function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return [...command.options, ...outputOptions];
}

function bashScript(commands: readonly CommandSpec[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const cases = commands.map((command) => {
    const flags = optionsOf(command).flatMap(flagsOf).join(" ");
    return `    ${command.name}) flags="${flags}" ;;`;
  });
  const values = valueWords(commands).map(
    ([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W "${words}" -- "$word")); return ;;`,
  );
  return `# bash completion for meshc
_meshc() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$word"))
    return
  fi
  case "$command $before" in
${values.join("\n")}
  esac
  case "$command" in
${cases.join("\n")}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags --help" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _meshc meshc
`;
}

/** `"validate --format"` to the words that may follow it. */
function valueWords(commands: readonly CommandSpec[]): readonly (readonly [string, string])[] {
  return commands.flatMap((command) =>
    optionsOf(command).flatMap(({ choices, ...option }) =>
      choices
        ? flagsOf({ ...option }).map((flag) => [`"${command.name} ${flag}"`, choices.join(" ")] as const)
        : [],
    ),
  );
}

function zshScript(commands: readonly CommandSpec[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command).flatMap(zshOption);
    return `    ${command.name}) _arguments ${[...options, "'*:path:_files'"].join(" ")} ;;`;
  });
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef meshc
_meshc() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = _meshc ]; then _meshc "$@"; else compdef _meshc meshc; fi
`;
}

function zshOption(option: OptionSpec): readonly string[] {
  const description = option.description.replace(/[[\]:]/g, "");
  const value = takesValue(option)
    ? `:value:${option.choices ? `(${option.choices.join(" ")})` : "_files"}`
    : "";
  return flagsOf(option).map((flag) =>
    quoted(`${option.repeatable ? "*" : ""}${flag}[${description}]${value}`),
  );
}

function fishScript(commands: readonly CommandSpec[]): string {
  const lines = ["# fish completion for meshc"];
  for (const command of commands) {
    const summary = quoted(command.summary);
    lines.push(`complete -c meshc -f -n __fish_use_subcommand -a ${command.name} -d ${summary}`);
    for (const option of optionsOf(command)) lines.push(fishOption(command.name, option));
    lines.push(`complete -c meshc -F -n '__fish_seen_subcommand_from ${command.name}'`);
  }
  return `${lines.join("\n")}\n`;
}

function fishOption(command: string, option: OptionSpec): string {
  const flags = flagsOf(option).map((flag) =>
    flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const values = option.choices
    ? ` -x -a ${quoted(option.choices.join(" "))}`
    : takesValue(option)
      ? " -r"
      : "";
  const condition = `'__fish_seen_subcommand_from ${command}'`;
  return `complete -c meshc -n ${condition} ${flags.join(" ")}${values} -d ${quoted(option.description)}`;
}

/** A word in single quotes, which all three shells leave as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "").replaceAll("\\", "")}'`;
}
