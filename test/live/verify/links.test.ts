import { expect, onTestFinished, test } from "vitest";
import { natsLive } from "../../nats/nats-live.ts";
import { dialect } from "../../../targets/engines/nats/dialect.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { pause, until } from "../../nats/until.ts";
import { startLiveMesh } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";

const nats = await natsLive();

const payload = new TextEncoder().encode("carried");

test.each(natsServerVersions)(
  "NATS %s: who dials with a link's key carries what the link may, and no more where hubs look at that",
  async (version) => {
    const mesh = await startLiveMesh(smallMesh, version);
    onTestFinished(() => mesh.stop());
    const at = (instance: string, listener: string) => ({
      host: "127.0.0.1",
      port: mesh.port(instance, listener),
    });
    const loggedIn = (application: string, instance: string) =>
      nats.connect(at(instance, "nats"), {
        seed: mesh.key(`application.${application}`).seed,
        inboxPrefix: `_INBOX_${application}`,
      });
    const [press, dashboard] = [await loggedIn("press", "floor-0"), await loggedIn("dashboard", "east-0")];
    onTestFinished(() => Promise.all([press.close(), dashboard.close()]).then(() => undefined));
    const forbidden = await press.subscribe("retail.alerts.raised");
    const allowed = await dashboard.subscribe("plant.telemetry.*.temperature");
    await pause(500);
    const publish = (address: string) =>
      nats.tryAsPeer(
        at("east-0", "leafnode"),
        "leafnode",
        { seed: mesh.key("link.floor.uplink").seed },
        { action: "publish", address, payload, meanwhile: () => pause(100) },
      );
    expect(await publish("plant.telemetry.line1.temperature")).toEqual({});
    expect(await until(() => allowed.received.length === 1, 2_000)).toBe(true);
    const { refused } = await publish("retail.alerts.raised");
    const isCarried = await until(() => forbidden.received.length > 0, 1_000);
    const leaks = dialect.peers?.linkGap(version) !== undefined;
    expect({ isRefused: refused !== undefined, isCarried }).toEqual({ isRefused: !leaks, isCarried: leaks });
    expect(leaks).toBe(/^2\.1[01]\./.test(version));
  },
);
