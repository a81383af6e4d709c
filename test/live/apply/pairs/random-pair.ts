import type { Topology } from "../../../../compiler/model/topology.ts";
import { analyzeText } from "../../../harness/analyze-text.ts";
import type { AbstractMesh } from "../../../oracle/abstract-mesh.ts";
import { createDice, type Dice } from "../../../oracle/dice.ts";
import { randomMesh } from "../../../oracle/random-mesh.ts";
import { plainManifest } from "../../../oracle/to-manifest.ts";
import { edits } from "./edits.ts";

/** Two manifests, of which the second is to follow the first. */
export interface RandomPair {
  readonly seed: number;
  readonly before: string;
  readonly wanted: string;
  /** What was changed, or that all is another mesh. */
  readonly edits: readonly string[];
  /** Listeners that get other ports, as `broker listener`. */
  readonly moved: readonly string[];
}

/** The day for both. */
const today = "2026-01-01";

/** The most servers of a mesh: this machine runs some such meshes at once. */
const mostServers = 9;

/** A pair of meshes with nothing wrong that depends on nothing but the seed: two of three times an edited mesh. */
export function randomPair(seed: number): RandomPair {
  const dice = createDice(seed ^ 0x70a125);
  const before = randomValid(dice);
  if (seed % 3 === 0) {
    const wanted = randomValid(dice);
    return { seed, before: text(before), wanted: text(wanted), edits: ["another mesh"], moved: [] };
  }
  const said: string[] = [];
  let wanted = before;
  const wish = 1 + dice.whole(4);
  for (let attempt = 0; attempt < 60 && said.length < wish; attempt++) {
    const [kind = "", edit] = dice.pick(Object.entries(edits));
    const next = edit?.(dice, wanted) ?? wanted;
    if (text(next) === text(wanted) || !topologyOf(next)) continue;
    wanted = next;
    said.push(kind);
  }
  const moved = dice.chance(0.15) ? movedListeners(dice, wanted) : [];
  return { seed, before: text(before), wanted: text(wanted), edits: [...said, ...moved], moved };
}

function randomValid(dice: Dice): AbstractMesh {
  for (;;) {
    const mesh = randomMesh(dice.whole(1_000_000));
    const topology = topologyOf(mesh);
    if (topology && topology.flows.length > 0) return mesh;
  }
}

/** The topology of a mesh that can be run here. */
function topologyOf(mesh: AbstractMesh): Topology | undefined {
  const result = analyzeText(text(mesh), { today });
  if (!result.ok) return undefined;
  const { topology } = result.value;
  const servers = [...topology.brokers.values()].flatMap(({ broker }) => broker.instances);
  return servers.length <= mostServers ? topology : undefined;
}

/** Both programs are looked for if either mesh has a Mosquitto. */
function text(mesh: AbstractMesh): string {
  return `${plainManifest(mesh)["mesh.yaml"] ?? ""}# engine: mosquitto\n`;
}

function movedListeners(dice: Dice, mesh: AbstractMesh): readonly string[] {
  const name = dice.pick(Object.keys(mesh.brokers));
  if (mesh.brokers[name]?.engine === "mosquitto") return [`${name} mqtt`];
  return [`${name} ${dice.pick(["nats", "leafnode", "management"])}`];
}
