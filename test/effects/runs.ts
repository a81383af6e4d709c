import { natsServerVersions } from "../../tools/nats-server.mjs";
import { versions as mosquittoVersions } from "../../targets/engines/mosquitto/versions.ts";
import { versions as connectVersions } from "../../targets/engines/connect/versions.ts";
import { versions as natsVersions } from "../../targets/engines/nats/versions.ts";
import { connectRows } from "./connect-rows.ts";
import { mosquittoRows } from "./mosquitto-rows.ts";
import { natsRows } from "./nats-rows.ts";
import type { EffectRow } from "./row.ts";
import type { Run } from "./trial.ts";

/** Every row of the effect tables. */
export const effectRows: readonly EffectRow[] = [...natsRows, ...mosquittoRows, ...connectRows];

/** Minor versions by engine on which rows are tried: those of which effects are said to be observed. */
export const triedVersions: Readonly<Record<EffectRow["engine"], readonly string[]>> = {
  nats: natsVersions.filter(({ effects }) => effects === "observed").map(({ minor }) => minor),
  mosquitto: mosquittoVersions.map(({ minor }) => minor),
  connect: connectVersions,
};

const newest = natsServerVersions.at(-1) ?? "";

/** Rows that share a base, on each version, and the bases of one instance apart from those of three. */
export function runsOf(rows: readonly EffectRow[], versions = triedVersions): readonly Run[] {
  const bases = [...new Set(rows.map(({ base }) => base))];
  return bases.flatMap((base) => {
    const own = rows.filter((row) => row.base === base);
    const [engine] = own.map((row) => row.engine);
    return (engine ? versions[engine] : []).flatMap((version) =>
      ([1, 3] as const).flatMap((instances): readonly Run[] => {
        const tried = own.filter((row) => isTried(row, version, instances));
        if (tried.length === 0) return [];
        const server = engine === "nats" ? serverOf(version) : newest;
        return [{ base, instances, version, server, rows: tried }];
      }),
    );
  });
}

function isTried(row: EffectRow, version: string, instances: 1 | 3): boolean {
  const expected = instances === 1 ? row.one : row.three;
  return expected !== undefined && (row.versions?.includes(version) ?? true);
}

function serverOf(minor: string): string {
  return natsServerVersions.find((version) => version.startsWith(`${minor}.`)) ?? newest;
}
