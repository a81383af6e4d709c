import { expect, test } from "vitest";
import type { Json } from "../../../compiler/model/json.ts";
import { effectOf } from "../../../targets/engines/nats/effect-of.ts";
import { lower } from "../../../targets/engines/nats/lower.ts";
import { settings } from "../../../targets/engines/nats/settings.ts";
import { isSince } from "../../../targets/engines/nats/versions.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { startMesh } from "../../nats/running-mesh.ts";
import { topologyOf } from "../../nats/small-mesh.ts";
import { withMesh } from "../../nats/with-mesh.ts";

/** Two values of each setting that differ from each other and from what the server does by itself. */
const values: Readonly<Record<string, readonly [Json, Json]>> = {
  connect_error_reports: [10, 20],
  debug: [true, false],
  disable_sublist_cache: [true, false],
  lame_duck_duration: ["40s", "1m30s"],
  lame_duck_grace_period: ["2s", "500ms"],
  logtime: [false, true],
  logtime_utc: [true, false],
  max_closed_clients: [100, 200],
  max_connections: [100, 200],
  max_control_line: ["8KB", 2048],
  max_payload: ["2MB", 8_388_608],
  max_pending: ["32MB", "1GiB"],
  max_subscriptions: [1000, 2000],
  max_traced_msg_len: [10, 20],
  no_fast_producer_stall: [true, false],
  ping_interval: ["20s", "1m"],
  ping_max: [3, 4],
  reconnect_error_reports: [10, 20],
  server_metadata: [{ rack: "r1" }, { rack: "r2" }],
  server_tags: [["eu", "rack:1"], ["us"]],
  write_deadline: ["2s", "1m"],
  write_timeout: ["retry", "close"],
};

/** What `/varz` says of the first of the values, by setting: its name there, and the value. */
const shown: Readonly<Record<string, readonly [string, unknown]>> = {
  max_connections: ["max_connections", 100],
  max_control_line: ["max_control_line", 8_192],
  max_payload: ["max_payload", 2_097_152],
  max_pending: ["max_pending", 33_554_432],
  max_subscriptions: ["max_subscriptions", 1000],
  ping_interval: ["ping_interval", 20_000_000_000],
  ping_max: ["ping_max", 3],
  server_metadata: ["metadata", { rack: "r1" }],
  server_tags: ["tags", ["eu", "rack:1"]],
  write_deadline: ["write_deadline", 2_000_000_000],
};

const since = (version: string) => settings.filter((setting) => isSince(version, setting.since ?? "2.10"));

test("every setting is tried", () => {
  expect(Object.keys(values)).toEqual(settings.map(({ name }) => name));
});

test.concurrent.each(natsServerVersions)(
  "NATS %s takes by a reload exactly the settings of which that is said",
  async (version) => {
    const topologyWith = (written: Readonly<Record<string, Json>>) =>
      topologyOf({ brokers: { core: { version, settings: written } } });
    const mesh = await startMesh(topologyWith({}), version);
    const instanceWith = (written: Readonly<Record<string, Json>>) => {
      const [instance] = lower(topologyWith(written), mesh.addressing)[0]?.instances ?? [];
      if (!instance) throw new Error("no instance");
      return instance;
    };
    const server = mesh.server("core-0");
    try {
      for (const { name, reloadsSince } of since(version)) {
        const reloads = reloadsSince !== undefined && isSince(version, reloadsSince);
        const [first, second] = values[name] ?? [];
        const states = [{}, { [name]: first ?? "" }, { [name]: second ?? "" }, {}].map(instanceWith);
        for (const [index, before] of states.slice(0, -1).entries()) {
          const after = states[index + 1] ?? before;
          const [step] = effectOf(before, after, version);
          expect(step?.kind, name).toBe(reloads ? "reload" : "restart");
          server.write(after);
          const outcome = await server.reload();
          if (reloads) expect(outcome, `${name} to ${JSON.stringify(after)}`).toBe("taken");
          const [field, value] = shown[name] ?? [];
          if (reloads && field && index === 0)
            expect((await server.ask("/varz"))[field], name).toEqual(value);
          if (reloads) continue;
          if (outcome === "refused") break;
          else expect(hardlyChanges(name), `${name} was ${outcome}`).toBe(true);
        }
        server.write(instanceWith({}));
        expect(await server.reload(), `back from ${name}`).toBe("taken");
      }
    } finally {
      await mesh.stop();
    }
  },
);

/** Settings of which a reload sees no change, since a value equals the server's own, or makes none though it is taken. */
function hardlyChanges(name: string): boolean {
  return (
    name === "server_tags" || (values[name]?.some((value) => value === false || value === "close") ?? false)
  );
}

test.concurrent.each(natsServerVersions)(
  "NATS %s starts with every setting and says the values back",
  (version) => {
    const written = Object.fromEntries(since(version).map(({ name }) => [name, values[name]?.[0] ?? ""]));
    return withMesh(version, { brokers: { core: { settings: written } } }, async (mesh) => {
      const varz = await mesh.server("core-0").ask("/varz");
      const expected = since(version).flatMap(({ name }) => (shown[name] ? [shown[name]] : []));
      expect(varz).toMatchObject(Object.fromEntries(expected));
    });
  },
);
