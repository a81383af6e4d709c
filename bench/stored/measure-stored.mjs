import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { ask } from "./ask.mjs";
import { startHandWrittenMesh } from "./by-hand/start.mjs";
import { openClients } from "./clients.mjs";
import { startCompiledMesh } from "./compiled-mesh.mjs";
import { flows } from "./flows.mjs";
import { measureLatency, measureThroughput } from "./measure-flow.mjs";

/** How much is measured: rounds, pairs in each, events whose rate and whose latency is taken. */
const counts = {
  full: { rounds: 3, pairs: 4, throughput: 20_000, latency: 400, before: 5_000 },
  quick: { rounds: 1, pairs: 2, throughput: 4_000, latency: 100, before: 1_000 },
};

/**
 * Measures each stored flow in pairs, first in one mesh and then in the other, and returns the pairs by flow, and how
 * the leaf links were compressed in each round. Both meshes are up side by side, the one that is not measured idle, so
 * that the two of a pair are a second apart and the machine is as fast for one as for the other; who goes first
 * alternates. Each round brings both up anew, so that what a start decides by chance is not counted for one of them
 * every time.
 */
export async function measureStored(folder, { quick }) {
  const program = await findNatsServer();
  const sizes = quick ? counts.quick : counts.full;
  const pairs = new Map(flows.map((flow) => [flow, []]));
  const compression = [];
  for (let round = 0; round < sizes.rounds; round++) {
    const roundFolder = join(folder, `round-${round}`);
    mkdirSync(roundFolder);
    await withMeshes(roundFolder, program, async (meshes) => {
      compression.push(await inTurn(meshes, leafCompression));
      await measureRound(meshes, sizes, round, pairs);
    });
    rmSync(roundFolder, { recursive: true });
  }
  return { pairs, compression };
}

async function measureRound(meshes, sizes, round, pairs) {
  for (const flow of flows) for (const mesh of meshes) await measureThroughput(mesh, flow, sizes.before);
  for (let pair = 0; pair < sizes.pairs; pair++) {
    const order = (round * sizes.pairs + pair) % 2 === 0 ? meshes : meshes.toReversed();
    for (const flow of flows) pairs.get(flow).push(await measurePair(order, flow, sizes));
  }
}

/** Figures by the mesh's name. */
async function measurePair(order, flow, sizes) {
  const throughput = await inTurn(order, (mesh) => measureThroughput(mesh, flow, sizes.throughput));
  const latency = await inTurn(order, (mesh) => measureLatency(mesh, flow, sizes.latency));
  return { throughput, latency };
}

async function inTurn(meshes, measure) {
  const figures = {};
  for (const clients of meshes) figures[clients.mesh.name] = await measure(clients);
  return figures;
}

/** By default a server chooses it by the round trip that it sees as the link comes up: none below 10 ms (`s2_auto`). */
async function leafCompression({ mesh }) {
  const { leafs } = await ask(mesh.edgeMonitoring, "leafz");
  return leafs[0].compression;
}

/** Runs a body with the clients of both meshes, and takes both down whatever happens, also when the user stops it. */
async function withMeshes(folder, program, body) {
  const stops = [];
  let stopping;
  const stop = () => (stopping ??= inReverse(stops));
  const interrupted = () => void stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const starts = [
      () => startCompiledMesh(join(folder, "meshc"), program),
      () => startHandWrittenMesh(join(folder, "by-hand"), program),
    ];
    const meshes = [];
    for (const start of starts) {
      const mesh = await start();
      stops.push(mesh.stop);
      const clients = await openClients(mesh);
      stops.push(clients.close);
      meshes.push(clients);
    }
    await body(meshes);
  } finally {
    await stop();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

async function inReverse(stops) {
  for (const stop of stops.toReversed()) await stop();
}
