/** Stops on a fault of meshc itself, never on a user's mistake. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`meshc broke its own rule: ${what}. Please report this with the manifest.`);
}
