/** FNV-1a with 64 bits (draft-eastlake-fnv): its offset and its prime. */
const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** Sixteen hexadecimal digits that tell texts apart, and the same ones for the same text; nothing secret rests on it. */
export function shortHash(text: string): string {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, "0");
}
