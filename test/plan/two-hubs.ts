/** A mesh of two hubs and an edge with one flow that is stored and one that is not; every broker has ports of its own. */
export const twoHubs = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  cloud: { platform: local, region: north, residency: eu }
  plant: { platform: local, dialable: false }
defaults: { brokers: { engine: nats }, applications: { team: retail } }
brokers:
  core: { environment: cloud }
  west: { environment: cloud, listeners: { nats: 4322, management: 8322, gateway: 7322, leafnode: 7522, cluster: 6322 } }
  line: { environment: plant, uplink: core, listeners: { nats: 4422, management: 8422 } }
domains:
  orders: { owner: retail, topic: orders, delivery: at-least-once, home: core, retention: { age: 7d }, events: { placed: {}, paid: {} } }
  ticks: { owner: retail, topic: ticks, events: { tick: {} } }
applications:
  till: { broker: line, publish: [orders.placed, ticks.tick] }
  picking: { broker: core, subscribe: [orders.placed], durable: true }
  board: { broker: west, subscribe: [ticks.tick] }
`;

/** The same with some text in place of another, which has to be there. */
export function edited(from: string | RegExp, to: string, manifest = twoHubs): string {
  const text = manifest.replace(from, to);
  if (text === manifest) throw new Error(`there is no ${from} to be replaced`);
  return text;
}
