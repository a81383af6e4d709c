import { natsClients } from "../disturbed/nats-clients.ts";
import type { Clients } from "../disturbed/traffic.ts";
import { mqttClients } from "./mqtt-clients.ts";
import type { PlantsMesh } from "./plants-mesh.ts";

/** Applications of a mesh of plants, each of which speaks what it was told to. */
export function clientsOf(mesh: Pick<PlantsMesh, "credentials">): Clients {
  const nats = natsClients(mesh, 0);
  const mqtt = mqttClients(mesh.credentials);
  const speaking = (name: string): Clients => (mesh.credentials(name).protocol === "nats" ? nats : mqtt);
  return {
    publish: (name, isStored) => speaking(name).publish(name, isStored),
    read: (name, heard, isDurable) => speaking(name).read(name, heard, isDurable),
    refused: () => [...nats.refused(), ...mqtt.refused()],
    close: async () => void (await Promise.all([nats.close(), mqtt.close()])),
  };
}
