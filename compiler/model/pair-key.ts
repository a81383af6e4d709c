/** One key for two brokers in either order. A blank cannot stand in a name, so no two pairs share a key. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
