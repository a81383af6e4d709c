/** Values that shells, service managers and container runtimes all take as they stand. */
const plain = /^[\w.,:/@%+-]*$/;

/**
 * A value of a line `NAME=value` that a POSIX shell and systemd's `EnvironmentFile` read alike. Most need no quotes, which
 * some readers (`docker run --env-file`) take for a part of the value; a `>` or a blank does. No line break may be in it.
 */
export function environmentValue(value: string): string {
  if (plain.test(value)) return value;
  return `"${value.replaceAll(/[\\"$`]/g, (character) => `\\${character}`)}"`;
}
