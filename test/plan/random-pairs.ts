import type { Topology } from "../../compiler/model/topology.ts";
import { analyzeText, today } from "../harness/analyze-text.ts";
import { createDice } from "../oracle/dice.ts";
import { randomMesh } from "../oracle/random-mesh.ts";
import { plainManifest } from "../oracle/to-manifest.ts";
import type { AbstractMesh } from "../oracle/abstract-mesh.ts";

/** The topology of a mesh, where nothing is wrong with it. */
export function topologyOf(mesh: AbstractMesh): Topology | undefined {
  const result = analyzeText(plainManifest(mesh)["mesh.yaml"] ?? "", { today });
  return result.ok ? result.value.topology : undefined;
}

/** Random meshes with nothing wrong, as many as are asked for, with their seeds. */
export function* randomTopologies(
  count: number,
  first = 0,
): Generator<{ readonly seed: number; readonly mesh: AbstractMesh; readonly topology: Topology }> {
  let found = 0;
  for (let seed = first; found < count; seed++) {
    const mesh = randomMesh(seed);
    const topology = topologyOf(mesh);
    if (!topology) continue;
    found += 1;
    yield { seed, mesh, topology };
  }
}

/** Two meshes, the second one being the first with some of its entries otherwise. */
export interface Pair {
  readonly seed: number;
  readonly before: Topology;
  readonly wanted: Topology;
}

const sections = ["brokers", "domains", "applications", "links"] as const;

/**
 * Random pairs of meshes with nothing wrong: some entries of one are left out, swapped with those of another mesh of the same
 * generator, or stand elsewhere.
 */
export function* randomPairs(count: number, first = 0): Generator<Pair> {
  let found = 0;
  for (const { seed, mesh, topology: before } of randomTopologies(Infinity, first)) {
    const dice = createDice(seed ^ 0x9a125);
    for (let attempt = 0; attempt < 6; attempt++) {
      const wanted = topologyOf(otherwise(dice, mesh));
      if (!wanted) continue;
      found += 1;
      const isTurned = dice.chance(0.5);
      yield { seed, before: isTurned ? wanted : before, wanted: isTurned ? before : wanted };
      break;
    }
    if (found >= count) return;
  }
}

type Dice = ReturnType<typeof createDice>;

function otherwise(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  let changed: AbstractMesh = mesh;
  const times = 1 + dice.whole(3);
  for (let index = 0; index < times; index++) changed = dice.pick(changes)(dice, changed);
  return changed;
}

const changes: readonly ((dice: Dice, mesh: AbstractMesh) => AbstractMesh)[] = [
  moveUplink,
  moveUplink,
  moveUplink,
  moveApplication,
  moveApplication,
  leaveOut,
  swapAccess,
  changeHands,
];

function edgesOf(mesh: AbstractMesh): readonly string[] {
  return Object.entries(mesh.brokers).flatMap(([name, { role, uplink, environment }]) =>
    role === "edge" || uplink !== undefined || mesh.environments[environment]?.dialable === false
      ? [name]
      : [],
  );
}

function moveUplink(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const edges = edgesOf(mesh);
  if (edges.length === 0) return mesh;
  const edge = dice.pick(edges);
  const broker = mesh.brokers[edge];
  const others = Object.keys(mesh.brokers).filter((name) => name !== edge);
  if (!broker || others.length === 0) return mesh;
  const uplink = dice.some(others, 1, 2);
  return { ...mesh, brokers: { ...mesh.brokers, [edge]: { ...broker, uplink } } };
}

function moveApplication(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const [name = ""] = dice.shuffle(Object.keys(mesh.applications));
  const application = mesh.applications[name];
  if (!application) return mesh;
  const broker = dice.pick(Object.keys(mesh.brokers));
  return { ...mesh, applications: { ...mesh.applications, [name]: { ...application, broker } } };
}

function leaveOut(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const section = dice.pick(sections);
  const names = Object.keys(mesh[section]);
  if (names.length === 0) return mesh;
  const gone = dice.pick(names);
  const left = Object.fromEntries(Object.entries(mesh[section]).filter(([name]) => name !== gone));
  return { ...mesh, [section]: left };
}

/** Two applications do what the other did. */
function swapAccess(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const [one, other] = dice.shuffle(Object.keys(mesh.applications));
  const [a, b] = [mesh.applications[one ?? ""], mesh.applications[other ?? ""]];
  if (one === undefined || other === undefined || !a || !b) return mesh;
  const applications = {
    ...mesh.applications,
    [one]: { ...b, broker: a.broker, team: b.team },
    [other]: { ...a, broker: b.broker, team: a.team },
  };
  return { ...mesh, applications };
}

/** Two domains have each other's topics. */
function changeHands(dice: Dice, mesh: AbstractMesh): AbstractMesh {
  const [one, other] = dice.shuffle(Object.keys(mesh.domains));
  const [a, b] = [mesh.domains[one ?? ""], mesh.domains[other ?? ""]];
  if (one === undefined || other === undefined || !a || !b) return mesh;
  const domains = {
    ...mesh.domains,
    [one]: { ...a, topic: b.topic },
    [other]: { ...b, topic: a.topic },
  };
  return { ...mesh, domains };
}
