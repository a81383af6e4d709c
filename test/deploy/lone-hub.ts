/** A manifest: a lone hub of some servers that keeps a domain, with who publishes there and who reads by a durable. */
export function loneHub(servers: number): string {
  return `
apiVersion: meshc/v1
mesh: { name: grown }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers: { ha: { environment: centre, engine: nats, storage: 1Gi, replicas: ${servers} } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
  books: { team: one, broker: ha, subscribe: [orders.placed], durable: true }
`;
}
