import type { Engine } from "../../../compiler/target.ts";
import { alsoVote } from "./also-vote.ts";
import { apart } from "./apart.ts";
import { check } from "./check.ts";
import { dialect } from "./dialect.ts";
import * as diagnostics from "./diagnostics.ts";
import { effectOf } from "./effect-of.ts";
import { effectOfProvision } from "./effect-of-provision.ts";
import { gateway, linkKinds } from "./link-kinds.ts";
import { largestEvent } from "./largest-event.ts";
import { lower } from "./lower.ts";
import { mqttAtNats } from "./mqtt-dialect.ts";
import { mqttProtocol } from "./mqtt-rights.ts";
import { ports } from "./ports.ts";
import { refusesLevel } from "./refuses-level.ts";
import { versions } from "./versions.ts";

/** NATS, 2.10 to 2.15: hubs form one super-cluster by gateways, edges hang on it as leaf nodes. */
export const nats: Engine = {
  name: "nats",
  versions: versions.map(({ minor }) => minor),
  canBeHub: true,
  linkKinds,
  backbone: gateway.name,
  protocols: [
    { name: "nats", login: "nkey", dialect },
    { name: mqttProtocol, login: "password", dialect: mqttAtNats, keepsSessions: true },
  ],
  ports,
  listeners: ["management", "nats"],
  clusterListener: "cluster",
  // Queue groups and consumers give each event to whoever asks next (2.10 to 2.15).
  keepsKeysApart: false,
  alsoVote,
  apart,
  largestEvent,
  refusesLevel,
  check,
  lower,
  effectOf,
  effectOfProvision,
  diagnostics: Object.values(diagnostics),
};
