import { mqttDialect } from "../../protocols/mqtt/dialect.ts";

/**
 * MQTT as its clients see it at nats-server, where topics are subjects: `/` parts levels and is `.` there. What begins
 * with `$MQTT` is what the server keeps for MQTT clients, `$JS` is JetStream, `_INBOX` where NATS clients get replies.
 */
export const mqttAtNats = mqttDialect({
  closedToSubscribe: ["$MQTT/sub/+", "$MQTT/msgs/#", "$JS/#", "_INBOX/#"],
  closedToPublish: ["$MQTT/msgs/meshc-probe", "$JS/API/INFO", "$SYS/REQ/SERVER/PING", "_INBOX/meshc-probe/1"],
  // What is not taken is acknowledged all the same (2.10 to 2.15).
  untold: ["publish"],
});
