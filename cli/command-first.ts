import { flagsOf, takesValue } from "./completion/words.ts";
import { commands } from "./commands.ts";
import { optionsBeforeCommand } from "./shared-options.ts";

/**
 * Puts shared options that stand before the command (`meshc -m infra validate`) behind its name, so that each command
 * takes or refuses them as it always does. Where no command follows nothing could use them, and they are left out.
 */
export function commandFirst(args: readonly string[]): readonly string[] {
  const count = wordsBefore(args);
  const [name = "", ...rest] = args.slice(count);
  const isCommand = commands.some((command) => command.name === name);
  return isCommand ? [name, ...args.slice(0, count), ...rest] : args.slice(count);
}

/** How many words at the beginning are shared options and their values. */
function wordsBefore(args: readonly string[]): number {
  let count = 0;
  for (;;) {
    const taken = wordsOf(args[count] ?? "");
    if (taken === 0) return count;
    count += taken;
  }
}

/** How many words an option takes that begins with this one: none where it is no shared option. */
function wordsOf(word: string): 0 | 1 | 2 {
  for (const option of optionsBeforeCommand) {
    const withValue = takesValue(option);
    if (flagsOf(option).includes(word)) return withValue ? 2 : 1;
    if (withValue && flagsOf(option).some((flag) => isJoined(word, flag))) return 1;
  }
  return 0;
}

/** `--manifest=infra` or `-minfra`. */
function isJoined(word: string, flag: string): boolean {
  return word.startsWith(flag.startsWith("--") ? `${flag}=` : flag);
}
