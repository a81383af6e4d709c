import type { Observation, Observed, ProbeConnection, ProbeSubscription } from "../../../../compiler/live.ts";
import { closedMarker, instanceMarker } from "../markers.ts";
import { asObserver } from "./as-observer.ts";
import { parseVersion } from "./parse-version.ts";

/** Where a broker keeps its version, and whether each of its bridges is connected (mosquitto(8), Broker Status). */
const topics = { version: "$SYS/broker/version", states: "$SYS/broker/connection/+/state" } as const;
const connected = "1";
const nothing = new Uint8Array();

/**
 * What an instance says of itself: its version, and the bridges that it has dialed and that are connected. Both are
 * retained messages; one that retains nothing (`retain_available false`) tells neither, and has no bridges.
 */
export async function observe(at: Observed): Promise<Observation | undefined> {
  const connection = await asObserver(at);
  if (typeof connection === "string") return undefined;
  try {
    const version = await connection.subscribe(topics.version);
    const states = await connection.subscribe(topics.states);
    const instance = await nameOf(connection, at.instance);
    await allCame(connection, states);
    const [said] = texts(version);
    const found = parseVersion(said?.text ?? "");
    return { instance, ...(found !== undefined && { version: found }), peers: bridges(states) };
  } finally {
    await connection.close();
  }
}

/**
 * Its own name, where its ACL file lets the observer publish what only that instance's does; else who it may be. Where a
 * reload finds an ACL file that it cannot read, 2.0.11 goes on without one, and lets everybody publish and read everything.
 */
async function nameOf(connection: ProbeConnection, expected: string): Promise<string> {
  const [own, closed] = [
    await connection.publish(instanceMarker(expected), nothing),
    await connection.publish(closedMarker, nothing),
  ];
  if (closed.refused === undefined) return "a broker where everybody may do everything";
  return own.refused === undefined ? expected : "another broker";
}

/** Waits until nothing more comes: a broker gives out what it keeps some at a time, in between other answers. */
async function allCame(connection: ProbeConnection, { received }: ProbeSubscription): Promise<void> {
  for (let before = -1; before < received.length;) {
    before = received.length;
    await connection.publish(closedMarker, nothing);
  }
}

/** The last state of each bridge, by its link. */
function bridges(states: ProbeSubscription): Observation["peers"] {
  const last = new Map(texts(states).map(({ address, text }) => [address, text]));
  return [...last].flatMap(([address, text]) => {
    const link = address.split("/").at(-2) ?? "";
    return text === connected ? [{ kind: "bridge", link }] : [];
  });
}

function texts({
  received,
}: ProbeSubscription): readonly { readonly address: string; readonly text: string }[] {
  return received.map(({ address, payload }) => ({ address, text: new TextDecoder().decode(payload) }));
}
