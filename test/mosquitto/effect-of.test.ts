import { expect, test } from "vitest";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { effectOf } from "../../targets/engines/mosquitto/effect-of.ts";
import { settings } from "../../targets/engines/mosquitto/settings.ts";

const main =
  "per_listener_settings false\nmax_packet_size 1000\nsys_interval 10\n\nlistener 1883 127.0.0.1\n";

function instance(files: Readonly<Record<string, string>>): WorkloadInstance {
  return {
    name: "floor-0",
    files: Object.entries({ "mosquitto.conf": main, acl: "user a\n", ...files }).map(([path, text]) => {
      return { path, mode: 0o400, parts: [text] };
    }),
    command: { program: "mosquitto", arguments: ["-c", "mosquitto.conf"] },
    listeners: [],
    health: { kind: "tcp", listener: "mqtt" },
    reload: { signal: "SIGHUP" },
    stop: { signal: "SIGTERM", graceSeconds: 10 },
  };
}

const kinds = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  effectOf(instance(before), instance(after)).map(({ kind }) => kind);

test.each([
  ["nothing", {}, {}, []],
  ["a right", {}, { acl: "user b\n" }, ["reload"]],
  ["a password", { passwords: "a:1\n" }, { passwords: "a:2\n" }, ["reload"]],
  ["a certificate", { "instance.pem": "1" }, { "instance.pem": "2" }, ["reload"]],
  ["a bridge", { "bridges/x.conf": "1" }, { "bridges/x.conf": "2" }, ["restart"]],
  ["a new bridge", {}, { "bridges/x.conf": "1" }, ["restart"]],
  ["a bridge less", { "bridges/x.conf": "1" }, {}, ["restart"]],
  ["whom a bridge knows", { "link.x-authorities.pem": "1" }, { "link.x-authorities.pem": "2" }, ["restart"]],
])("a change of %s takes %j", (_, before, after, wanted) => {
  expect(kinds(before, after)).toEqual(wanted);
});

test.each(settings.map(({ name, reload }) => [name, reload] as const))(
  "a new value of %s, which a reload has %s, takes what brings it about",
  (name, reload) => {
    const wanted = reload === "taken" ? "reload" : "restart";
    expect(kinds({}, { "mosquitto.conf": `${main}${name} 7\n` })).toEqual([wanted]);
  },
);

test("where a reload would drop a setting of the listener, every change is a restart", () => {
  const limited = { "mosquitto.conf": `${main}max_qos 1\n` };
  expect(effectOf(instance(limited), instance({ ...limited, acl: "user b\n" }))).toEqual([
    { kind: "restart", instance: "floor-0", why: "a reload would drop `max_qos`" },
  ]);
  expect(kinds(limited, limited)).toEqual([]);
});

test("another port, and another command, take a restart", () => {
  expect(kinds({}, { "mosquitto.conf": main.replace("1883", "1884") })).toEqual(["restart"]);
  const other = { ...instance({}), command: { program: "mosquitto", arguments: ["-v"] } };
  expect(effectOf(instance({}), other).map(({ kind }) => kind)).toEqual(["restart"]);
});
