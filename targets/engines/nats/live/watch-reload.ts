import type { Observed, ReloadWatch } from "../../../../compiler/live.ts";
import { monitoring, type Varz } from "./monitoring.ts";

/** Watches when a server last read its configuration: that moves with each reload that it takes, and with no other. */
export async function watchReload({ endpoint }: Observed): Promise<ReloadWatch> {
  const management = endpoint("management");
  const loadedAt = async () => management && (await monitoring<Varz>(management, "/varz"))?.config_load_time;
  const before = await loadedAt();
  return {
    async outcome() {
      const now = await loadedAt();
      return now !== undefined && now !== before ? {} : undefined;
    },
    end: () => Promise.resolve(),
  };
}
