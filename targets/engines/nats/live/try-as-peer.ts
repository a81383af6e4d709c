import {
  type PeerAttempt,
  type PeerLogin,
  ProbeRefused,
  type ProbeOutcome,
} from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { leafnode } from "../link-kinds.ts";
import { passing } from "./probe.ts";
import { signerOf } from "./signer.ts";
import { openWire, type Wire } from "./wire.ts";

let dialed = 0;
const closed = "the connection was closed";

/**
 * Dials a listener for servers as one of them and tries one thing, in a conversation of its own: at the first thing that
 * a leaf may not do the server ends its connection (2.10 to 2.15). Throws `ProbeRefused` where it is not let in, and
 * any other error where the listener cannot be asked.
 */
export async function tryAsPeer(
  to: Endpoint,
  listener: string,
  login: PeerLogin,
  attempt: PeerAttempt,
): Promise<ProbeOutcome> {
  const isLeaf = listener === leafnode.listener;
  const wire = await opened(to, isLeaf, login);
  try {
    const greeting = isLeaf ? await wire.next((line) => line.startsWith("INFO ")) : undefined;
    if (isLeaf && greeting === undefined) throw new Error("it does not greet");
    wire.send(
      `CONNECT ${JSON.stringify(isLeaf ? leafHello(login, nonceIn(greeting)) : hello(login))}\r\nPING\r\n`,
    );
    const answer = await settled(wire);
    if (answer !== undefined && (answer === closed || /^authoriz|^authentic/i.test(answer)))
      throw new ProbeRefused(answer);
    // Whatever else is wrong with it was looked at only after who it is.
    if (attempt.action === "connect") return {};
    if (answer !== undefined) throw new Error(answer);
    wire.send(attempt.action === "publish" ? message(attempt) : `LS+ ${attempt.address}\r\n`);
    wire.send("PING\r\n");
    const refused = await settled(wire);
    // Whatever else ends the conversation says nothing of rights.
    if (refused !== undefined && !refused.startsWith("Permissions Violation")) throw new Error(refused);
    if (refused !== undefined) return { refused };
    if (attempt.action === "publish") await attempt.meanwhile?.();
    return {};
  } finally {
    wire.close();
  }
}

/** Whoever shows no certificate where one is wanted, or none that is taken, is not let in. */
async function opened(to: Endpoint, greetsFirst: boolean, { shown }: PeerLogin): Promise<Wire> {
  try {
    return await openWire(to, greetsFirst, shown);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (/alert|certificate/i.test(words)) throw new ProbeRefused(words, { cause: error });
    throw error;
  }
}

/** What a server says of itself as it dials. Each has a name of its own: the same again would end the connection before. */
function hello({ password }: PeerLogin) {
  const name = `meshc-probe-${process.pid}-${dialed++}`;
  return {
    name,
    cluster: name,
    server_id: name,
    headers: true,
    ...(password !== undefined && { user: "meshc-probe", pass: password }),
  };
}

/** The same of a leaf, which shows a key. */
function leafHello({ seed }: PeerLogin, nonce: string) {
  const signer = seed === undefined ? undefined : signerOf(seed);
  return { ...hello({}), ...(signer && { nkey: signer.publicKey, sig: signer.sign(nonce) }) };
}

function nonceIn(greeting = "INFO {}"): string {
  const { nonce } = JSON.parse(greeting.slice("INFO ".length)) as { readonly nonce?: unknown };
  return typeof nonce === "string" ? nonce : "";
}

/** A message that no stream takes in, with headers, as it goes over a leaf link. */
function message({ address, payload, headers }: Extract<PeerAttempt, { action: "publish" }>): Uint8Array {
  const lines = Object.entries({ ...headers, ...passing }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`NATS/1.0\r\n${lines.join("")}\r\n`);
  const announced = `HMSG ${address} ${head.length} ${head.length + payload.length}\r\n`;
  return Buffer.concat([Buffer.from(announced), head, payload, Buffer.from("\r\n")]);
}

/** Waits for the answer to a ping: `undefined`, or why it did not come. */
async function settled(wire: Wire): Promise<string | undefined> {
  const line = await wire.next((each) => each === "PONG" || each.startsWith("-ERR"));
  if (line === "PONG") return undefined;
  return line === undefined ? closed : line.replace(/^-ERR '?|'$/g, "");
}
