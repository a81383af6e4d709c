import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { attach, type Place } from "../../mosquitto/attached.ts";
import { pause, until } from "../../nats/until.ts";

const manifest = `apiVersion: meshc/v1
mesh: { name: works }
teams: { one: {} }
environments: { cloud: { platform: local }, east: { platform: local }, west: { platform: local } }
brokers:
  cloud: { environment: cloud, engine: nats }
  east: { environment: east, engine: mosquitto }
  west: { environment: west, engine: mosquitto }
domains: { parts: { owner: one, topic: parts, events: { made: {} } } }
defaults: { applications: { team: one } }
applications:
  press: { broker: cloud, publish: [parts.made] }
  desk: { broker: cloud, subscribe: [parts.made] }
  east1: { broker: east, subscribe: [parts.made] }
  east2: { broker: east, subscribe: [parts.made] }
  west1: { broker: west, subscribe: [parts.made] }
`;

const mosquittoAt = (broker: string): Place => ({ broker, by: "mosquitto" });
const cloud: Place = { broker: "cloud", by: "nats" };

/** Events that are published. */
const count = 100;

// The rule that refuses such groups says nothing of these applications, which are of none: they share of their own accord.
test("a shared subscription shares among those at one Mosquitto, and not with those at another or at NATS", async () => {
  const mesh = await meshFolder(manifest);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const shared = "$share/workers/parts/made";
  const east = [
    await attach(mesh, "east1", mosquittoAt("east")),
    await attach(mesh, "east2", mosquittoAt("east")),
  ];
  const west = await attach(mesh, "west1", mosquittoAt("west"));
  for (const member of [...east, west]) await member.subscribe(shared);
  const desk = await mesh.client("cloud", "cloud-0", "application.desk");
  const atDesk: string[] = [];
  desk.subscribe("parts.made", {
    queue: "workers",
    callback: (_, message) => void atDesk.push(message.string()),
  });
  await desk.flush();
  const press = await attach(mesh, "press", cloud);
  for (let index = 0; index < count; index++) await press.publish("parts/made", String(index));
  const heardBy = (members: readonly (typeof west)[]) =>
    members.flatMap(({ heard }) => [...heard.values()]).reduce((sum, times) => sum + times, 0);
  await until(() => heardBy(east) >= count && heardBy([west]) >= count, 10_000);
  await pause(500);
  expect([heardBy(east), heardBy([west]), atDesk.length]).toEqual([count, count, count]);
  expect(east.map(({ heard }) => heard.size > 0)).toEqual([true, true]);
  await desk.close();
});
