import type { Observed } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import { liveEngine } from "../../targets/engines/live.ts";

function observedAt(management: Endpoint): Observed {
  return {
    instance: "",
    endpoint: (listener) => (listener === "management" ? management : undefined),
    secret: () => undefined,
  };
}

/** The acting part of NATS with everything that it has, spoken to at plain addresses. */
export async function natsLive() {
  const live = await liveEngine("nats");
  const { logins, stored, tryAsPeer, newKeyPair } = live;
  const client = live.protocols.get("nats");
  if (!logins || !stored || !tryAsPeer || !newKeyPair || !client)
    throw new Error("a part of NATS is missing");
  return {
    ...live,
    ...stored,
    tryAsPeer,
    newKeyPair,
    systemIdentity: logins.systemIdentity,
    countLogins: logins.count,
    endLogins: logins.end,
    async connect(to: Endpoint, { seed, inboxPrefix }: { seed?: string; inboxPrefix?: string }) {
      const probe = await client.connect(to, {
        user: "",
        ...(seed !== undefined && { secret: seed }),
        ...(inboxPrefix !== undefined && { inboxPrefix }),
      });
      if (!probe.stored) throw new Error("NATS reads by durables");
      return { ...probe, ...probe.stored };
    },
    observe: (management: Endpoint) => live.observe(observedAt(management)),
    watchReload: (management: Endpoint) => live.watchReload(observedAt(management)),
  };
}
