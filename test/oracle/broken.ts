import type {
  AbstractBroker,
  AbstractEnvironment,
  AbstractLink,
  AbstractMesh,
  AbstractReference,
} from "./abstract-mesh.ts";
import type { Dice } from "./dice.ts";
import { namedPlaces } from "./named-places.ts";
import { isRandomHub } from "./random-brokers.ts";

type Change = (dice: Dice, mesh: AbstractMesh) => AbstractMesh;

/** Makes one name lead nowhere, or one reference match nothing. */
export const breakReference: Change = (dice, mesh) =>
  dice.pick([
    inApplication((entry) => ({ ...entry, broker: "nowhere" })),
    inApplication((entry) => ({ ...entry, broker: [...namedPlaces(entry), "nowhere"] })),
    inApplication((entry) => ({ ...entry, team: "nobody" })),
    inReferences("nothing.at-all"),
    inReferences("nothing.*"),
    inReferences("zz/nothing/*"),
    inReferences("zz/>"),
    inDomain((domain) => `${domain}.nothing`),
    inDomain((domain) => ({ event: `${domain}.*`, where: { nothing: "x" } })),
    inBroker((entry) => ({ ...entry, uplink: "nowhere" })),
    inBroker((entry) => ({ ...entry, environment: "nowhere" })),
    withLink((_, [a = "", b = a]) => ({ between: [a, b === a ? "nowhere" : b], domains: ["nothing"] })),
    withPolicy,
    contradict,
  ])(dice, mesh);

/** Makes one role, uplink or entry of `links` impossible. */
export const breakUplink: Change = (dice, mesh) => {
  const isHub = (name: string) => isRandomHub(mesh.environments, mesh.brokers[name]);
  const names = dice.shuffle(Object.keys(mesh.brokers));
  const hubs = names.filter(isHub);
  const edges = names.filter((name) => !isHub(name));
  return dice.pick([
    inBroker((entry, name) => ({ ...entry, uplink: names.find((other) => other !== name) ?? name }), hubs),
    inBroker((entry) => ({ ...entry, role: "hub" }), edges),
    inBroker((entry, name) => ({ ...entry, uplink: [...(hubs[0] ? [hubs[0]] : []), name] }), edges),
    inBroker((entry) => ({ ...entry, uplink: [hubs[0] ?? "nowhere", hubs[0] ?? "nowhere"] }), edges),
    inBroker((entry, name) => ({ ...entry, uplink: edges.find((other) => other !== name) ?? name }), edges),
    closeHubs(hubs),
    withLink(() => ({ between: [hubs[0] ?? "", hubs[1] ?? edges[0] ?? ""], via: "none" })),
    withLink(() => ({ between: [edges[0] ?? hubs[0] ?? "", hubs[1] ?? hubs[0] ?? ""], via: "gateway" })),
    withLink(() => ({ between: [names[0] ?? "", names[0] ?? ""] })),
    withLink(() => ({
      between: [hubs[0] ?? "", hubs[1] ?? edges[0] ?? ""],
      domains: dice.some(Object.keys(mesh.domains), 1, 2),
    })),
    withLink(() => ({ between: [edges[0] ?? "", edges[1] ?? hubs[0] ?? ""], via: "leafnode" })),
    forbidUplink(edges),
    doubleEntry,
  ])(dice, mesh);
};

function inApplication(
  change: (entry: AbstractMesh["applications"][string]) => AbstractMesh["applications"][string],
): Change {
  return (dice, mesh) => {
    const name = dice.pick(Object.keys(mesh.applications));
    const entry = mesh.applications[name];
    return entry ? { ...mesh, applications: { ...mesh.applications, [name]: change(entry) } } : mesh;
  };
}

function inReferences(reference: AbstractReference): Change {
  return inApplication((entry) => ({ ...entry, subscribe: [...(entry.subscribe ?? []), reference] }));
}

