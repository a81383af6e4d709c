import { durableOutOfReach } from "../diagnostics/codes/streams.ts";
import { whyNotCarried } from "./carries.ts";
import { eventName } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/**
 * Proves that who reads by a durable can have all that it reads, whether or not somebody publishes it. One event that
 * may not come would keep the others away too.
 */
export function everyDurableIsReached({ topology, readings, report }: Proof): void {
  for (const { event, subscriber, index, from, to, path } of readings) {
    const why = path.length === 0 ? "their brokers are not linked" : whyNotCarried(topology, event, path);
    if (why === undefined) continue;
    const at = { path: ["applications", subscriber.name, "subscribe", index] };
    const names = { event: eventName(event), subscriber: subscriber.name, broker: to, home: from };
    report.report(durableOutOfReach, { ...names, path, why }, at);
  }
}
