import { natsSubject } from "../../kit/nats-subject.ts";
import type { Pattern } from "../../../compiler/model/topic.ts";
import type { Grant } from "../../../compiler/model/topology.ts";

/** The word of `protocol:` for MQTT. */
export const mqttProtocol = "mqtt";

/**
 * What the server keeps and passes on for MQTT clients: their sessions, what waits for them, retained events. From 2.12
 * on it lets all of it over leaf links in both directions whatever the rights of a link are, unless they deny it: so an
 * event published at QoS 1 reached MQTT clients, and was stored, where the link had no right to its topic (2.12.8 and
 * 2.15.1; by 2.10.26 and 2.11.11 nothing passed).
 */
export const mqttOwn = "$MQTT.>";

/** Where the server delivers to an MQTT client what it hears at QoS 1; one token of its own per subscription. */
const mqttDelivery = "$MQTT.sub.*";

/**
 * What an MQTT client may subscribe to. `a/#` also stands for `a`, and is refused without the right to both (2.10 to
 * 2.15). At QoS 1 the server subscribes for it to a subject of its own, to which 2.10 and 2.11 want a right; a client
 * that asks for that subject itself is refused by all of them. QoS 2 would take another right at these two: there a
 * subscription at QoS 2 is refused.
 */
export function mqttSubjects(grants: readonly Grant[], checksDelivery: boolean): readonly string[] {
  const found = grants
    .filter(({ action }) => action === "subscribe")
    .flatMap(({ pattern }) => [pattern, ...levelAbove(pattern)].map(natsSubject));
  const subjects: readonly string[] = [...new Set(found)].toSorted();
  return subjects.length > 0 && checksDelivery ? [...subjects, mqttDelivery] : subjects;
}

function levelAbove(pattern: Pattern): readonly Pattern[] {
  return pattern.length > 1 && pattern.at(-1) === ">" ? [pattern.slice(0, -1)] : [];
}
