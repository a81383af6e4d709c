import { bashScript } from "../completion/bash-script.ts";
import { fishScript } from "../completion/fish-script.ts";
import { zshScript } from "../completion/zsh-script.ts";
import type { CommandSpec, Invocation } from "../command-spec.ts";
import { exitCode } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";

/** Prints a completion script, made of the same data as the help. */
export async function completion({ operands, terminal, commands }: Invocation): Promise<number> {
  const [shell = ""] = operands;
  const script = scripts.get(shell);
  if (!script) throw new UsageError(`"${shell}" is not a shell that can be completed; say bash, zsh or fish`);
  terminal.out.write(script(commands));
  return exitCode.done;
}

const scripts: ReadonlyMap<string, (commands: readonly CommandSpec[]) => string> = new Map([
  ["bash", bashScript],
  ["zsh", zshScript],
  ["fish", fishScript],
]);
