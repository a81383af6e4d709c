import { expect, test } from "vitest";
import { startSite } from "../../connect/connect-site.ts";
import { writeCertificates } from "../../connect/site-certificates.ts";
import { compared, hearAtEdge, publishAtEdge, publishAtHub, storedAtHub } from "../../connect/traffic.ts";
import { until } from "../../nats/until.ts";

test("with TLS at both ends, and a certificate that the hub asks for, events cross both ways", async () => {
  const site = await startSite({ tls: true });
  try {
    const heard = await hearAtEdge(await site.mqtt("panel"));
    const nats = await site.nats();
    const up = publishAtEdge(await site.mqtt("sensor"), 500, 500);
    const down = publishAtHub(nats, 500, 500);
    await Promise.all([up.done, down.done]);
    const all = async () =>
      compared(up.acknowledged, await storedAtHub(nats)).lost === 0 &&
      compared(down.acknowledged, heard).lost === 0;
    expect(await until(all, 10_000)).toBe(true);
    expect(site.connect.log()).not.toContain("error");
  } finally {
    await site.stop();
  }
});

test("it logs in at no broker that another authority vouches for", async () => {
  const site = await startSite({ tls: true });
  try {
    expect(await until(() => site.ready(), 5_000)).toBe(true);
    await site.connect.stop("SIGTERM");
    // Of another authority, and so is what it shows.
    await writeCertificates([], [site.connect.folder]);
    await site.connect.start();
    expect(await until(() => site.ready(), 4_000)).toBe(false);
    expect(site.connect.log()).toMatch(/mqtt: .*x509: certificate signed by unknown authority/);
    // The client tries the next url and tells of no more than that none is left; the server saw it go.
    expect(site.connect.log()).toContain("nats_jetstream: nats: no servers available for connection");
    expect(site.hub.log()).toContain("TLS handshake error");
  } finally {
    await site.stop();
  }
});
