/**
 * The manifests that are measured: always the same bytes for the same number of brokers. A few hubs of three
 * instances each, all other brokers edges behind them; one application a broker with one publication and two
 * subscriptions; one domain of eight events for twenty brokers, every other one stored and read by durables. All run
 * on this machine, each on ports of its own.
 */
const hubsFor = new Map([
  [100, 3],
  [1000, 10],
  [10000, 30],
]);

const eventsPerDomain = 8;
const brokersPerDomain = 20;
const edgesPerEnvironment = 100;

/** The manifest of `brokers` brokers as YAML text. */
export function generateManifest(brokers) {
  const hubs = hubsFor.get(brokers) ?? Math.max(1, Math.round(Math.sqrt(brokers) / 3));
  const lines = ["apiVersion: meshc/v1", "mesh:", `  name: bench-${brokers}`];
  lines.push("environments:", ...environments(brokers, hubs));
  lines.push("teams:", ...each(domainsFor(brokers), (index) => [`  team-${index}: {}`]));
  lines.push("brokers:", ...each(brokers, (index) => broker(index, hubs)));
  lines.push("domains:", ...each(domainsFor(brokers), domain));
  lines.push("applications:", ...each(brokers, (index) => application(index, brokers)));
  return `${lines.join("\n")}\n`;
}

function domainsFor(brokers) {
  return Math.ceil(brokers / brokersPerDomain);
}

function each(count, make) {
  return Array.from({ length: count }, (_, index) => make(index)).flat();
}

function environments(brokers, hubs) {
  const sites = Math.ceil((brokers - hubs) / edgesPerEnvironment);
  return [
    ...each(hubs, (index) => [
      `  cloud-${index}:`,
      "    platform: local",
      `    region: region-${index % 10}`,
    ]),
    ...each(sites, (index) => [
      `  site-${index}:`,
      "    platform: local",
      `    region: region-${index % 10}`,
      "    dialable: false",
    ]),
  ];
}

function broker(index, hubs) {
  const isHub = index < hubs;
  const environment = isHub ? `cloud-${index}` : `site-${Math.floor((index - hubs) / edgesPerEnvironment)}`;
  const lines = [`  broker-${index}:`, `    environment: ${environment}`, "    engine: nats"];
  if (!isHub) {
    const first = 10000 + 2 * index;
    return [...lines, "    listeners:", `      nats: ${first}`, `      management: ${first + 1}`];
  }
  const first = 2000 + 20 * index;
  const names = ["nats", "management", "cluster", "gateway", "leafnode"];
  const ports = names.map((name, place) => `      ${name}: ${first + 4 * place}`);
  return [...lines, "    replicas: 3", "    listeners:", ...ports];
}

function isStored(domain) {
  return domain % 2 === 1;
}

function domain(index) {
  const events = each(eventsPerDomain, (event) => [
    `      event-${event}:`,
    `        topic: "{site}/event-${event}"`,
    "        description: Something happened.",
    "        rate: 10/s",
  ]);
  return [
    `  domain-${index}:`,
    `    owner: team-${index}`,
    `    topic: bench/domain-${index}`,
    "    share: all",
    ...(isStored(index) ? ["    delivery: at-least-once"] : []),
    "    events:",
    ...events,
  ];
}

function application(index, brokers) {
  const own = Math.floor(index / brokersPerDomain);
  const other = (own + 1) % domainsFor(brokers);
  return [
    `  application-${index}:`,
    `    team: team-${own}`,
    `    broker: broker-${index}`,
    ...(isStored(own) || isStored(other) ? ["    durable: true"] : []),
    "    publish:",
    `      - domain-${own}.event-${index % eventsPerDomain}`,
    "    subscribe:",
    `      - domain-${own}.event-${(index + 3) % eventsPerDomain}`,
    `      - domain-${other}.event-${(index + 5) % eventsPerDomain}`,
  ];
}
