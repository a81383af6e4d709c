import { defineConfig } from "vitest/config";

const second = 1_000;

/** What differs is told whole: a run that failed elsewhere leaves nothing but its messages. */
const chaiConfig = { truncateThreshold: 0 };

/** How many files of `live` run at once: each mostly waits for its brokers, but some suites measure them. */
const liveLanes = Number(process.env["LIVE_LANES"] ?? 1);

/** `unit` needs nothing but node; `live` starts real brokers on loopback, one file at a time unless `LIVE_LANES` says more. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          chaiConfig,
          include: ["test/**/*.test.ts"],
          exclude: ["test/live/**", "test/full/**"],
          testTimeout: 60 * second,
          hookTimeout: 120 * second,
        },
      },
      {
        test: {
          name: "live",
          chaiConfig,
          include: ["test/live/**/*.test.ts"],
          // Minutes of sabotage, edits and repetition: the long suites "verify-…" and "disturbed…".
          exclude: [
            ...(process.env["LIVE_VERIFY"]
              ? []
              : [
                  "sabotage",
                  "stored",
                  "edge-stores",
                  "random-edits",
                  "clean",
                  "dead-letters",
                  "rights",
                  "leftovers",
                  "roaming",
                  "wide",
                  "plants",
                ].map((name) => `test/live/verify/${name}.test.ts`)),
            // Programs that are built for it: the long suite "secret-references".
            ...(process.env["LIVE_REFERENCES"]
              ? []
              : [
                  "test/live/references/{sops,vault,kubernetes,pulumi,planted}.test.ts",
                  "test/live/rotate/nats-cli.test.ts",
                ]),
            // A nats-server that is built to start unheard: the long suite "unheard-servers".
            ...(process.env["LIVE_UNHEARD"] ? [] : ["test/live/nats/unheard.test.ts"]),
            // Each promise about MQTT on every version, and an engine that is built: "bridges", "connect", "mqtt", "verify-mqtt".
            ...(process.env["LIVE_MQTT"]
              ? []
              : [
                  "test/live/connect/**",
                  "test/live/mosquitto/**",
                  "test/live/mqtt/password-hashes.test.ts",
                  "test/live/nats/mqtt-*.test.ts",
                  "test/live/rotate/mosquitto-passwords.test.ts",
                  "test/live/verify/{connect-sabotage,mosquitto,mqtt,nats-mqtt}.test.ts",
                ]),
            // Each promise about what is stored on every version: the long suite "nats-stored".
            ...(process.env["LIVE_STORED"]
              ? []
              : ["dead-letters", "no-duplicates", "edge-streams", "undrawn"].map(
                  (name) => `test/live/nats/${name}.test.ts`,
                )),
            // Each change on each version: the long suite "effects".
            ...(process.env["LIVE_EFFECTS"] ? [] : ["test/live/effects/effects.test.ts"]),
            // Minutes of traffic while a mesh is changed: the long suite "under-traffic".
            ...(process.env["LIVE_TRAFFIC"] ? [] : ["test/live/effects/under-traffic.test.ts"]),
            // Whole meshes that are applied and changed, versions in pairs, stores that fail: "apply", "random-pairs", "version-pairs", "state".
            ...(process.env["LIVE_APPLY"]
              ? []
              : [
                  "examples",
                  "edge-drains",
                  "engines",
                  "environments",
                  "hubs-leave",
                  "moves",
                  "standby",
                  "stopped",
                ].map((name) => `test/live/apply/${name}.test.ts`)),
            ...(process.env["RANDOM_PAIRS"] ? [] : ["test/live/apply/random-pairs.test.ts"]),
            ...(process.env["LIVE_PAIRS"] ? [] : ["test/live/nats/version-pairs.test.ts"]),
            ...(process.env["LIVE_STATE"] ? [] : ["test/live/state/failing-store.test.ts"]),
            ...(process.env["LIVE_DISTURBED"] ? [] : ["test/live/disturbed/{disturbed,plants}.test.ts"]),
          ],
          fileParallelism: liveLanes > 1,
          testTimeout: 120 * second,
          hookTimeout: 120 * second,
        },
      },
    ],
  },
});
