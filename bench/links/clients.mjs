import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { connectAsync } from "mqtt";
import { pause, until } from "../stored/patience.mjs";

/** What crosses: where it is published, and where it is read, `edge` and `hub`. */
export const flows = {
  connect: [
    { name: "connect, up", publisher: "edge", reader: "hub", subject: "readings.a" },
    { name: "connect, down", publisher: "hub", reader: "edge", subject: "orders.a" },
  ],
  bridge: [
    { name: "bridge, up", publisher: "edge", reader: "hub", subject: "readings.a" },
    { name: "bridge, down", publisher: "hub", reader: "edge", subject: "orders.a" },
  ],
};

/** Publishers and readers at both ends of a site's link: at the hub of a bridge they speak MQTT as it does. */
export async function openClients(mesh) {
  const ends = {
    edge: await mqttEnd(mesh.ports.edge, "orders/#"),
    hub:
      mesh.kind === "bridge" ? await mqttEnd(mesh.ports.mqtt, "readings/#", mesh.login) : await natsEnd(mesh),
  };
  const clients = {
    mesh,
    publisher: (end) => ends[end],
    listen: (end, handle) => (ends[end].handle = handle),
    close: () => Promise.all([ends.edge.close(), ends.hub.close()]),
  };
  for (const flow of flows[mesh.kind]) await untilOpen(clients, flow);
  return clients;
}

/** What is published before a link is there is lost, whoever made it. */
async function untilOpen(clients, { name, publisher, reader, subject }) {
  let open = false;
  clients.listen(reader, () => (open = true));
  const one = async () => {
    await clients.publisher(publisher).publish(subject, new Uint8Array(8));
    await pause(200);
    return open;
  };
  await until(one, 30, `${name} of ${clients.mesh.name}`);
  await pause(500);
}

async function mqttEnd(port, filter, { user, pass } = {}) {
  const options = { clientId: `bench-${port}`, username: user, password: pass, reconnectPeriod: 0 };
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4, ...options });
  const end = {
    handle: () => undefined,
    publish: (subject, payload) =>
      client.publishAsync(subject.replaceAll(".", "/"), Buffer.from(payload), { qos: 1 }),
    close: () => client.endAsync(),
  };
  client.on("message", (_, payload) => end.handle(payload));
  await client.subscribeAsync(filter, { qos: 1 });
  return end;
}

async function natsEnd({ ports, login }) {
  const nats = await connect({ servers: `127.0.0.1:${ports.hub}`, ...login });
  const js = jetstream(nats);
  const end = {
    handle: () => undefined,
    publish: (subject, payload) => js.publish(subject, payload),
    close: () => nats.close(),
  };
  nats.subscribe("readings.>", { callback: (_, { data }) => end.handle(data) });
  await nats.flush();
  return end;
}
