import { expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { failuresOf } from "../../verify/fault.ts";
import { startLiveMesh } from "../../verify/live-mesh.ts";
import { wideMesh } from "../../verify/wide-mesh.ts";

const bounds = { attempts: 10_000, seconds: 90 };

test(
  `more than ${bounds.attempts} rights of one mesh are as derived, within ${bounds.seconds} s`,
  { timeout: 180_000 },
  async () => {
    const mesh = await startLiveMesh(wideMesh);
    try {
      const begun = performance.now();
      const report = await verify(mesh.ground, { rights: true });
      const seconds = (performance.now() - begun) / 1_000;
      expect(failuresOf(report).slice(0, 10)).toEqual([]);
      expect(report.left).toBeUndefined();
      const { attempts = 0, milliseconds = 0 } = report.tried ?? {};
      const aSecond = Math.round(attempts / (milliseconds / 1_000));
      console.log(`\n${JSON.stringify({ ...report.tried, aSecond, wholeSeconds: Math.round(seconds) })}`);
      expect(attempts).toBeGreaterThan(bounds.attempts);
      expect(report.rights?.length).toBeGreaterThan(bounds.attempts);
      expect(seconds).toBeLessThan(bounds.seconds);
    } finally {
      await mesh.stop();
    }
  },
);
