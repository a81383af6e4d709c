const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** 32 bytes in groups of five bits, the last filled up, and a checksum of six groups. */
const groups = Math.ceil((32 * 8) / 5) + 6;

/**
 * Whether a text is an X25519 recipient of age: 32 bytes in Bech32 (BIP 173) below the prefix `age`, in small letters.
 * See https://age-encryption.org/v1, "The X25519 recipient type".
 */
export function isAgeRecipient(text: string): boolean {
  const values = Array.from(text.slice("age1".length), (letter) => alphabet.indexOf(letter));
  if (!text.startsWith("age1") || values.length !== groups || values.includes(-1)) return false;
  const filling = values[groups - 7] ?? 0;
  return (filling & 0b1111) === 0 && checksum([...expanded("age"), ...values]) === 1;
}

/** A prefix as it goes into the checksum: the high bits of its letters, nothing, the low bits. */
function expanded(prefix: string): readonly number[] {
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function checksum(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of generator.entries()) if ((top >> bit) & 1) sum ^= term;
  }
  return sum;
}
