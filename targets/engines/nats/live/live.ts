import type { LiveEngine } from "../../../../compiler/live.ts";
import { provisionerIdentity, systemIdentity } from "../files.ts";
import { inspect } from "./inspect.ts";
import { makeRoom } from "./make-room.ts";
import { newKeyPair } from "./key-pair.ts";
import { countLogins, endLogins } from "./logins.ts";
import { observe } from "./observe.ts";
import { connectProbe } from "./probe.ts";
import { provision } from "./provision.ts";
import { lastKept, sweep } from "./sweep.ts";
import { tryAsPeer } from "./try-as-peer.ts";
import { withheld } from "./withheld.ts";

/** The part of NATS that talks to running servers. */
export const natsLive: LiveEngine = {
  name: "nats",
  program: "nats-server",
  versionArguments: ["--version"],
  systemIdentity,
  provisionerIdentity,
  newKeyPair,
  observe,
  connect: connectProbe,
  tryAsPeer,
  countLogins,
  endLogins,
  withheld,
  makeRoom,
  provision,
  inspect,
  lastKept,
  sweep,
  parseVersion: (output) => /nats-server: v(\d+\.\d+\.\d+)/.exec(output)?.[1],
};
