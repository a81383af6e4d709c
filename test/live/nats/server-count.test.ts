import { expect, test, vi } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { loneHub as manifest } from "../../deploy/lone-hub.ts";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { publish, read } from "../../deploy/stored-clients.ts";

const texts = Array.from({ length: 40 }, (_, index) => `event ${index}`);
const changes = [
  [1, 2],
  [1, 3],
  [2, 1],
  [3, 1],
  [2, 3, 1],
] as const;
/** How often each change is made on each version; in the ordinary run each is made once, each on another version. */
const runs = Number(process.env["LIVE_SERVERS"] ?? 0);
const cases = natsServerVersions.flatMap((version, index) =>
  changes.flatMap((counts, at) => {
    const times = runs > 0 ? runs : (index + at) % changes.length === 0 ? 1 : 0;
    return Array.from({ length: times }, () => ({ version, counts, name: counts.join(" -> ") }));
  }),
);

test.each(cases)(
  "NATS $version: a lone hub of $name servers loses none of what it holds",
  async ({ version, counts }) => {
    const [first, ...rest] = counts;
    const mesh = await meshFolder(manifest(first), version);
    expect(errorsOf((await mesh.up()).result)).toEqual([]);
    await publish(mesh, texts);
    const told: string[] = [];
    for (const servers of rest) {
      mesh.write(manifest(servers));
      told.push(...errorsOf((await mesh.up()).result));
    }
    // Copies on further servers are being made; meanwhile what reads can be without a leader.
    await vi.waitFor(async () => expect(await mesh.status()).toMatchObject({ value: { ok: true } }), 30_000);
    const found = await read(mesh, "books", "ha", "orders");
    expect({ found: found.toSorted(), told: told.map((text) => text.replace(/ at ha .*$/, "")) }).toEqual({
      found: texts.toSorted(),
      told: ['MESH5128 40 events in stream "orders"'],
    });
  },
);
