import { compareSync, getRounds } from "bcryptjs";
import { expect, test } from "vitest";
import { bcryptHash } from "../../deploy/hashes/bcrypt-hash.ts";
import { once } from "../../deploy/hashes/once.ts";
import { pbkdf2Hash } from "../../deploy/hashes/pbkdf2-hash.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { newPasswordPair } from "../../deploy/password-pair.ts";

const password = "0123456789abcdef".repeat(4);

// Written down, since files of meshes that run hold them: another hash of the same password would change every file.
test.each([
  [
    "Mosquitto",
    pbkdf2Hash,
    "$7$101$MMvhQNtp5liZH1QC$DJz0XSaJEpGLqOAcIFGfWHzz0IUxwfSw8mpMly69BNju/+OOwjboYutRw4d+cbDA1xvIYw0I5WlIlCOl2TSZKw==",
  ],
  ["nats-server", bcryptHash, "$2a$04$ifjjv9LhbtuhGSsNIhphbOh6fmPv5g1jzdCije3tOjXMVw00vTmRO"],
])("a password has one hash for %s, whenever it is made", (_, hashOf, expected) => {
  expect(hashOf(password)).toBe(expected);
});

test("hashes of other passwords share neither salt nor hash", () => {
  const pairs = Array.from({ length: 50 }, () => newPasswordPair(nodeHost()));
  const hashes = pairs.flatMap(({ seed }) => [pbkdf2Hash(seed), bcryptHash(seed)]);
  const salts = hashes.map((hash) =>
    hash.startsWith("$7$") ? (hash.split("$")[3] ?? "") : hash.slice(0, "$2a$04$".length + 22),
  );
  expect(new Set(hashes).size).toBe(100);
  expect(new Set(salts).size).toBe(100);
  expect(new Set(pairs.map(({ publicKey }) => publicKey)).size).toBe(50);
});

test("bcrypt knows the password by its hash, at the fewest rounds that it has, and knows no other", () => {
  const hash = bcryptHash(password);
  expect([compareSync(password, hash), getRounds(hash)]).toEqual([true, 4]);
  expect(compareSync(`${password.slice(0, -1)}0`, hash)).toBe(false);
});

test("a hash is worked out once for each password", () => {
  const asked: string[] = [];
  const hashOf = once((text) => (asked.push(text), `hash of ${text}`));
  expect(["a", "b", "a", "b"].map(hashOf)).toEqual(["hash of a", "hash of b", "hash of a", "hash of b"]);
  expect(asked).toEqual(["a", "b"]);
});
