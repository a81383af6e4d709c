import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { attach, type Attached } from "../../mosquitto/attached.ts";
import { bridgeSessions } from "../../mosquitto/bridge-session.ts";
import { type Site, toldApart } from "../../mosquitto/told-apart.ts";
import { pause, until } from "../../nats/until.ts";

const plant: Site = { by: "mosquitto", uplink: ["east", "west"] };

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

/** Instances that a bridge is connected to and has subscribed at, as far as they answer. */
async function connectedTo(mesh: Mesh, instances: readonly string[]): Promise<string> {
  const found: string[] = [];
  for (const instance of instances) {
    const sessions = await bridgeSessions(mesh, instance, "plant.uplink");
    found.push(...sessions.filter((subjects) => subjects.length > 0).map(() => instance));
  }
  return found.join(" ");
}

/** Publishes a series from each site, and gives back what came to each how often, as `site < text: times`. */
async function exchanged(series: string, sites: Readonly<Record<string, Attached>>, patience = 5_000) {
  const texts = Object.keys(sites).flatMap((site) => [0, 1, 2].map((index) => `${series} ${site} ${index}`));
  for (const text of texts) {
    const [, site = ""] = text.split(" ");
    await sites[site]?.publish(`notes/${site}/said`, text);
  }
  const all = Object.entries(sites);
  await until(() => all.every(([, { heard }]) => texts.every((text) => heard.has(text))), patience);
  return all.flatMap(([site, { heard }]) =>
    texts.map((text) => `${site} < ${text}: ${heard.get(text) ?? 0}`),
  );
}

const isOnce = (line: string) => line.endsWith(": 1");
const notOnce = (lines: readonly string[]) => lines.filter((line) => !isOnce(line));

async function opened(mesh: Mesh, site: string, sites: readonly string[], instance?: string) {
  const by = site === "plant" ? "mosquitto" : "nats";
  const one = await attach(mesh, site, { broker: site, by, ...(instance !== undefined && { instance }) });
  for (const from of sites) await one.subscribe(`notes/${from}/said`);
  return one;
}

async function killed(mesh: Mesh, environment: string, instance: string): Promise<void> {
  process.kill(mesh.instance(environment, instance).process?.pid ?? 0, "SIGKILL");
  await pause(100);
}

test("a bridge goes to another instance of its hub when the first is gone, and stays there, and nothing comes twice", async () => {
  const instances = ["east-0", "east-1", "east-2"];
  const mesh = await meshFolder(
    toldApart({ east: { by: "nats", replicas: 3 }, plant: { by: "mosquitto", uplink: "east" } }),
  );
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const isAt = (expected: (at: string) => boolean) => async () =>
    expected(await connectedTo(mesh, instances));
  const sites = ["east", "plant"];
  const both = {
    east: await opened(mesh, "east", sites, "east-2"),
    plant: await opened(mesh, "plant", sites),
  };
  // While the first instance starts, another may be the first that answers.
  expect(
    await until(
      isAt((at) => instances.includes(at)),
      15_000,
    ),
  ).toBe(true);
  const first = await connectedTo(mesh, instances);
  expect(notOnce(await exchanged("before", both))).toEqual([]);

  await killed(mesh, "east", first);
  const others = instances.filter((instance) => instance !== first);
  expect(
    await until(
      isAt((at) => others.includes(at)),
      20_000,
    ),
  ).toBe(true);
  const second = await connectedTo(mesh, others);
  expect(notOnce(await exchanged("without", both))).toEqual([]);

  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  // One that prefers the first tries it again every 5 s.
  for (let seconds = 0; seconds < 12; seconds++) {
    expect(await connectedTo(mesh, instances)).toBe(second);
    await pause(1_000);
  }
  expect(notOnce(await exchanged("after", both))).toEqual([]);
  await pause(2_000);
  const twice = Object.values(both).flatMap(({ heard }) => [...heard].filter(([, times]) => times > 1));
  expect(twice).toEqual([]);
});

const all = { east: { by: "nats" }, west: { by: "nats" }, plant } as const;

/**
 * What MQTT clients need of nats-server is kept at one hub for all that are linked, such as the one where MQTT was spoken
 * first. Without it no other lets an MQTT client in (2.15.1: `lookup sessions stream for account "MESH": timeout`).
 */
test("while the hub that keeps what MQTT clients need is gone a bridge gets in nowhere, and then all goes on, nothing twice", async () => {
  const alone = toldApart({ east: { by: "nats" }, plant: { by: "mosquitto", uplink: "east" } });
  const mesh = await meshFolder(alone);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  mesh.write(toldApart(all));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const sites = Object.keys(all);
  const below = await opened(mesh, "plant", sites);
  const [west, east] = [await opened(mesh, "west", sites), await opened(mesh, "east", sites)];
  const isAt = (instance: string) => async () => (await connectedTo(mesh, ["east-0", "west-0"])) === instance;
  expect(await until(isAt("east-0"), 15_000)).toBe(true);
  expect(notOnce(await exchanged("before", { plant: below, west, east }))).toEqual([]);

  await killed(mesh, "east", "east-0");
  expect(await until(isAt("west-0"), 12_000)).toBe(false);
  const missing = notOnce(await exchanged("without", { plant: below, west }, 2_000));
  const cut = [0, 1, 2].flatMap((index) => [
    `plant < without west ${index}: 0`,
    `west < without plant ${index}: 0`,
  ]);
  expect(missing.toSorted()).toEqual(cut.toSorted());

  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(await until(isAt("east-0"), 20_000)).toBe(true);
  const again = await opened(mesh, "east", sites);
  expect(notOnce(await exchanged("after", { plant: below, west, east: again }))).toEqual([]);
  await pause(2_000);
  const heard = [below, west, again].flatMap((one) => [...one.heard]);
  expect(heard.filter(([, times]) => times > 1)).toEqual([]);
});
