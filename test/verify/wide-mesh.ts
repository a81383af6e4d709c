const brokers = ["north", "south", "plant", "store"] as const;
const domains = 8;
const eventsEach = 5;
const applications = 40;

/**
 * A mesh of two hubs, the first of two instances, and two edges, with so many applications and events that all of their
 * rights make more than ten thousand tries. Every third domain is stored.
 */
export const wideMesh = {
  mesh: { name: "wide" },
  teams: { one: {}, two: {} },
  environments: {
    north: { platform: "local" },
    south: { platform: "local" },
    plant: { platform: "local", dialable: false },
    store: { platform: "local", dialable: false },
  },
  brokers: {
    north: { environment: "north", engine: "nats", replicas: 2, storage: "1Gi" },
    south: { environment: "south", engine: "nats", storage: "1Gi" },
    plant: { environment: "plant", engine: "nats", uplink: ["north", "south"] },
    store: { environment: "store", engine: "nats", uplink: ["south"] },
  },
  domains: Object.fromEntries(numbers(domains).map((number) => [`domain${number}`, domain(number)])),
  applications: Object.fromEntries(
    numbers(applications).map((number) => [`application${number}`, application(number)]),
  ),
};

function domain(number: number): object {
  const events = numbers(eventsEach).map((event) => [`event${event}`, { topic: `{line}/event${event}` }]);
  return {
    owner: ownerOf(number),
    topic: `wide/domain${number}`,
    share: "all",
    events: Object.fromEntries(events),
    ...(isStored(number) && { delivery: "at-least-once", home: "north" }),
  };
}

/** Publishes one event of one domain of its team, and reads one of the next. */
function application(number: number): object {
  const own = number % domains;
  const read = (number + 1) % domains;
  const event = `event${number % eventsEach}`;
  const place = brokers[number % brokers.length];
  return {
    team: ownerOf(own),
    broker: place,
    publish: [`domain${own}.${event}`],
    subscribe: [`domain${read}.event${(number + 1) % eventsEach}`],
    ...(isStored(read) && { durable: true }),
  };
}

function ownerOf(domainNumber: number): string {
  return domainNumber % 2 === 0 ? "one" : "two";
}

function isStored(domainNumber: number): boolean {
  return domainNumber % 3 === 0;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
