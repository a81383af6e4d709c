import { mqttFilter } from "../../kit/mqtt-filter.ts";
import { printBenthos, type SecretJson } from "../../kit/print-benthos.ts";
import { savedEach } from "../../kit/saved-after.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { edgeSettings, hubSettings } from "./ends.ts";
import { fileNames, subscriptionsFile } from "./files.ts";
import { longestTopic, topicsThatCross } from "./refused-names.ts";
import { named, refused } from "./refusal.ts";
import { untilTaken } from "./until-taken.ts";

/** Events that may be on their way to the hub at the same time. */
const upInFlight = 64;

/**
 * Client identifier of the session that Mosquitto keeps for what is read from the edge: one for all patterns, so that what
 * waits stays there where the list changes. The patched engine brings what it is subscribed to to the list
 * (`tools/connect/benthos.patch`).
 */
export function upSession(link: string): string {
  return `link.${link} up`;
}

/**
 * What carries events from the edge to the hub. Each is acknowledged to the edge once a stream of the hub has stored
 * it. Its message id is the same however often it is sent, so that what was stored and not acknowledged is not stored
 * twice; what the edge sends again, after its connection was lost, is another message to the engine (MQTT 3.1.1 gives
 * none an identity) and is stored again.
 */
export function printUp(link: ConnectLink): ConfigFile {
  const input = {
    mqtt: {
      ...edgeSettings(link, upSession(link.name)),
      topics: link.up.map(mqttFilter),
      qos: 1,
      clean_session: false,
      // What was refused is tried again by the output, and never handed back: to be ready for that takes 10 us an event.
      auto_replay_nacks: false,
      subscriptions_file: subscriptionsFile,
      // Has what the edge acknowledged saved while the hub is away, which has all of it else.
      saved_after: link.edge.savedAfter,
      saved_each: link.edge.savedAfter > 0 ? savedEach : "0s",
    },
    processors: crossing(link.hub.maxPayload, ["meta id = uuid_v4()"]),
  };
  const hub = {
    nats_jetstream: {
      ...hubSettings(link),
      subject: "${! @name }",
      headers: { "Nats-Msg-Id": "${! @id }" },
      max_in_flight: upInFlight,
    },
  };
  const output = untilTaken({ fallback: [hub, unlessUnlisted()] });
  return { path: fileNames.up, mode: 0o400, parts: printBenthos({ input, output }) };
}

/**
 * Where an event goes that the hub did not take. What is listed is tried again, whatever the reason: a hub may be told
 * of a right later than the link. What waited for a pattern that is listed no more is carried where the hub lets the link
 * publish it, and dropped where it says that it may not: it never would.
 */
function unlessUnlisted(): SecretJson {
  const isTriedAgain = '@mqtt_listed || !@fallback_error.contains("Permissions Violation")';
  return {
    switch: {
      cases: [
        { check: isTriedAgain, output: { reject: "${! @fallback_error }" } },
        { output: { drop: {}, processors: refused("@mqtt_topic") } },
      ],
    },
  };
}

/** Bytes of the header that holds the message id, which nats-server counts as payload. */
const headerBytes = 64;

/** What makes an event of MQTT one of NATS, its subject in `@name`, or drops it. */
export function crossing(maxPayload: number, also: readonly string[] = []): readonly SecretJson[] {
  const crosses = [
    `@mqtt_topic.bytes().length() <= ${longestTopic}`,
    `@mqtt_topic.re_match("""${topicsThatCross}""")`,
    `content().length() <= ${maxPayload - headerBytes}`,
  ];
  const name = { here: "@mqtt_topic", there: '@mqtt_topic.replace_all("/", ".")' };
  // Retained messages are sent again with each subscription; one of now comes without the mark (MQTT 3.1.1, 3.3.1.3).
  return named(crosses.join(" && "), name, ["root = if @mqtt_retained { deleted() }", ...also]);
}
