import type { Result } from "../../compiler/diagnostics/result.ts";

/** The value of a result that has to be good. */
export function good<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(result.diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return result.value;
}
