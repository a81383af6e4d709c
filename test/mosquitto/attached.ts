import { onTestFinished } from "vitest";
import { mqttAddress } from "../../targets/kit/mqtt-filter.ts";
import type { meshFolder } from "../deploy/mesh-folder.ts";
import { logIn } from "./mqtt-client.ts";

/** An application of a mesh that runs, wherever it attaches; topics are the mesh's, with levels joined by `/`. */
export interface Attached {
  /** How often each text came. */
  readonly heard: ReadonlyMap<string, number>;
  subscribe(topic: string): Promise<void>;
  /** Resolves once the broker there has it. */
  publish(topic: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** Where an application attaches: an instance, the first unless said, of a broker whose environment has the same name. */
export interface Place {
  readonly broker: string;
  /** `nats`, `mqtt` at NATS, or `mosquitto`. */
  readonly instance?: string;
  readonly by: "nats" | "mqtt" | "mosquitto";
}

/** Logs an application in, until the test ends. */
export async function attach(
  mesh: Awaited<ReturnType<typeof meshFolder>>,
  application: string,
  place: Place,
): Promise<Attached> {
  const counts = new Map<string, number>();
  const hear = (text: string) => void counts.set(text, (counts.get(text) ?? 0) + 1);
  const attached = await (place.by === "nats" ? overNats : overMqtt)(mesh, application, place, hear);
  onTestFinished(() => attached.close());
  return { ...attached, heard: counts };
}

type Hands = Omit<Attached, "heard">;
type Hear = (text: string) => void;
type Mesh = Awaited<ReturnType<typeof meshFolder>>;

function instanceOf({ broker, instance = `${broker}-0` }: Place): string {
  return instance;
}

async function overNats(mesh: Mesh, application: string, place: Place, hear: Hear): Promise<Hands> {
  const client = await mesh.client(place.broker, instanceOf(place), `application.${application}`);
  const subject = (topic: string) => topic.replaceAll("/", ".");
  return {
    async subscribe(topic) {
      client.subscribe(subject(topic), {
        callback: (error, message) => void (error ?? hear(message.string())),
      });
      await client.flush();
    },
    async publish(topic, text) {
      client.publish(subject(topic), text);
      await client.flush();
    },
    close: () => client.close(),
  };
}

async function overMqtt(mesh: Mesh, application: string, place: Place, hear: Hear): Promise<Hands> {
  const identity = `application.${application}`;
  const port = mesh.instance(place.broker, instanceOf(place)).ports["mqtt"] ?? 0;
  const client = await logIn(port, identity, {
    password: mesh.seed(identity),
    // nats-server speaks 3.1.1 only.
    protocolVersion: place.by === "mosquitto" ? 5 : 4,
  });
  if (!client) throw new Error(`${application} is not let in at ${place.broker}`);
  client.client.on("message", (_topic, payload) => hear(payload.toString()));
  const filter = (topic: string) => mqttAddress(topic.split("/"));
  return {
    async subscribe(topic) {
      if ((await client.subscribe(filter(topic))) > 2)
        throw new Error(`${application} may not read ${topic}`);
    },
    async publish(topic, text) {
      if (!(await client.publish(filter(topic), text)))
        throw new Error(`${application} may not publish ${topic}`);
    },
    close: () => client.close(),
  };
}
