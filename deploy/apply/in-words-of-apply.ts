import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";

const words: readonly (readonly [string, string])[] = [
  ["`meshc up`", "`meshc apply`"],
  [".meshc/up", ".meshc/run"],
];

/** Diagnostics of the machinery that `up` and `apply` share, with the command and folder that are meant. */
export function inWordsOfApply(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const reworded = (text: string) => words.reduce((told, [from, to]) => told.replaceAll(from, to), text);
  return diagnostics.map(({ message, help, ...rest }) => ({
    ...rest,
    message: reworded(message),
    help: reworded(help),
  }));
}
