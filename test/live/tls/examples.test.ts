import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { copiedExample } from "../../harness/copied-example.ts";
import { failuresOf } from "../../verify/fault.ts";
import { bringUpFolder } from "../../verify/live-mesh.ts";

const examples = readdirSync("examples", { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

test.each(examples)("%s comes up with TLS on every listener, and verifies", async (name) => {
  const mesh = await bringUpFolder(copiedExample(name), await findNatsServer(), [], true);
  try {
    const nodes = [...mesh.topology.brokers.values()];
    expect(nodes.filter(({ tls }) => !tls)).toEqual([]);
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.left).toBeUndefined();
    expect(report.flows.length).toBeGreaterThan(0);
    const tried = report.rights ?? [];
    const isDialedAt = (listener: string) => nodes.some(({ listeners }) => listeners.has(listener));
    for (const listener of ["leafnode", "gateway"])
      expect(tried.some((one) => one.identity === "nobody" && one.listener === listener)).toBe(
        isDialedAt(listener),
      );
    const overLinks = tried.filter(({ kind, listener }) => kind === "link" && listener === "leafnode");
    for (const got of ["allowed", "denied"])
      expect(overLinks.some((one) => one.got === got)).toBe(isDialedAt("leafnode"));
  } finally {
    await mesh.stop();
  }
});
