import { expect, test } from "vitest";
import { partKey } from "../../compiler/model/part.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { effectOf } from "../../targets/engines/connect/effect-of.ts";

function process(files: Readonly<Record<string, string>>, port = 4_195): WorkloadInstance {
  return {
    name: "link.plant.uplink",
    files: Object.entries(files).map(([path, text]) => ({ path, mode: 0o400, parts: [text] })),
    command: { program: "connect", arguments: Object.keys(files) },
    listeners: [{ name: "connect", address: "127.0.0.1", port }],
    health: { kind: "http", listener: "connect", path: "/ping" },
    reload: { signal: "SIGHUP" },
    stop: { signal: "SIGTERM", graceSeconds: 10 },
  };
}

const files = { "connect.yaml": "1", "up.yaml": "1" };

test.each([
  ["nothing", process(files), []],
  ["what it carries", process({ ...files, "up.yaml": "2" }), ["restart link plant.uplink"]],
  ["a direction more", process({ ...files, "down.yaml": "1" }), ["restart link plant.uplink"]],
  ["its port", process({ ...files, "connect.yaml": "2" }, 4_196), ["restart listener connect"]],
])("a change of %s is told of its own part", (_, after, wanted) => {
  const steps = effectOf(process(files), after);
  expect(steps.map(({ kind, about = [] }) => [kind, ...about.map(partKey)].join(" "))).toEqual(wanted);
});
