import type { Host } from "../host/host.ts";

/** A password of 256 bits in hexadecimal digits, which every grammar and url takes as they are. */
export function randomPassword(host: Pick<Host, "randomBytes">): string {
  return Buffer.from(host.randomBytes(32)).toString("hex");
}
