/** What a reference led to, or why it led nowhere. Only a value ever holds what was read. */
export type Found<T = string> = { readonly value: T } | Unresolved;

/** Why a reference cannot be resolved, and what to do: in words of ours, never in those of a file or a program. */
export interface Unresolved {
  readonly why: string;
  readonly fix: string;
}

/** Goes on with what was found. */
export function whenFound<T, R>(found: Found<T>, next: (value: T) => Found<R>): Found<R> {
  return "value" in found ? next(found.value) : found;
}
