import { expect, test } from "vitest";
import { instanceOf, loweredText, named, textOf } from "./lowered.ts";

const mesh = (floor = "") => `apiVersion: meshc/v1
mesh: { name: plants }
teams: { works: {} }
environments: { cloud: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  core: { environment: cloud, engine: nats, replicas: 2 }
  floor: { environment: plant, engine: mosquitto, listeners: { mqtt: 1884 }${floor} }
domains:
  telemetry: { owner: works, topic: works/telemetry, events: { measured: { topic: "{machine}/measured" }, lost: {} } }
  orders: { owner: works, topic: works/orders, events: { placed: {} } }
applications:
  gauge: { team: works, broker: floor, publish: [telemetry.measured, telemetry.lost], subscribe: [orders.placed] }
  screen: { team: works, broker: floor, subscribe: ["telemetry.*"] }
  historian: { team: works, broker: core, subscribe: [telemetry.measured] }
  shop: { team: works, broker: core, publish: [orders.placed] }
`;
const floor = instanceOf(loweredText(mesh()), "floor-0");

test("what holds a secret is readable by the broker alone", () => {
  expect(floor.files.map(({ path, mode }) => `${path} ${mode.toString(8)}`)).toEqual([
    "mosquitto.conf 444",
    "passwords 400",
    "acl 400",
    "bridges/floor.uplink.conf 400",
  ]);
  expect(textOf(floor, "mosquitto.conf")).not.toContain("<");
});

test("passwords are hashes that are put in later, a line each", () => {
  expect(textOf(floor, "passwords")).toBe(
    [
      "application.gauge:<pbkdf2 of application.gauge>",
      "application.screen:<pbkdf2 of application.screen>",
      "observer:<pbkdf2 of observer>",
      "",
    ].join("\n"),
  );
});

test("each has the rights of its grants, and who observes those to what the broker tells of itself", () => {
  expect(textOf(floor, "acl")).toBe(`user application.gauge
topic write works/telemetry/+/measured
topic write works/telemetry/lost
topic read works/orders/placed

user application.screen
topic read works/telemetry/+/#

user observer
topic read $SYS/#
topic write $meshc/instance/floor-0
`);
});

test("a bridge names every instance of its target, and what is read beyond it", () => {
  const text = textOf(floor, "bridges/floor.uplink.conf");
  expect(text).toContain("address core-0.mqtt.example:1883 core-1.mqtt.example:1883\n");
  expect(text).toContain("remote_password <loginPassword of link.floor.uplink>\n");
  expect(text.match(/^topic .*$/gm)).toEqual([
    "topic works/telemetry/+/measured out 0",
    "topic works/orders/placed in 0",
  ]);
  expect(textOf(floor, "mosquitto.conf")).toMatch(/\ninclude_dir bridges\n$/);
});

test("settings of the listener stand below it, all others above", () => {
  const written = ", settings: { max_qos: 1, max_packet_size: 2MB, log_type: [error] }";
  const text = textOf(instanceOf(loweredText(mesh(written)), "floor-0"), "mosquitto.conf");
  const [above = "", below = ""] = text.split("listener 1883 0.0.0.0\n");
  expect(above).toContain("\nmax_packet_size 2097152\n");
  // What the observer is told by stands whatever the manifest says.
  expect(above.match(/^log_type .*$/gm)).toEqual([
    "log_type error",
    "log_type information",
    "log_type error",
  ]);
  expect(below).toContain("max_qos 1\n");
  expect(above).not.toContain("max_qos");
});

test("with TLS the listener shows a certificate, and the bridge knows its targets by the mesh's authority", () => {
  const secured = mesh(", tls: { mode: required }").replace("replicas: 2", "tls: { mode: required }");
  const instance = instanceOf(loweredText(secured), "floor-0");
  expect(textOf(instance, "mosquitto.conf")).toContain("certfile instance.pem\nkeyfile instance-key.pem\n");
  expect(textOf(instance, "instance-key.pem")).toBe("<privateKey of floor-0>");
  expect(textOf(instance, "link.floor.uplink-authorities.pem")).toBe("<authority of servers>");
  const bridge = textOf(instance, "bridges/floor.uplink.conf");
  expect(bridge).toContain("bridge_cafile link.floor.uplink-authorities.pem\nbridge_insecure false\n");
  expect(instance.listeners).toEqual([{ name: "mqtt", address: "0.0.0.0", port: 1883, tls: true }]);
});

test("a broker that dials nobody includes no folder", () => {
  const alone = mesh()
    .replace(/ {2}core:.*\n/, "")
    .replace(/ {2}(historian|shop):.*\n/g, "");
  const instance = instanceOf(loweredText(alone), "floor-0");
  expect(instance.files.map(({ path }) => path)).toEqual(["mosquitto.conf", "passwords", "acl"]);
  expect(textOf(instance, "mosquitto.conf")).not.toContain("include_dir");
});

test("a target without an address is no fault of the printer", () => {
  const nowhere = { ...named, dial: () => ({ host: "", port: 1883 }) };
  const instance = instanceOf(loweredText(mesh(), nowhere), "floor-0");
  expect(textOf(instance, "bridges/floor.uplink.conf")).toContain("\naddress \n");
});

test("the same manifest gives the same files", () => {
  expect(instanceOf(loweredText(mesh()), "floor-0")).toEqual(floor);
});

test("a bridge that would carry nothing is not dialed: the broker would not start with it", () => {
  const quiet = mesh()
    .replace(/ {2}historian: .*\n/, "")
    .replace(/ {2}shop: .*\n/, "");
  const { files } = instanceOf(loweredText(quiet), "floor-0");
  expect(files.map(({ path }) => path)).toEqual(["mosquitto.conf", "passwords", "acl"]);
});
