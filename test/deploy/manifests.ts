/** A hub and an edge, each with one application. `more` is added at the end; keys of maps may be filled in. */
export function pair({ brokers = "", applications = "", settings = "" } = {}): string {
  return `
apiVersion: meshc/v1
mesh: { name: pair }
teams: { one: {}, two: {} }
environments:
  centre: { platform: local }
  plant: { platform: local, dialable: false }
brokers:
  hub: { environment: centre, engine: nats${settings} }
  line: { environment: plant, engine: nats }
${brokers}
domains:
  orders:
    owner: one
    topic: orders
    share: all
    events: { placed: {}, cancelled: {} }
applications:
  till: { team: one, broker: line, publish: [orders.placed] }
  books: { team: one, broker: hub, subscribe: [orders.*] }
${applications}
`;
}
