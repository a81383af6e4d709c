import type { LiveEngine, ProtocolClient } from "../../../../compiler/live.ts";
import { connectMqtt } from "../../../protocols/mqtt/live/connect-mqtt.ts";
import { observe } from "./observe.ts";
import { parseVersion } from "./parse-version.ts";
import { watchReload } from "./watch-reload.ts";

/** MQTT 5, over which a broker tells what it does not let somebody publish. */
const client: ProtocolClient = { connect: (to, login) => connectMqtt(to, login, 5) };

/**
 * The part of Mosquitto that talks to running brokers. Nobody is told of single connections there, nor can they be
 * ended: who has an old password, or none any more, is let go by a reload (2.0.11).
 */
export const mosquittoLive: LiveEngine = {
  name: "mosquitto",
  program: "mosquitto",
  install: "from your system's package manager, or by `node tools/mosquitto.mjs` in meshc's repository",
  versionArguments: ["-h"],
  parseVersion,
  protocols: new Map([["mqtt", client]]),
  observe,
  watchReload,
};
