import type { ConnectSite } from "./connect-site.ts";
import { until } from "../nats/until.ts";

/** What the edge of a site says of itself; it has to be told `sys_interval 1`. */
export interface BrokerCounts {
  /**
   * Waits until there are as many subscriptions and clients, beside the two subscriptions of the one client that asks, and
   * beside the engine's client that has the edge save.
   */
  settles(subscriptions: number, clients: number): Promise<boolean>;
}

/** What the broker counts itself, each second: subscriptions and clients, sessions that it keeps included. */
export async function brokerCounts(site: ConnectSite): Promise<BrokerCounts> {
  const said = new Map<string, number>();
  const client = await site.mqtt("asks");
  client.on("message", (topic, payload) => said.set(topic, Number(payload.toString())));
  const topics = { subscriptions: "subscriptions/count", clients: "clients/total" };
  await client.subscribeAsync(Object.values(topics).map((topic) => `$SYS/broker/${topic}`));
  const of = (topic: string) => said.get(`$SYS/broker/${topic}`) ?? -1;
  return {
    settles: (subscriptions, clients) =>
      until(
        () => of(topics.subscriptions) === subscriptions + 2 && of(topics.clients) === clients + 2,
        15_000,
      ),
  };
}
