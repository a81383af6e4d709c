/**
 * Plants as they are written where there are many: one template of a broker and one of each machine, repeated by a table.
 * Each plant is a Mosquitto behind NAT with three machines, which publish what is theirs and read what is for them; two
 * hubs, one application that reads everything and one that sets everything. Always the same bytes for the same number.
 */
const machines = ["press", "oven", "saw"];

/** The manifest of so many plants, its files by name. */
export function generatePlants(plants) {
  return { "mesh.yaml": manifest, "plants.yaml": table(plants) };
}

function table(plants) {
  const rows = Array.from(
    { length: plants },
    (_, index) => `- { plant: plant-${index}, port: ${10_000 + index} }`,
  );
  return `${rows.join("\n")}\n`;
}

function machine(name) {
  return `  $(plant)-${name}:
    each: { file: plants.yaml }
    team: works
    broker: $(plant)
    publish:
      - { event: readings.measured, where: { plant: $(plant), machine: ${name} } }
    subscribe:
      - { event: settings.changed, where: { plant: $(plant), machine: ${name} } }
`;
}

const manifest = `apiVersion: meshc/v1
mesh: { name: plants }
teams: { works: {}, office: {} }
environments:
  cloud: { platform: local }
  sites: { platform: local, dialable: false }
brokers:
  core: { environment: cloud, engine: nats, role: hub }
  spare:
    environment: cloud
    engine: nats
    role: hub
    listeners: { nats: 4322, management: 8322, gateway: 7322, mqtt: 1983, cluster: 6322 }
  $(plant):
    each: { file: plants.yaml }
    environment: sites
    engine: mosquitto
    uplink: [core, spare]
    listeners: { mqtt: $(port) }
domains:
  readings:
    owner: works
    topic: works/readings
    events: { measured: { topic: "{plant}/{machine}/measured" } }
    share: all
  settings:
    owner: works
    topic: works/settings
    events: { changed: { topic: "{plant}/{machine}/changed" } }
    share: { publish: [office] }
applications:
  board: { team: office, broker: core, subscribe: [readings.measured] }
  planner: { team: office, broker: core, publish: [settings.changed] }
${machines.map(machine).join("")}`;
