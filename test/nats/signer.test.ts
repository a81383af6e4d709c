import { createUser, fromPublic } from "@nats-io/nkeys";
import { expect, test } from "vitest";
import { signerOf } from "../../targets/engines/nats/live/signer.ts";

test("what is signed with a seed is what the library of the keys takes for signed", () => {
  for (let each = 0; each < 20; each++) {
    const pair = createUser();
    const { publicKey, sign } = signerOf(new TextDecoder().decode(pair.getSeed()));
    expect(publicKey).toBe(pair.getPublicKey());
    const signature = new Uint8Array(Buffer.from(sign("a nonce"), "base64url"));
    expect(fromPublic(publicKey).verify(new TextEncoder().encode("a nonce"), signature)).toBe(true);
    expect(fromPublic(publicKey).verify(new TextEncoder().encode("another"), signature)).toBe(false);
  }
});
