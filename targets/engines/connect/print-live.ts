import { mqttFilter } from "../../kit/mqtt-filter.ts";
import { natsSubject } from "../../kit/nats-subject.ts";
import { printBenthos, type SecretJson } from "../../kit/print-benthos.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { edgeSettings, hubSettings } from "./ends.ts";
import { fileNames } from "./files.ts";
import { crossingDown } from "./print-down.ts";
import { crossing } from "./print-up.ts";

/** Events that may wait for the other end; what comes while there is no room is dropped. */
const mostWaiting = 1_024;

/** What carries what is at-most-once from the edge to the hub, in a session that ends with its connection. */
export function printLiveUp(link: ConnectLink): ConfigFile {
  const input = {
    mqtt: {
      ...edgeSettings(link, `link.${link.name} live`),
      topics: link.live.up.map(mqttFilter),
      qos: 0,
      clean_session: true,
      // What was refused is dropped.
      auto_replay_nacks: false,
    },
    processors: crossing(link.hub.maxPayload),
  };
  const output = orDropped({
    nats: { ...hubSettings(link), subject: "${! @name }", max_in_flight: 1 },
  });
  return { path: fileNames.liveUp, mode: 0o400, parts: printBenthos({ input, output }) };
}

/** What carries what is at-most-once from the hub to the edge. Who published it is told nothing. */
export function printLiveDown(link: ConnectLink): ConfigFile {
  const subject = link.live.down.map(natsSubject);
  const input = {
    nats: { ...hubSettings(link), subject, prefetch_count: mostWaiting },
    processors: crossingDown(),
  };
  const output = orDropped({
    mqtt: {
      ...edgeSettings(link, `link.${link.name} live down`),
      topic: "${! @name }",
      qos: 0,
      retained: false,
      write_timeout: "10s",
      max_in_flight: 1,
    },
  });
  return { path: fileNames.liveDown, mode: 0o400, parts: printBenthos({ input, output }) };
}

/**
 * An output that tries each event once, one after the other, so that their order is kept. While the other end is away
 * for more than a second events are dropped, not kept for its return: what is live then is something else.
 */
function orDropped(output: SecretJson): SecretJson {
  return { drop_on: { error: true, back_pressure: "1s", output } };
}
