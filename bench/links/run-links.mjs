import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { budgets } from "../budgets.mjs";
import { describeMachine } from "../machine.mjs";
import { measureLatency, measureThroughput } from "../stored/measure-flow.mjs";
import { rowsOf } from "../stored/rows.mjs";
import { tableOf } from "../stored/table.mjs";
import { flows, openClients } from "./clients.mjs";
import { loadPrinters } from "./printed.mjs";
import { startSite } from "./site.mjs";

const results = fileURLToPath(new URL("../link-results.json", import.meta.url));

/** How much is measured: rounds, pairs in each, events whose rate and whose latency is taken. */
const counts = {
  full: { rounds: 3, pairs: 4, throughput: 8_000, latency: 300, before: 2_000 },
  quick: { rounds: 1, pairs: 4, throughput: 4_000, latency: 100, before: 1_000 },
};

/**
 * Measures links as meshc prints them beside links written by hand, between the same brokers: prints a table, keeps the
 * figures unless it is quick, and returns how many budgets hold and how many do not. It is done as for stored flows:
 * both sites are up side by side, measured in turn, brought up anew for each round.
 */
export async function runLinks(folder, { quick }) {
  const sizes = quick ? counts.quick : counts.full;
  const printers = await loadPrinters();
  const pairs = new Map(Object.values(flows).flatMap((all) => all.map((flow) => [flow, []])));
  for (const kind of Object.keys(flows))
    for (let round = 0; round < sizes.rounds; round++) {
      const roundFolder = join(folder, `links-${kind}-${round}`);
      await withSites(roundFolder, kind, printers, (sites) => measureRound(sites, kind, sizes, round, pairs));
      rmSync(roundFolder, { recursive: true });
    }
  const rows = rowsOf(pairs, budgets.links);
  for (const line of tableOf("link", rows)) console.log(line);
  const kept = { machine: describeMachine(), date: new Date().toISOString().slice(0, 10), rows };
  if (!quick) writeFileSync(results, `${JSON.stringify(kept, null, 2)}\n`);
  const judged = rows.filter(({ ok }) => ok !== undefined);
  const held = judged.filter(({ ok }) => ok).length;
  return { passed: held, failed: judged.length - held };
}

async function measureRound(sites, kind, sizes, round, pairs) {
  for (const flow of flows[kind]) for (const site of sites) await measureThroughput(site, flow, sizes.before);
  for (let pair = 0; pair < sizes.pairs; pair++) {
    const order = (round * sizes.pairs + pair) % 2 === 0 ? sites : sites.toReversed();
    for (const flow of flows[kind]) pairs.get(flow).push(await measurePair(order, flow, sizes));
  }
}

/** Figures by the site's name. */
async function measurePair(order, flow, sizes) {
  const throughput = await inTurn(order, (site) => measureThroughput(site, flow, sizes.throughput));
  const latency = await inTurn(order, (site) => measureLatency(site, flow, sizes.latency));
  return { throughput, latency };
}

async function inTurn(sites, measure) {
  const figures = {};
  for (const clients of sites) figures[clients.mesh.name] = await measure(clients);
  return figures;
}

/** Runs a body with the clients of both sites, and takes both down whatever happens. */
async function withSites(folder, kind, printers, body) {
  const stops = [];
  let stopping;
  const stop = () => (stopping ??= inReverse(stops));
  const interrupted = () => void stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const sites = [];
    for (const name of ["meshc", "byHand"]) {
      mkdirSync(join(folder, name), { recursive: true });
      const site = await startSite(join(folder, name), kind, name, printers);
      stops.push(site.stop);
      const clients = await openClients(site);
      stops.push(clients.close);
      sites.push(clients);
    }
    await body(sites);
  } finally {
    await stop();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

async function inReverse(stops) {
  for (const stop of stops.toReversed()) await stop();
}
