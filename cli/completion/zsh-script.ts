import type { CommandSpec, NameKind, OptionSpec } from "../command-spec.ts";
import { optionsBeforeCommand } from "../shared-options.ts";
import { flagsOf, optionsOf, takesValue } from "./words.ts";

/** A completion script for zsh: to be sourced, or to lie in a folder of `fpath` as `_meshc`. */
export function zshScript(commands: readonly CommandSpec[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command).flatMap(optionText);
    return `    ${command.name}) _arguments ${[...options, operandText(command)].join(" ")} ;;`;
  });
  const valued = optionsBeforeCommand.filter(takesValue).flatMap(flagsOf);
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef meshc
_meshc_names() {
  local -a names
  names=(\${(f)"$($program names $1 -- $typed 2>/dev/null)"})
  compadd -a names
}
_meshc() {
  local -a commands typed
  commands=(
${list.join("\n")}
    'help:explain a command'
  )
  local -i at=2
  while (( at < CURRENT )); do
    case $words[at] in
      ${valued.join("|")}) (( at += 2 )) ;;
      -*) (( at += 1 )) ;;
      *) break ;;
    esac
  done
  if (( at > CURRENT )); then
    _files
    return
  fi
  if (( at == CURRENT )); then
    _describe command commands
    return
  fi
  local command=$words[at] program=$words[1]
  typed=($words[2,CURRENT-1])
  shift $(( at - 1 )) words
  (( CURRENT -= at - 1 ))
  case $command in
${cases.join("\n")}
    help) _describe command commands ;;
  esac
}
if [ "$funcstack[1]" = _meshc ]; then _meshc "$@"; else compdef _meshc meshc; fi
`;
}

function optionText(option: OptionSpec): readonly string[] {
  const description = option.description.replace(/[[\]:]/g, "");
  const value = takesValue(option) ? `:value:${offer(option.choices, option.names)}` : "";
  return flagsOf(option).map((flag) =>
    quoted(`${option.repeatable ? "*" : ""}${flag}[${description}]${value}`),
  );
}

function operandText({ operand }: CommandSpec): string {
  return quoted(`*:${operand?.name ?? "path"}:${offer(operand?.words, operand?.names)}`);
}

/** An action of `_arguments`; one that begins with a blank is called as it is. */
function offer(words: readonly string[] | undefined, names: NameKind | undefined): string {
  if (words) return `(${words.join(" ")})`;
  return names ? ` _meshc_names ${names}` : "_files";
}

/** A word in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
