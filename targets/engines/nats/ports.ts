/** Default ports of NATS by listener name (NATS manual: client, cluster, gateway, leaf node, MQTT and monitoring ports). */
export const ports: ReadonlyMap<string, number> = new Map([
  ["nats", 4222],
  ["cluster", 6222],
  ["gateway", 7222],
  ["leafnode", 7422],
  ["mqtt", 1883],
  ["management", 8222],
]);
