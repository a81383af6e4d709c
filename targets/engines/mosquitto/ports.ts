/**
 * Default ports of Mosquitto by listener name (IANA: 1883 is MQTT's, 8883 its with TLS; one listener has one of them,
 * and meshc leaves it the same whether it speaks TLS). Distributions build 2.0 without WebSockets: such a listener
 * cannot be opened, and the broker does not start (2.0.11).
 */
export const ports: ReadonlyMap<string, number> = new Map([["mqtt", 1883]]);
