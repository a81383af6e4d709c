import { createHash } from "node:crypto";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { isNotReady } from "./in-force.ts";
import { logIn } from "./log-in.ts";

const subject = "$JS.API.SERVER.REMOVE";
const patience = 5_000;
/** The server's own number for one that is not among those that agree. */
const notMember = 10044;

interface Answer {
  readonly error?: { readonly err_code?: number; readonly description?: string };
}

/**
 * Takes servers out of those that agree on what is stored. One that is taken out stores nothing any more until it is started
 * anew, and counts in no majority. Only who leads answers, and takes out one after another (2.10 to 2.15): resolves to
 * `undefined` as long as one of them is not seen to be out.
 */
export async function release(
  client: Endpoint,
  systemSeed: string,
  servers: readonly string[],
): Promise<true | undefined> {
  const connection = await logIn(client, { seed: systemSeed });
  try {
    for (const peer of servers) {
      const request = JSON.stringify({ peer, peer_id: idOf(peer) });
      const answer = await connection.request(subject, request, { timeout: patience });
      const { error } = answer.json<Answer>();
      // Who answers that all is well may only have proposed it (2.10): it is out once it is said to be no member.
      if (error?.err_code !== notMember) return undefined;
    }
    return true;
  } catch (error) {
    if (isNotReady(error)) return undefined;
    throw error;
  } finally {
    await connection.close();
  }
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const idLength = 8;

/**
 * What a server is known by among those that agree, as they make it of its name (2.10 to 2.15). By its name alone it is not
 * found by a leader that was started since that server was last heard, which says then that it is no member.
 */
function idOf(server: string): string {
  const hash = createHash("sha256").update(server).digest().subarray(0, idLength);
  return [...hash].map((byte) => digits[byte % digits.length]).join("");
}
