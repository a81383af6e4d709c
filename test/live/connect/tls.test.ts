import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ConnectSite, startSite } from "../../connect/connect-site.ts";
import {
  oneAuthority,
  serversAlone,
  severalAuthorities,
  type SiteTls,
} from "../../connect/site-certificates.ts";
import { compared, hearAtEdge, publishAtEdge, publishAtHub, storedAtHub } from "../../connect/traffic.ts";
import { until } from "../../nats/until.ts";

const forms: readonly (readonly [string, SiteTls])[] = [
  ["one authority, and a certificate that the hub asks for", oneAuthority],
  ["one authority, and nobody who asks for a certificate", serversAlone],
  ["an authority of each server, and a certificate of its own for each end", severalAuthorities],
];

test.each(forms)("with %s events cross both ways", async (_, tls) => {
  const site = await startSite({ tls, live: { up: [["levels"]], down: [["hints"]] } });
  try {
    const panel = await site.mqtt("panel");
    const heard = await hearAtEdge(panel);
    const nats = await site.nats();
    expect(await until(() => site.ready(), 5_000)).toBe(true);
    const up = publishAtEdge(await site.mqtt("sensor"), 500, 500);
    const down = publishAtHub(nats, 500, 500);
    await Promise.all([up.done, down.done]);
    const all = async () =>
      compared(up.acknowledged, await storedAtHub(nats)).lost === 0 &&
      compared(down.acknowledged, heard).lost === 0;
    expect(await until(all, 10_000)).toBe(true);
    expect(site.connect.log()).not.toContain('"level":"error"');
  } finally {
    await site.stop();
  }
});

test("a standby that another authority vouches for is gone to, by the same file", async () => {
  const site = await startSite({ tls: severalAuthorities, down: [] });
  try {
    expect(await until(() => site.ready(), 5_000)).toBe(true);
    await site.standby.start();
    await site.provision("standby");
    await site.hub.stop("SIGKILL");
    const up = publishAtEdge(await site.mqtt("sensor"), 10, 500);
    await up.done;
    const nats = await site.nats("standby");
    expect(
      await until(async () => compared(up.acknowledged, await storedAtHub(nats)).lost === 0, 20_000),
    ).toBe(true);
  } finally {
    await site.stop();
  }
});

/** Starts the engine again with other files, and waits whether the link comes to be there. */
async function linkedAgain(site: ConnectSite, change: () => Promise<void>): Promise<boolean> {
  expect(await until(() => site.ready(), 5_000)).toBe(true);
  await site.connect.stop("SIGTERM");
  await change();
  await site.connect.start();
  return until(() => site.ready(), 4_000);
}

test("it logs in at no broker that another authority vouches for", async () => {
  const site = await startSite({ tls: oneAuthority });
  try {
    // Of another authority, and so is what it shows.
    const link = site.connect.folder;
    const linked = await linkedAgain(site, () => oneAuthority.write({ edge: link, hubs: [], link }));
    expect(linked).toBe(false);
    expect(site.connect.log()).toMatch(/mqtt: .*x509: certificate signed by unknown authority/);
    // The client tries the next url and tells of no more than that none is left; the server saw it go.
    expect(site.connect.log()).toContain("nats_jetstream: nats: no servers available for connection");
    expect(site.hub.log()).toContain("TLS handshake error");
  } finally {
    await site.stop();
  }
});

test.each(["edge", "hub"] as const)(
  "what it shows the other end does not let it in at the %s",
  async (end) => {
    const site = await startSite({ tls: severalAuthorities });
    try {
      const { folder } = site.connect;
      const { own } = severalAuthorities[end];
      const { own: others } = severalAuthorities[end === "edge" ? "hub" : "edge"];
      const linked = await linkedAgain(site, async () => {
        for (const part of ["certificate", "privateKey"] as const)
          copyFileSync(join(folder, others?.[part] ?? ""), join(folder, own?.[part] ?? ""));
      });
      expect(linked).toBe(false);
    } finally {
      await site.stop();
    }
  },
);

test.each(forms)("with %s a session that is listed no more is ended", async (_, tls) => {
  const site = await startSite({ tls, up: [["readings", "a"]] });
  try {
    const linked = await linkedAgain(site, async () => site.list([]));
    expect(linked).toBe(true);
    expect(await until(() => site.connect.log().includes("ended a session"), 10_000)).toBe(true);
  } finally {
    await site.stop();
  }
});
