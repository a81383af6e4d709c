import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { isIPv4, isIPv6 } from "node:net";

/** An IP address as the bytes of an `iPAddress` name (RFC 5280, 4.2.1.6); `undefined` for a DNS name. */
export function packAddress(name: string): Uint8Array<ArrayBuffer> | undefined {
  if (isIPv4(name)) return Uint8Array.from(name.split("."), Number);
  if (!isIPv6(name)) return undefined;
  // A URL brings every spelling of an address into one, without dotted quads.
  const [head = "", tail] = new URL(`http://[${name}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const words = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  invariant(words.length === 8, `${name} is no IPv6 address`);
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}
