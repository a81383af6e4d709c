import type { Observed, ProbeConnection, ReloadWatch } from "../../../../compiler/live.ts";
import { instanceMarker } from "../markers.ts";
import { asObserver } from "./as-observer.ts";
import { observe } from "./observe.ts";

/** Where a broker tells what it writes to its log, by level (mosquitto.conf(5), `log_dest topic`). */
const log = "$SYS/broker/log/+";
const begins = /Reloading config\.$/;
/** Of what it reads; what goes wrong with TLS of somebody else is told as `OpenSSL Error`. */
const fails = /(?:^|: )(Error\b.*)$/;

/**
 * Watches what an instance writes to its log as it reads its files anew. Mosquitto 2.0.11 takes up SIGHUP within 100 ms,
 * says that it begins, then what it cannot read, and does nothing else meanwhile: what is asked after it began is
 * answered when it is done. Where the observer's own password comes with the files, that it is let in is the proof.
 */
export async function watchReload(at: Observed): Promise<ReloadWatch> {
  const connection = await asObserver(at);
  return typeof connection === "string" ? untilLetIn(at) : untilSaid(at, connection);
}

function untilLetIn(at: Observed): ReloadWatch {
  return {
    outcome: async () => ((await observe(at))?.instance === at.instance ? {} : undefined),
    end: () => Promise.resolve(),
  };
}

async function untilSaid(at: Observed, connection: ProbeConnection): Promise<ReloadWatch> {
  const { received } = await connection.subscribe(log);
  const said = () => received.map(({ payload }) => new TextDecoder().decode(payload));
  return {
    async outcome() {
      const first = said().findIndex((line) => begins.test(line));
      if (first < 0) return undefined;
      const { refused } = await connection.publish(instanceMarker(at.instance), new Uint8Array());
      const errors = said()
        .slice(first)
        .flatMap((line) => fails.exec(line)?.[1] ?? []);
      if (errors.length > 0) return { refused: errors.join(" ") };
      return refused === undefined ? {} : { refused: `it lets nobody observe it any more (${refused})` };
    },
    end: () => connection.close(),
  };
}
