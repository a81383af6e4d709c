import { mqttFilter } from "../../kit/mqtt-filter.ts";
import { printBenthos, type SecretJson } from "../../kit/print-benthos.ts";
import { type Pattern, printPattern } from "../../../compiler/model/topic.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { edgeSettings, hubSettings } from "./ends.ts";
import { fileNames } from "./files.ts";
import { longestTopic, topicsThatCross } from "./refused-names.ts";
import { named } from "./refusal.ts";
import { untilTaken } from "./until-taken.ts";

/** Events that may be on their way to the hub at the same time. */
const upInFlight = 64;

/**
 * Client identifier of the session that Mosquitto keeps for what is read from the edge. Each pattern has one by itself:
 * the session of a list would have to be given up as soon as the list changes, with all that waits in it, since what
 * it subscribed to stays subscribed to.
 */
export function upSession(link: string, pattern: Pattern): string {
  return `link.${link} up ${printPattern(pattern)}`;
}

/**
 * What carries events from the edge to the hub. Each is acknowledged to the edge once a stream of the hub has stored
 * it. Its message id is the same however often it is sent, so that what was stored and not acknowledged is not stored
 * twice; what the edge sends again, after its connection was lost, is another message to the engine (MQTT 3.1.1 gives
 * none an identity) and is stored again.
 */
export function printUp(link: ConnectLink): ConfigFile {
  const input = {
    broker: { inputs: link.up.map((pattern) => listened(link, pattern)) },
    processors: crossing(link.hub.maxPayload, ["meta id = uuid_v4()"]),
  };
  const output = untilTaken({
    nats_jetstream: {
      ...hubSettings(link),
      subject: "${! @name }",
      headers: { "Nats-Msg-Id": "${! @id }" },
      max_in_flight: upInFlight,
    },
  });
  return { path: fileNames.up, mode: 0o400, parts: printBenthos({ input, output }) };
}

function listened(link: ConnectLink, pattern: Pattern): SecretJson {
  return {
    mqtt: {
      ...edgeSettings(link, upSession(link.name, pattern)),
      topics: [mqttFilter(pattern)],
      qos: 1,
      clean_session: false,
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
