import { expect, test } from "vitest";
import type { Step } from "../../compiler/target.ts";
import type { PlannedInstance } from "../../deploy/up/carry-out.ts";
import { withoutNeedless } from "../../deploy/up/without-needless.ts";
import { topologyOfText } from "../mosquitto/lowered.ts";

const topology = topologyOfText(`apiVersion: meshc/v1
mesh: { name: works }
environments: { cloud: { platform: local }, plant: { platform: local } }
brokers:
  cloud: { environment: cloud, engine: nats }
  site: { environment: plant, engine: nats, role: edge, replicas: 2 }
  plant: { environment: plant, engine: mosquitto }
`);

/** An instance, of the broker that its name says, and what is to be done to it. */
function planned(instance: string, ...steps: readonly (readonly [Step["kind"], string?])[]): PlannedInstance {
  const whole = steps.map(([kind, identity]) => ({ kind, instance, why: "", ...(identity && { identity }) }));
  const workload = { broker: instance.replace(/-\d$/, "") };
  return { workload, instance: { name: instance }, steps: whole } as unknown as PlannedInstance;
}

const plant = "link.plant.uplink";
const site = "link.site.uplink";

test.each<readonly [string, readonly PlannedInstance[], readonly string[]]>([
  ["restarts", [planned("plant-0", ["restart"])], ["reload"]],
  ["is started", [planned("plant-0", ["start"])], ["reload"]],
  ["is reloaded", [planned("plant-0", ["reload"])], ["reload", `reconnect ${plant}`]],
  ["is left alone", [planned("plant-0")], ["reload", `reconnect ${plant}`]],
  ["is not in the run", [], ["reload", `reconnect ${plant}`]],
])("a link need not be cut off where its dialing broker %s: %#", (_, others, wanted) => {
  const hub = planned("cloud-0", ["reload"], ["reconnect", plant]);
  const [first] = withoutNeedless(topology, [hub, ...others]);
  const said = first?.steps.map(({ kind, identity }) => [kind, identity].filter(Boolean).join(" "));
  expect(said).toEqual(wanted);
});

test("a link is cut off where one instance of its dialing broker goes on, and so is who is no link of the mesh", () => {
  const steps = [
    ["reconnect", site] as const,
    ["reconnect", "application.press"] as const,
    ["reconnect", "link.gone"] as const,
  ];
  const hub = planned("cloud-0", ...steps);
  const [first] = withoutNeedless(topology, [
    hub,
    planned("site-0", ["restart"]),
    planned("site-1", ["reload"]),
  ]);
  expect(first?.steps.map(({ identity }) => identity)).toEqual([site, "application.press", "link.gone"]);
});
