import { expect } from "vitest";
import { errorsOf, meshFolder } from "../deploy/mesh-folder.ts";
import { pause, until } from "../nats/until.ts";
import { type Attached, attach } from "./attached.ts";
import type { Sites } from "./told-apart.ts";

/** Events that each site publishes. */
const count = 10;

/** Brings a mesh of `toldApart` up, has every site publish in turn, and expects each event at each reader exactly once. */
export async function eachHearsOnce(sites: Sites, manifest: string): Promise<void> {
  const mesh = await meshFolder(manifest);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const names = Object.keys(sites);
  const attached = new Map<string, Attached>();
  for (const [name, { by }] of Object.entries(sites))
    attached.set(name, await attach(mesh, name, { broker: name, by }));
  for (const one of attached.values()) for (const from of names) await one.subscribe(`notes/${from}/said`);
  const texts = names.flatMap((name) => Array.from({ length: count }, (__, index) => `${name} ${index}`));
  for (let index = 0; index < count; index++)
    for (const [name, one] of attached) await one.publish(`notes/${name}/said`, `${name} ${index}`);
  const all = [...attached.values()];
  await until(() => all.every(({ heard }) => texts.every((text) => heard.has(text))), 10_000);
  // What goes round in a circle comes again in no time.
  await pause(2_000);
  const expected = texts.map((text) => [text, 1]);
  for (const [name, { heard }] of attached)
    expect([...heard].toSorted(), `at ${name}`).toEqual(expected.toSorted());
}
