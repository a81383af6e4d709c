import type {
  AbstractApplication,
  AbstractBroker,
  AbstractDomain,
  AbstractMesh,
  AbstractReference,
  ByName,
} from "../../../oracle/abstract-mesh.ts";
import type { Dice } from "../../../oracle/dice.ts";

/** A broker of which a test says the version too. */
type VersionedBroker = AbstractBroker & { readonly version?: string };

/** One change of a mesh, as somebody may make it; the same mesh where there is nothing of the kind to change. */
export type Edit = (dice: Dice, mesh: AbstractMesh) => AbstractMesh;

/** Kinds of changes by name; each is as likely as another. */
export const edits: Readonly<Record<string, Edit>> = {
  "an application leaves": (dice, mesh) => ({ ...mesh, applications: without(dice, mesh.applications) }),
  "an application comes": comes,
  "an application moves": (dice, mesh) => {
    const broker = dice.pick(Object.keys(mesh.brokers));
    return onApplication(dice, mesh, (application) => ({ ...application, broker }));
  },
  "publishes otherwise": (dice, mesh) =>
    onApplication(dice, mesh, ({ publish = [], ...rest }) => ({
      ...rest,
      publish: otherwise(dice, mesh, publish),
    })),
  "subscribes otherwise": (dice, mesh) =>
    onApplication(dice, mesh, ({ subscribe = [], ...rest }) => ({
      ...rest,
      subscribe: otherwise(dice, mesh, subscribe),
    })),
  "is durable or not": (dice, mesh) =>
    onApplication(dice, mesh, ({ durable, ...rest }) => (durable ? rest : { ...rest, durable: true })),
  share: (dice, mesh) => {
    const share = dice.pick(["all", "private", mesh.teams.slice(0, 1)] as const);
    return onDomain(dice, mesh, (domain) => ({ ...domain, share }));
  },
  retention: (dice, mesh) => {
    const retention = dice.pick([{ age: "12h" }, { age: "30d" }, { messages: 5000 }, { size: "128Mi" }]);
    return onDomain(dice, mesh, (domain) => ({ ...domain, retention }), isStored);
  },
  "stored or not": (dice, mesh) =>
    onDomain(dice, mesh, ({ delivery, retention, offline, home, ...rest }) =>
      delivery === undefined
        ? { ...rest, delivery: "at-least-once", ...(retention && { retention }) }
        : { ...rest, ...(delivery === "at-most-once" && { offline, home }) },
    ),
  home: (dice, mesh) => {
    const home = dice.pick(Object.keys(mesh.brokers));
    return onDomain(dice, mesh, (domain) => ({ ...domain, home }), isStored);
  },
  topic: (dice, mesh) => onDomain(dice, mesh, (domain) => ({ ...domain, topic: `${domain.topic}/next` })),
  "an event leaves": (dice, mesh) =>
    onDomain(dice, mesh, (domain) => ({ ...domain, events: without(dice, domain.events) })),
  "an event comes": (dice, mesh) =>
    onDomain(dice, mesh, (domain) => ({ ...domain, events: { ...domain.events, renewed: {} } })),
  "a broker leaves": (dice, mesh) => ({ ...mesh, brokers: without(dice, mesh.brokers) }),
  "a broker comes": (dice, mesh) => {
    const environment = dice.pick(Object.keys(mesh.environments));
    const uplink = dice.pick(Object.keys(mesh.brokers));
    const broker: AbstractBroker = dice.chance(0.5) ? { environment, role: "edge", uplink } : { environment };
    return { ...mesh, brokers: { ...mesh.brokers, newton: broker } };
  },
  uplink: (dice, mesh) => {
    const uplink = dice.some(Object.keys(mesh.brokers), 1, 2);
    return onBroker(dice, mesh, (broker) => ({ ...broker, uplink }), isEdge);
  },
  servers: (dice, mesh) =>
    onBroker(dice, mesh, ({ replicas = 1, ...rest }) =>
      rest.engine === "mosquitto" ? rest : { ...rest, replicas: replicas === 1 ? 3 : 1 },
    ),
  version: (dice, mesh) =>
    onBroker(dice, mesh, (broker: VersionedBroker) =>
      broker.engine === "mosquitto"
        ? broker
        : { ...broker, version: broker.version === "2.12" ? "2.15" : "2.12" },
    ),
  role: (dice, mesh) =>
    onBroker(dice, mesh, ({ role, ...rest }) => ({
      ...rest,
      role: role === "edge" ? "hub" : "edge",
    })),
  storage: (dice, mesh) =>
    onBroker(dice, mesh, ({ storage, ...rest }) => (storage ? rest : { ...rest, storage: "2Gi" })),
  environment: (dice, mesh) => {
    const environment = dice.pick(Object.keys(mesh.environments));
    return onBroker(dice, mesh, (broker) => ({ ...broker, environment }));
  },
  "a link leaves": (dice, mesh) => ({ ...mesh, links: without(dice, mesh.links) }),
  "a link comes": (dice, mesh) => {
    const [a = "", b = ""] = dice.shuffle(Object.keys(mesh.brokers));
    const how = dice.pick([{ cost: 7 }, { via: "none" }, { domains: Object.keys(mesh.domains).slice(0, 1) }]);
    return { ...mesh, links: { ...mesh.links, [`n-${a}-${b}`]: { between: [a, b], ...how } } };
  },
};