function inDomain(make: (domain: string) => AbstractReference): Change {
  return (dice, mesh) => inReferences(make(dice.pick(Object.keys(mesh.domains))))(dice, mesh);
}

function inBroker(
  change: (entry: AbstractBroker, name: string) => AbstractBroker,
  among?: readonly string[],
): Change {
  return (dice, mesh) => {
    const names = among ?? Object.keys(mesh.brokers);
    if (names.length === 0) return mesh;
    const name = dice.pick(names);
    const entry = mesh.brokers[name];
    return entry ? { ...mesh, brokers: { ...mesh.brokers, [name]: change(entry, name) } } : mesh;
  };
}

/** Adds an entry of `links` for a pair that has none yet. */
function withLink(make: (dice: Dice, brokers: readonly string[]) => AbstractLink): Change {
  return (dice, mesh) => {
    const link = make(dice, dice.shuffle(Object.keys(mesh.brokers)));
    const [a, b] = link.between;
    const others = Object.entries(mesh.links).filter(
      ([, { between }]) => !between.includes(a) || !between.includes(b),
    );
    if (a === "" || b === "") return mesh;
    return { ...mesh, links: { ...Object.fromEntries(others), [`x-${dice.whole(9)}`]: link } };
  };
}

const withPolicy: Change = (dice, mesh) => {
  const scope = dice.pick([
    { domains: ["nothing"] },
    { environments: ["nowhere"] },
    { teams: ["nobody"] },
    { applications: ["nothing"] },
  ]);
  return { ...mesh, policies: { ...mesh.policies, odd: { maxHops: 8, scope } } };
};

/** A pattern that fixes a parameter to one value, and a `where` that asks for another. */
const contradict: Change = (dice, mesh) => {
  const open = Object.values(mesh.domains).flatMap(({ topic, events }) =>
    Object.values(events).flatMap((event) => (event.topic?.includes("{") ? [`${topic}/${event.topic}`] : [])),
  );
  if (open.length === 0) return inReferences("nothing.at-all")(dice, mesh);
  const topic = dice.pick(open);
  const parameter = /\{(.+?)\}/.exec(topic)?.[1] ?? "";
  const fixed = topic.replace(`{${parameter}}`, "s1").replaceAll(/\{.+?\}/g, "*");
  const values = dice.chance(0.5) ? "s2" : ["s1", "s2"];
  return inReferences({ event: fixed, where: { [parameter]: values } })(dice, mesh);
};

/** Leaves no hub that anybody could dial. */
function closeHubs(hubs: readonly string[]): Change {
  return (_, mesh) => {
    const environments: Record<string, AbstractEnvironment> = {};
    for (const [name, entry] of Object.entries(mesh.environments))
      environments[name] = { ...entry, dialable: false };
    const brokers: Record<string, AbstractBroker> = { ...mesh.brokers };
    for (const hub of hubs) brokers[hub] = { environment: brokers[hub]?.environment ?? "" };
    return { ...mesh, environments, brokers };
  };
}

function forbidUplink(edges: readonly string[]): Change {
  return (dice, mesh) => {
    const named = edges.filter((edge) => mesh.brokers[edge]?.uplink !== undefined);
    const edge = named[0] ?? edges[0] ?? "";
    const targets = [mesh.brokers[edge]?.uplink ?? Object.keys(mesh.brokers)].flat();
    const target = dice.pick(targets);
    return withLink(() => ({ between: [edge, target === edge ? "" : target], via: "none" }))(dice, mesh);
  };
}

const doubleEntry: Change = (dice, mesh) => {
  const names = Object.keys(mesh.links);
  if (names.length === 0) return mesh;
  const { between } = mesh.links[dice.pick(names)] ?? { between: ["", ""] };
  const [a, b] = between;
  return { ...mesh, links: { ...mesh.links, "x-again": { between: dice.chance(0.5) ? [a, b] : [b, a] } } };
};
