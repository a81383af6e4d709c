import { expect, test } from "vitest";
import { listed } from "../../compiler/model/names.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Work } from "../../deploy/up/carry-out.ts";
import { type LeftGroup, releaseLeaving } from "../../deploy/up/release-leaving.ts";
import { nats } from "../../targets/engines/nats/engine.ts";

/** A server of the broker that people know as another one. */
const server = (name: string, runs = true) => {
  const listeners = [{ name: "nats", address: "127.0.0.1", port: 4222 }];
  return {
    name: `${name}-0`,
    broker: name,
    isLost: false,
    isThere: runs,
    runs,
    was: { listeners } as unknown as WorkloadInstance,
  };
};

test("who cannot be taken out is told by the name of the broker that was asked, and why", async () => {
  const group = {
    support: { engine: nats, live: { logins: { systemIdentity: "system" } } },
    store: { release: () => Promise.reject(new Error("nobody leads")) },
    leaving: [server("hc")],
    staying: [server("hb", false), server("ha")],
    isMajority: true,
  } as unknown as LeftGroup;
  const ground = {
    host: { sleep: () => Promise.resolve() },
    limits: { provision: 0 },
    lookUp: () => "seed",
    interrupted: () => false,
    names: new Map([[listed("brokers", "ha"), "office"]]),
    folder: { command: "meshc apply", shown: ".meshc" },
  };
  const work = { ground, record: {} } as unknown as Work;
  const told = await releaseLeaving(work, [group], ground.lookUp);
  expect(told.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "MESH5121 the streams at office could not be brought about: nobody leads",
  ]);
});
