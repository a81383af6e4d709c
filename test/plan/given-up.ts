import type { Analysis } from "../../compiler/compile.ts";
import { analyzeText } from "../harness/analyze-text.ts";
import type {
  AbstractApplication,
  AbstractDomain,
  AbstractMesh,
  AbstractReference,
  ByName,
} from "../oracle/abstract-mesh.ts";
import { createDice, type Dice } from "../oracle/dice.ts";
import { randomMesh } from "../oracle/random-mesh.ts";
import { plainManifest } from "../oracle/to-manifest.ts";

/** Two meshes with nothing wrong, of which the second one gives up some of what the first one has. */
export interface GivenUp {
  readonly seed: number;
  readonly before: Analysis;
  readonly wanted: Analysis;
}

/** Random meshes in which something is read by a durable, each with one that gives something up. */
export function* givenUp(count: number): Generator<GivenUp> {
  let found = 0;
  for (let seed = 0; found < count; seed++) {
    const mesh = randomMesh(seed);
    if (!Object.values(mesh.applications).some(({ durable, group }) => durable || group)) continue;
    const before = analysisOf(mesh);
    if (!before || before.topology.durables.length === 0) continue;
    const dice = createDice(seed ^ 0x61e);
    for (let attempt = 0; attempt < 8; attempt++) {
      const wanted = analysisOf(changed(dice, mesh));
      if (!wanted) continue;
      found += 1;
      yield { seed, before, wanted };
      break;
    }
  }
}

function analysisOf(mesh: AbstractMesh): Analysis | undefined {
  const result = analyzeText(plainManifest(mesh)["mesh.yaml"] ?? "");
  return result.ok ? result.value : undefined;
}

type Change = (dice: Dice, mesh: AbstractMesh) => AbstractMesh;

function changed(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  let now = mesh;
  for (let times = 1 + dice.whole(2); times > 0; times--) now = dice.pick(changes)(dice, now);
  return tidied(now);
}

const changes: readonly Change[] = [
  (dice, mesh) => ({ ...mesh, domains: without(mesh.domains, dice) }),
  (dice, mesh) => ({ ...mesh, applications: without(mesh.applications, dice) }),
  (dice, mesh) => ({ ...mesh, brokers: without(mesh.brokers, dice) }),
  ofDomain((dice, domain) => ({ ...domain, events: without(domain.events, dice) })),
  ofDomain((_, { delivery: _delivery, ...domain }) => ({
    ...domain,
    events: Object.fromEntries(
      Object.entries(domain.events).map(([name, { delivery: _own, ...event }]) => [name, event]),
    ),
  })),
  ofDomain((_, domain) => ({ ...domain, share: "private" })),
  ofDomain((_, domain) => ({ ...domain, topic: `${domain.topic}/moved` })),
  ofApplication((dice, application) => ({
    ...application,
    subscribe: dice.shuffle(application.subscribe ?? []).slice(1),
  })),
  ofApplication((_, { durable: _durable, ...application }) => application),
  ofApplication((_, { group: _group, ...application }) => application),
  (dice, mesh) =>
    ofApplication((_, application) => ({ ...application, broker: dice.pick(Object.keys(mesh.brokers)) }))(
      dice,
      mesh,
    ),
];

function without<T>(entries: ByName<T>, dice: Dice): ByName<T> {
  const [gone] = dice.shuffle(Object.keys(entries));
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name !== gone));
}

function ofDomain(change: (dice: Dice, domain: AbstractDomain) => AbstractDomain): Change {
  return (dice, mesh) => {
    const [name = ""] = dice.shuffle(Object.keys(mesh.domains));
    const domain = mesh.domains[name];
    return domain ? { ...mesh, domains: { ...mesh.domains, [name]: change(dice, domain) } } : mesh;
  };
}

function ofApplication(
  change: (dice: Dice, application: AbstractApplication) => AbstractApplication,
): Change {
  return (dice, mesh) => {
    const [name = ""] = dice.shuffle(Object.keys(mesh.applications));
    const application = mesh.applications[name];
    if (!application) return mesh;
    return { ...mesh, applications: { ...mesh.applications, [name]: change(dice, application) } };
  };
}

/** Takes out what names something that is not there any more, as whoever removes something does. */
function tidied(mesh: AbstractMesh): AbstractMesh {
  const isThere = (reference: AbstractReference) => {
    const written = typeof reference === "string" ? reference : reference.event;
    if (written.includes("/")) return true;
    const [domain = "", event = ""] = written.split(".");
    return event === "*" ? domain in mesh.domains : mesh.domains[domain]?.events[event] !== undefined;
  };
  const applications = Object.entries(mesh.applications).flatMap(([name, application]) => {
    const { broker, publish = [], subscribe = [], group, durable, ...others } = application;
    const places = (typeof broker === "string" ? [broker] : broker).filter(
      (one) => one === "any" || one in mesh.brokers,
    );
    if (places.length === 0) return [];
    const read = subscribe.filter(isThere);
    const entry = {
      ...others,
      broker: places[0] === "any" ? "any" : places,
      publish: publish.filter(isThere),
      subscribe: read,
      ...(group !== undefined && read.length > 0 && { group }),
      ...(durable !== undefined && read.length > 0 && { durable }),
    };
    return [[name, entry] as const];
  });
  const links = Object.entries(mesh.links).filter(([, { between }]) =>
    between.every((one) => one in mesh.brokers),
  );
  return {
    ...mesh,
    applications: Object.fromEntries(applications),
    links: Object.fromEntries(links),
    policies: {},
  };
}
