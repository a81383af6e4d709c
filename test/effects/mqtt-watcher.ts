import { connectAsync, type IClientOptions } from "mqtt";
import { mqttAddress } from "../../targets/kit/mqtt-filter.ts";
import type { EffectMesh } from "./effect-mesh.ts";
import type { Watch, Watcher } from "./watch.ts";

/** Connects over MQTT with a session that is kept, and comes back by itself. */
export async function mqttWatcher(mesh: EffectMesh, watch: Watch): Promise<Watcher> {
  const { application, broker, instance = 0 } = watch;
  const name = `${broker}-${instance}`;
  const identity = `application.${application}`;
  const { tls, authorities } = mesh.state();
  const client = await connectAsync({
    protocol: tls ? "mqtts" : "mqtt",
    host: "127.0.0.1",
    port: mesh.records().get(name)?.ports["mqtt"] ?? 0,
    username: identity,
    password: mesh.secret(identity),
    clientId: `watch-${application}`,
    clean: false,
    ...(watch.by === "mosquitto"
      ? { protocolVersion: 5, properties: { sessionExpiryInterval: 3_600 } }
      : { protocolVersion: 4 }),
    reconnectPeriod: 100,
    connectTimeout: 10_000,
    ...(tls && { ca: authorities?.servers }),
  } as IClientOptions);
  const cuts: string[] = [];
  const heard = new Map<string, number>();
  let isOver = false;
  client.on("close", () => {
    if (!isOver && cuts.at(-1) !== "?") cuts.push("?");
  });
  client.on("connect", () => {
    if (cuts.at(-1) === "?") cuts[cuts.length - 1] = name;
  });
  client.on("error", () => undefined);
  client.on("message", (_topic, payload) => {
    const text = payload.toString();
    heard.set(text, (heard.get(text) ?? 0) + 1);
  });
  const address = (topic: string) => mqttAddress(topic.split("/"));
  if (watch.hears !== undefined) await client.subscribeAsync(address(watch.hears), { qos: 1 });
  return {
    watch,
    cuts,
    heard,
    isConnected: () => client.connected,
    async publish(text) {
      const sent = client.publishAsync(address(watch.publishes ?? ""), text, { qos: watch.stored ? 1 : 0 });
      return sent.then(
        () => true,
        () => false,
      );
    },
    async close() {
      isOver = true;
      await client.endAsync(true);
    },
  };
}
