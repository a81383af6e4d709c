import { expect, test } from "vitest";
import { effectOf } from "../../targets/engines/nats/effect-of.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { instanceOf, named, topologyOfText } from "../mosquitto/lowered.ts";

/** A hub to which a process brings what is published at a Mosquitto and stored. */
function hub(area: string) {
  const mesh = {
    apiVersion: "meshc/v1",
    mesh: { name: "works" },
    teams: { one: {} },
    environments: { cloud: { platform: "local" }, plant: { platform: "local" } },
    brokers: {
      cloud: { environment: "cloud", engine: "nats", storage: "64Mi" },
      plant: { environment: "plant", engine: "mosquitto" },
    },
    domains: {
      orders: {
        owner: "one",
        topic: "orders",
        delivery: "at-least-once",
        events: { placed: { topic: "{area}/placed" } },
      },
    },
    applications: {
      board: {
        team: "one",
        broker: "cloud",
        subscribe: [{ event: "orders.placed", where: { area: [area] } }],
      },
      till: {
        team: "one",
        broker: "plant",
        publish: [{ event: "orders.placed", where: { area: [area] } }],
      },
    },
  };
  return instanceOf(lower(topologyOfText(JSON.stringify(mesh)), named), "cloud-0");
}

test("a link that a process carries keeps its connection as its rights change", () => {
  const steps = effectOf(hub("north"), hub("south"), "2.15");
  expect(steps.map(({ kind, identity }) => [kind, identity].filter(Boolean).join(" "))).toEqual(["reload"]);
});
