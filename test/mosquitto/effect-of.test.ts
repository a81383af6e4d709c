import { expect, test } from "vitest";
import { partKey } from "../../compiler/model/part.ts";
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
    {
      kind: "restart",
      instance: "floor-0",
      why: "a reload would drop `max_qos`",
      about: [
        { kind: "identity", name: "a" },
        { kind: "identity", name: "b" },
      ],
    },
  ]);
  expect(kinds(limited, limited)).toEqual([]);
});

test("another port, and another command, take a restart", () => {
  expect(kinds({}, { "mosquitto.conf": main.replace("1883", "1884") })).toEqual(["restart"]);
  const other = { ...instance({}), command: { program: "mosquitto", arguments: ["-v"] } };
  expect(effectOf(instance({}), other).map(({ kind }) => kind)).toEqual(["restart"]);
});

const about = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  effectOf(instance(before), instance(after)).map(({ kind, interrupts, about: parts = [] }) =>
    [kind, ...(interrupts ? ["interrupts"] : []), ...parts.map(partKey)].join(" "),
  );
const bridge = { "mosquitto.conf": `${main}include_dir bridges\n`, "bridges/x.conf": "1" };

test.each([
  ["a right", { acl: "user a\ntopic read t\n" }, { acl: "user a\ntopic read u\n" }, ["reload identity a"]],
  [
    "somebody's rights and whom a bridge carries",
    { ...bridge, acl: "user a\ntopic read t\n" },
    { ...bridge, acl: "user a\n", "bridges/x.conf": "2" },
    ["reload identity a", "restart link x"],
  ],
  ["the first bridge", {}, bridge, ["restart link x process"]],
  ["a port", {}, { "mosquitto.conf": main.replace("1883", "1884") }, ["restart listener mqtt"]],
  ["a setting", {}, { "mosquitto.conf": `${main}max_keepalive 60\n` }, ["restart setting max_keepalive"]],
  ["a certificate", { "instance.pem": "1" }, { "instance.pem": "2" }, ["reload tls"]],
  [
    "TLS, which nobody who is connected speaks",
    {},
    { "mosquitto.conf": `${main}certfile a.pem\nkeyfile b.pem\n`, "instance.pem": "1" },
    ["reload tls", "restart interrupts tls"],
  ],
])("what a change of %s takes is told of its own parts", (_, before, after, wanted) => {
  expect(about(before, after)).toEqual(wanted);
});

test("another password cuts its client off, a new login nobody", () => {
  const login = (revoked?: string): WorkloadInstance => {
    const part = { kind: "pbkdf2", of: "a", ...(revoked !== undefined && { revoked }) } as const;
    const passwords = { path: "passwords", mode: 0o400, parts: ["a:", part, "\n"] } as const;
    return { ...instance({}), files: [...instance({}).files, passwords] };
  };
  const [step] = effectOf(login("1"), login());
  expect(step).toMatchObject({ kind: "reload", interrupts: true, about: [{ kind: "identity", name: "a" }] });
  expect(effectOf(instance({}), login())[0]?.interrupts).toBeUndefined();
});
