import type { CommandSpec, NameKind } from "../command-spec.ts";
import { optionsBeforeCommand } from "../shared-options.ts";
import { flagsOf, optionsOf, takesValue } from "./words.ts";

/** A completion script for bash. */
export function bashScript(commands: readonly CommandSpec[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const flags = commands.map((command) => {
    const own = optionsOf(command).flatMap(flagsOf).join(" ");
    return `    ${command.name}) flags="${own}" ;;`;
  });
  const valued = optionsBeforeCommand.filter(takesValue).flatMap(flagsOf);
  return `# bash completion for meshc
_meshc_names() {
  "\${COMP_WORDS[0]}" names "$1" -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null
}
_meshc() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" flags="" at=1
  while [ "$at" -lt "$COMP_CWORD" ]; do
    case "\${COMP_WORDS[at]}" in
      ${valued.join("|")}) at=$((at + 2)) ;;
      -*) at=$((at + 1)) ;;
      *) break ;;
    esac
  done
  command="\${COMP_WORDS[at]}"
  if [ "$at" -gt "$COMP_CWORD" ]; then
    COMPREPLY=($(compgen -f -- "$word"))
    return
  fi
  if [ "$at" -eq "$COMP_CWORD" ]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$word"))
    return
  fi
  case "$command $before" in
${commands.flatMap(valueCases).join("\n")}
  esac
  case "$command" in
${flags.join("\n")}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags --help" -- "$word")); return ;;
  esac
  case "$command" in
    help) COMPREPLY=($(compgen -W "${names}" -- "$word")) ;;
${commands.flatMap(operandCases).join("\n")}
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _meshc meshc
`;
}

/** What may follow a flag: `"validate --format"`. Files where nothing else is known. */
function valueCases(command: CommandSpec): readonly string[] {
  return optionsOf(command)
    .filter(takesValue)
    .map((option) => {
      const patterns = flagsOf(option).map((flag) => `"${command.name} ${flag}"`);
      return `    ${patterns.join("|")}) ${offer(option.choices, option.names)}; return ;;`;
    });
}

function operandCases({ name, operand }: CommandSpec): readonly string[] {
  const isKnown = operand?.words !== undefined || operand?.names !== undefined;
  return isKnown ? [`    ${name}) ${offer(operand?.words, operand?.names)} ;;`] : [];
}

function offer(words: readonly string[] | undefined, names: NameKind | undefined): string {
  if (words) return `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word"))`;
  if (names) return `COMPREPLY=($(compgen -W "$(_meshc_names ${names})" -- "$word"))`;
  return `COMPREPLY=($(compgen -f -- "$word"))`;
}
