import { expect, test } from "vitest";
import { decode } from "../../compiler/source/decode.ts";

test.each<[string, readonly number[], string, number | undefined]>([
  ["plain text", [0x61, 0x62], "ab", undefined],
  ["nothing", [], "", undefined],
  ["a byte order mark", [0xef, 0xbb, 0xbf, 0x61], "a", undefined],
  ["text beyond ASCII", [0xc3, 0xa9, 0xf0, 0x9f, 0x8e, 0x89], "é🎉", undefined],
  ["a lone continuation byte", [0x61, 0x80, 0x62], "a\ufffdb", 1],
  ["a character that ends early", [0x61, 0xc3, 0xa9, 0xe2, 0x82], "aé\ufffd", 2],
  ["an overlong slash", [0x61, 0xc0, 0xaf], "a\ufffd\ufffd", 1],
  ["an encoded surrogate", [0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd", 0],
  ["Latin-1", [0x61, 0xe9, 0x0a, 0x62], "a\ufffd\nb", 1],
  ["UTF-16 with a mark", [0xff, 0xfe, 0x61, 0x00], "\ufffd\ufffda\0", 0],
])("%s is decoded, and what is no UTF-8 has its place", (_, bytes, text, invalidAt) => {
  expect(decode(Uint8Array.from(bytes))).toEqual(invalidAt === undefined ? { text } : { text, invalidAt });
});
