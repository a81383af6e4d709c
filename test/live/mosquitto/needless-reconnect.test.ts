import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { attach } from "../../mosquitto/attached.ts";
import { until } from "../../nats/until.ts";

const manifest = (events: string) => `apiVersion: meshc/v1
mesh: { name: works }
teams: { one: {} }
environments: { cloud: { platform: local }, plant: { platform: local } }
brokers: { cloud: { environment: cloud, engine: nats }, plant: { environment: plant, engine: mosquitto } }
domains: { parts: { owner: one, topic: parts, events: { made: {}, sold: {} } } }
defaults: { applications: { team: one } }
applications:
  press: { broker: plant, publish: [${events}] }
  desk: { broker: cloud, subscribe: [parts.made, parts.sold] }
`;

test("a bridge with another list is connected anew once, by the restart of its broker, with the rights that it has now", async () => {
  const mesh = await meshFolder(manifest("parts.made"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  mesh.write(manifest("parts.made, parts.sold"));
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched.toSorted()).toEqual(["cloud-0 reloaded", "plant-0 restarting", "plant-0 starting"]);
  const desk = await attach(mesh, "desk", { broker: "cloud", by: "nats" });
  await desk.subscribe("parts/sold");
  const press = await attach(mesh, "press", { broker: "plant", by: "mosquitto" });
  await press.publish("parts/sold", "one");
  expect(await until(() => desk.heard.has("one"), 5_000)).toBe(true);
  // The other way too, where rights are taken from it.
  mesh.write(manifest("parts.made"));
  expect((await mesh.up()).touched.toSorted()).toEqual([
    "cloud-0 reloaded",
    "plant-0 restarting",
    "plant-0 starting",
  ]);
});
