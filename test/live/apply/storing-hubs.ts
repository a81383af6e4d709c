/** What of a mesh of hubs is not as usual. */
interface StoringHubs {
  readonly version: string;
  /** More domains, as they stand in a manifest. */
  readonly more?: string;
  /** Where its reader attaches; the first hub where absent. */
  readonly reader?: string;
}

/** A manifest of hubs that all store, with a domain at the first of them and who reads it by a durable. */
export function storingHubs(names: readonly string[], { version, more = "", reader }: StoringHubs): string {
  const brokers = names.map(
    (name) => `  ${name}: { environment: centre, engine: nats, version: "${version}", storage: 1Gi }`,
  );
  const [first = ""] = names;
  return `
apiVersion: meshc/v1
mesh: { name: hubs }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
${brokers.join("\n")}
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ${first}, events: { placed: {} } }
${more}
applications:
  till: { team: one, broker: ${first}, publish: [orders.placed] }
  books: { team: one, broker: ${reader ?? first}, subscribe: [orders.placed], durable: true }
`;
}
