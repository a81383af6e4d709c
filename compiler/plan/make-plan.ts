import { flowName } from "../model/flow-name.ts";
import type { Topology } from "../model/topology.ts";
import { byPlace } from "./by-place.ts";
import { changeOf } from "./change-of.ts";
import { type Difference, differencesOf, entryOf } from "./differences.ts";
import { distinctRefusals } from "./distinct-refusals.ts";
import { doingsOf } from "./doings.ts";
import { withDrains } from "./drain-changes.ts";
import { fileChanges } from "./file-changes.ts";
import { onTheWay, withWays } from "./flow-changes.ts";
import { orderOf } from "./order.ts";
import { withoutOthersLosses } from "./others-losses.ts";
import { outlineOf } from "./outline.ts";
import { readLabel } from "./outline/flow-entries.ts";
import { telling } from "./in-names.ts";
import { ownersIn } from "./owners.ts";
import type { Change, Plan } from "./plan.ts";
import type { PlanRequest } from "./plan-request.ts";
import { planNames } from "./plan-names.ts";
import { renamedEntries } from "./renamed-entries.ts";
import { withMoves } from "./with-moves.ts";
import { wavesOf } from "./plan-waves.ts";
import { provisionsOf } from "./provisions.ts";
import { serverLosses } from "./server-losses.ts";
import { withWholeDomains } from "./share-changes.ts";
import { stepsOf } from "./steps.ts";
import { touchedBy } from "./touched.ts";
import { touching } from "./touches.ts";
import { unlike } from "./unlike.ts";

/**
 * What stands between the mesh as it was applied and the one that is to hold: entry by entry, with what it takes as
 * the engines know it. What is done for no entry is told of as files. What of it has to be allowed is no matter here. Entries
 * are under their keys, and sentences in names. Pure: the same request gives the same plan, whatever the order of keys in the
 * manifests.
 */
export function makePlan(request: PlanRequest): Plan {
  const { before, expanded, held, meanwhile } = request;
  const engines = new Map(request.engines.map((engine) => [engine.name, engine]));
  const sides = [...(before ? [before.topology] : []), held.topology];
  const order = orderOf(expanded.topology);
  const names = planNames(before?.topology, held.topology);
  const inside = provisionsOf(request, order, engines, ownersIn(sides, names));
  const servers = serverLosses(request, order, engines, names);
  const happenings = [...stepsOf(request, order, engines), ...inside.happenings, ...servers.happenings];
  const only = before && unlike(before.topology, held.topology);
  const differences = withMoves(
    differencesOf(before ? outlineOf(before.topology, only) : [], outlineOf(held.topology, only)),
  );
  const { difference } = telling(before?.topology, held.topology, names);
  const told = changesOf(request, sides, differences, happenings, difference);
  const renamed = before ? renamedEntries(before.topology, held.topology) : [];
  const changes = [...withDrains(told, request, order), ...renamed];
  const { environments } = request;
  const isChosen = ({ environment }: { readonly environment: string }) =>
    environments.length === 0 || environments.includes(environment);
  const chosen = changes.filter(isChosen);
  return {
    mesh: request.mesh,
    changes: chosen.toSorted(byPlace),
    refused: distinctRefusals([...request.refused, ...inside.refused, ...servers.refused]),
    toAllow: [],
    noted: [],
    waves: wavesOf(order, happenings.filter(isChosen), chosen),
    meanwhile,
  };
}

function changesOf(
  { before, held, expanded }: PlanRequest,
  sides: readonly Topology[],
  differences: readonly Difference[],
  happenings: Parameters<typeof doingsOf>[0],
  inNames: (difference: Difference) => Difference,
): readonly Change[] {
  const order = orderOf(expanded.topology);
  const doings = doingsOf(happenings);
  const touches = touching([...sides, expanded.topology]);
  const changed = new Set(
    differences.map(entryOf).flatMap(({ kind, name }) => (kind === "flow" ? [name] : [])),
  );
  const touched = touchedBy(changed, sides);
  const whole = withWholeDomains(differences, {
    ...(before && { before: before.topology }),
    after: held.topology,
  });
  const done = whole
    .map((difference) => ({ difference, reached: touches(difference) }))
    .map(({ difference, reached }) => ({ difference, reached, doing: doings.of(reached) }));
  const told = withoutOthersLosses(
    done.map(({ difference, reached, doing }) => ({
      difference,
      doing: [...doing, ...doings.elseOf(reached)],
    })),
  );
  const all = told.map(({ difference, doing }) => ({
    change: changeOf(difference, doing, order, touched, inNames),
    doing,
  }));
  const flows = all.flatMap(({ change }) => (isFlow(change) ? [change] : []));
  const ways = all.filter(({ change }) => !isFlow(change));
  const files = fileChanges(doings.untold(), (broker, effect) =>
    touched({ kind: "file", name: broker, environment: "", facets: [], brokers: [broker] }, effect),
  );
  const others = ways.map(({ change }) => change);
  const stored = held.topology.flows.filter((flow) => flow.stored !== undefined);
  const kept = { flows: new Set(stored.map(flowName)), wave: order.last };
  return [...others, ...withWays(flows, ways.map(onTheWay), turnedIn(differences), kept), ...files];
}

/** Flows of both meshes whose readers get them otherwise. */
function turnedIn(differences: readonly Difference[]): ReadonlySet<string> {
  const turned = differences.filter(
    ({ before, after, facets }) => before && after && facets.some(({ label }) => label === readLabel),
  );
  return new Set(turned.map(entryOf).flatMap(({ kind, name }) => (kind === "flow" ? [name] : [])));
}

function isFlow({ kind }: Change): boolean {
  return kind === "flow";
}