function comes(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const [like = ""] = dice.shuffle(Object.keys(mesh.applications));
  const application = mesh.applications[like];
  if (!application) return mesh;
  const broker = dice.chance(0.5) ? application.broker : dice.pick(Object.keys(mesh.brokers));
  return { ...mesh, applications: { ...mesh.applications, "new-one": { ...application, broker } } };
}

/** One reference less, or an event more. */
function otherwise(
  dice: Dice,
  { domains }: AbstractMesh,
  references: readonly AbstractReference[],
): readonly AbstractReference[] {
  if (references.length > 1 && dice.chance(0.5)) return references.slice(1);
  const [domain = ""] = dice.shuffle(Object.keys(domains));
  const [event = ""] = dice.shuffle(Object.keys(domains[domain]?.events ?? {}));
  return [...references, `${domain}.${event}`];
}

function isStored({ delivery, events }: AbstractDomain): boolean {
  return [delivery, ...Object.values(events).map((event) => event.delivery)].includes("at-least-once");
}

function isEdge({ role, uplink }: AbstractBroker): boolean {
  return role === "edge" || uplink !== undefined;
}

function without<T>(dice: Dice, entries: ByName<T>): ByName<T> {
  const [gone] = dice.shuffle(Object.keys(entries));
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name !== gone));
}

function changed<T>(dice: Dice, entries: ByName<T>, change: (entry: T) => T, isMeant: (entry: T) => boolean) {
  const [name] = dice.shuffle(Object.keys(entries).filter((each) => isMeant(entries[each] as T)));
  return name === undefined ? entries : { ...entries, [name]: change(entries[name] as T) };
}

const any = (): boolean => true;

function onApplication(
  dice: Dice,
  mesh: AbstractMesh,
  change: (application: AbstractApplication) => AbstractApplication,
): AbstractMesh {
  return { ...mesh, applications: changed(dice, mesh.applications, change, any) };
}

function onDomain(
  dice: Dice,
  mesh: AbstractMesh,
  change: (domain: AbstractDomain) => AbstractDomain,
  isMeant: (domain: AbstractDomain) => boolean = any,
): AbstractMesh {
  return { ...mesh, domains: changed(dice, mesh.domains, change, isMeant) };
}

function onBroker(
  dice: Dice,
  mesh: AbstractMesh,
  change: (broker: AbstractBroker) => AbstractBroker,
  isMeant: (broker: AbstractBroker) => boolean = any,
): AbstractMesh {
  return { ...mesh, brokers: changed(dice, mesh.brokers, change, isMeant) };
}
