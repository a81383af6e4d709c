import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appliedMesh, changesOf } from "./applied-mesh.ts";

const examples = readdirSync(join(import.meta.dirname, "../../../examples"));

test.each(examples)(
  "example %s is applied, then there is nothing to plan and every flow delivers",
  async (name) => {
    const mesh = await appliedMesh({ example: name });
    const report = await mesh.applied();
    expect(report.touched).toBe(report.instances);
    expect(changesOf(await mesh.plan())).toEqual([]);
    const again = await mesh.apply();
    expect(again.touched).toEqual([]);
    const { ok, flows } = await mesh.verify();
    expect(flows.filter(({ verdict }) => verdict !== "ok")).toEqual([]);
    expect(ok).toBe(true);
  },
);
