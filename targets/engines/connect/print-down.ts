import { natsSubject } from "../../kit/nats-subject.ts";
import { printBenthos, type SecretJson } from "../../kit/print-benthos.ts";
import { savedEach } from "../../kit/saved-after.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink, LinkDurable } from "./connect-link.ts";
import { edgeSettings, hubSettings } from "./ends.ts";
import { fileNames } from "./files.ts";
import { subjectsThatCross } from "./refused-names.ts";
import { named } from "./refusal.ts";
import { untilTaken } from "./until-taken.ts";

/** Events that may be on their way to the edge at the same time. */
const downInFlight = 512;

/**
 * What carries events from the hub to the edge: read by a durable, and acknowledged to it once the edge has
 * acknowledged them. The terms of the durable are its own (`linkDurableSettings`), so none are asked for here.
 */
export function printDown(link: ConnectLink): ConfigFile {
  const input = {
    broker: {
      inputs: link.down.map((place) => ({ nats_jetstream: { ...hubSettings(link), ...bound(place) } })),
    },
    processors: crossingDown(),
  };
  const output = untilTaken({ mqtt: atEdge(link) });
  return { path: fileNames.down, mode: 0o400, parts: printBenthos({ input, output }) };
}

/**
 * The connection that is written to. It tells that an event is there only once the edge has saved it. It is one, since Mosquitto
 * takes one packet of each connection in a round of its loop: by four, events come in faster than a reader there can
 * acknowledge them; where it saved at each change, after a cut of a minute, the reader's ping was answered so late that it
 * connected again, and got 7,400 of 27,500 events twice (2.0.11).
 */
function atEdge(link: ConnectLink): SecretJson {
  return {
    ...edgeSettings(link, `link.${link.name} down`),
    topic: "${! @name }",
    qos: 1,
    retained: false,
    write_timeout: "10s",
    saved_after: link.edge.savedAfter,
    // What carries events up does so where there is such.
    saved_each: link.edge.savedAfter > 0 && link.up.length === 0 ? savedEach : "0s",
    max_in_flight: downInFlight,
  };
}

/** What makes an event of NATS one of MQTT, its topic in `@name`, or drops it. */
export function crossingDown(): readonly SecretJson[] {
  const name = { here: "@nats_subject", there: '@nats_subject.replace_all(".", "/")' };
  return named(`@nats_subject.re_match("""${subjectsThatCross}""")`, name);
}

/** The engine's client asks for the filter of a durable that has one only, and for none of one that has several. */
function bound({ stream, durable, only }: LinkDurable) {
  const subject = only && { subject: natsSubject(only) };
  return { stream, durable, bind: true, deliver: "new", ...subject, ack_wait: "", max_ack_pending: 0 };
}
