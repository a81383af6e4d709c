/**
 * A value of a line `key=value` that java.util.Properties reads back, in Latin-1 and in UTF-8: what is not printable
 * ASCII is written as `\uXXXX`, a backslash and a blank in front as what follows a backslash.
 */
export function propertyValue(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replace(/^ /, "\\ ")
    .replaceAll(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
