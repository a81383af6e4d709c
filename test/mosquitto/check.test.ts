import { expect, test } from "vitest";
import type { Json } from "../../compiler/model/json.ts";
import { generatedSettings } from "../../targets/engines/mosquitto/generated-settings.ts";
import { settings } from "../../targets/engines/mosquitto/settings.ts";
import { analyzeText } from "../harness/analyze-text.ts";

function found(broker: string): readonly string[] {
  const text = `apiVersion: meshc/v1
mesh: { name: plants }
environments: { plant: { platform: local } }
brokers:
  floor: { environment: plant, engine: mosquitto, ${broker} }
`;
  return analyzeText(text).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

const codes = (written: Readonly<Record<string, Json>>) =>
  found(`settings: ${JSON.stringify(written)}`).map((each) => each.slice(0, 8));

test.each(["2.0", "2.0.11", "2.0.18"])("version %s is known", (version) => {
  expect(found(`version: "${version}"`)).toEqual([]);
});

test.each(["1.6", "2.1", "3.0", "2"])("version %s is not known", (version) => {
  expect(found(`version: "${version}"`)).toEqual([
    `MESH4101 Mosquitto ${version} is not a version that meshc compiles for`,
  ]);
});

test.each([
  ["max_packetsize", '; did you mean "max_packet_size"?'],
  ["Max_Packet_Size", '; did you mean "max_packet_size"?'],
  ["banana", "to Mosquitto"],
])("what was meant by setting %s is suggested where one is near", (name, end) => {
  const [said = ""] = found(`settings: { ${name}: 1 }`);
  expect(said).toMatch(/^MESH4103 /);
  expect(said.endsWith(end)).toBe(true);
});

test.each([...generatedSettings.keys(), "auth_opt_x", "plugin_opt_y"])("setting %s is generated", (name) => {
  expect(codes({ [name]: "x" })).toEqual(["MESH4102"]);
});

test("no setting is both passed on and generated", () => {
  expect(settings.filter(({ name }) => generatedSettings.has(name))).toEqual([]);
});

test.each([
  ["max_packet_size", 4_096],
  ["max_packet_size", "2MB"],
  ["max_queued_messages", 1],
  ["persistent_client_expiration", "2w"],
  ["persistent_client_expiration", "24h"],
  ["queue_qos0_messages", true],
  ["log_type", ["error", "debug"]],
  ["log_timestamp_format", "%H:%M # x"],
  ["auto_id_prefix", "größe"],
])("%s can be %j", (name, value) => {
  expect(codes({ [name]: value })).toEqual([]);
});

test.each([
  ["max_packet_size", 10],
  ["max_packet_size", "2TB"],
  ["max_packet_size", -1],
  ["max_queued_messages", 0],
  ["max_qos", 0],
  ["max_qos", 3],
  ["max_inflight_messages", 65_536],
  ["max_inflight_messages", "20"],
  ["persistent_client_expiration", "never"],
  ["persistent_client_expiration", "0d"],
  ["persistent_client_expiration", "3h"],
  ["queue_qos0_messages", "yes"],
  ["log_type", []],
  ["log_type", "error"],
  ["log_type", ["error", "error"]],
  ["log_type", ["all"]],
  ["log_timestamp_format", " %H"],
  ["auto_id_prefix", "a\nallow_anonymous true"],
  ["auto_id_prefix", ""],
])("%s cannot be %j", (name, value) => {
  expect(codes({ [name]: value })).toEqual(["MESH4104"]);
});

const dialing = (retains: boolean) => `apiVersion: meshc/v1
mesh: { name: plants }
teams: { ops: {} }
environments: { plant: { platform: local } }
brokers:
  hall: { environment: plant, engine: nats, role: hub }
  floor:
    environment: plant
    engine: mosquitto
    role: edge
    uplink: hall
    listeners: { mqtt: 2883 }
    settings: { retain_available: ${retains} }
domains:
  wind: { owner: ops, topic: wind, events: { power: {} } }
applications:
  turbine: { team: ops, broker: floor, publish: [wind.power] }
  ward: { team: ops, broker: hall, subscribe: [wind.power] }
`;

test("a broker that dials a bridge has to retain, and another one need not", () => {
  const told = analyzeText(dialing(false)).diagnostics.map(({ code, message }) => `${code} ${message}`);
  expect(told).toEqual([
    'MESH4102 setting "retain_available" contradicts the generated bridge of link "floor.uplink": where nothing is retained, nobody can ask whether a bridge is connected',
  ]);
  expect(analyzeText(dialing(true)).diagnostics).toEqual([]);
  expect(codes({ retain_available: false })).toEqual([]);
});
