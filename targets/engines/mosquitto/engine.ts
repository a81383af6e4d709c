import type { Engine } from "../../../compiler/target.ts";
import { mqttDialect } from "../../protocols/mqtt/dialect.ts";
import { check } from "./check.ts";
import * as diagnostics from "./diagnostics.ts";
import { effectOf } from "./effect-of.ts";
import { explain } from "./explain.ts";
import { linkKinds } from "./link-kinds.ts";
import { lower } from "./lower.ts";
import { largestEvent } from "./packets.ts";
import { ports } from "./ports.ts";
import { refusesLevel } from "./refuses-level.ts";
import { versions } from "./versions.ts";

/**
 * Under `$CONTROL` plugins of a broker take orders. Every subscription is granted, and what may be read comes; over MQTT 5
 * whoever publishes is told what is not taken (2.0.11).
 */
const own = {
  closedToSubscribe: ["$CONTROL/#"],
  closedToPublish: ["$CONTROL/dynamic-security/v1"],
  untold: ["subscribe"],
} as const;

/**
 * Mosquitto 2.0: one process a broker, at the edge. What MQTT clients expect holds within a broker: QoS 1 and 2 of what
 * they publish and subscribe to, sessions that wait for them (over restarts too), wills, which are events as others and
 * need the right to be published, and retained events, which are kept where they were published and cross a link as
 * events that are not.
 */
export const mosquitto: Engine = {
  name: "mosquitto",
  versions: versions.map(({ minor }) => minor),
  canBeHub: false,
  linkKinds,
  protocols: [{ name: "mqtt", login: "password", dialect: mqttDialect(own), holdsForSessions: true }],
  ports,
  listeners: ["mqtt"],
  // Shared subscriptions give each event to the next in turn (2.0.11).
  keepsKeysApart: false,
  alsoVote: () => [],
  largestEvent,
  refusesLevel,
  check,
  explain,
  lower,
  effectOf,
  diagnostics: Object.values(diagnostics),
};
