import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { isAgeRecipient } from "../../compiler/resolve/age-recipient.ts";

/** What age itself would say. */
function isTakenByAge(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

test("a recipient is what age takes for one, and no text beside it is", async () => {
  const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l1bio";
  let refused = 0;
  for (let round = 0; round < 20; round++) {
    const recipient = await identityToRecipient(await generateX25519Identity());
    expect(isAgeRecipient(recipient)).toBe(true);
    for (let at = 0; at < recipient.length; at++) {
      const [before, after] = [recipient.slice(0, at), recipient.slice(at + 1)];
      const letter = letters[(at * 7 + round) % letters.length] ?? "";
      for (const text of [
        before + letter + after,
        before + after,
        before + letter + recipient.slice(at),
        before,
      ]) {
        expect(isAgeRecipient(text), text).toBe(isTakenByAge(text));
        refused += text === recipient ? 0 : 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(4_000);
});

test.each([
  ["nothing", ""],
  ["the prefix alone", "age1"],
  ["capitals", "AGE1XXSCU9F3HT059E4H92HKK7SXMH0YX4ARXLWNLNJWR83PLGM7LU8SSV0NXE"],
  ["a recipient of a plugin", "age1yubikey1q2w7u3vpya839jxxuq8g0sedh3d740d4xvn639sqhr95ejj8vu3hyfumptt"],
])("%s is no recipient", (_, text) => {
  expect(isAgeRecipient(text)).toBe(false);
});
