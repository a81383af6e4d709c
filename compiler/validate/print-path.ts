import type { Path } from "../source/path.ts";

/** A place of the manifest for people: `applications.billing.subscribe[2]`. */
export function printPath(path: Path): string {
  if (path.length === 0) return "the manifest";
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
