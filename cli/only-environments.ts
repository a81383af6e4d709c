import { placesOf } from "../compiler/model/places-of.ts";
import type { Topology } from "../compiler/model/topology.ts";
import type { VerifyReport } from "../deploy/verify/report.ts";

/**
 * A mesh as seen from some of its environments: what stands in them, their links with the brokers at the other ends,
 * and the flows that begin or end in them.
 */
export function topologyAround(topology: Topology, environments: readonly string[]): Topology {
  const { mesh, brokers, links, flows } = topology;
  const isChosen = chosenBrokers(topology, environments);
  const around = links.filter(({ from, to, standby }) => [from, to, ...standby].some(isChosen));
  const ends = new Set(around.flatMap(({ from, to, standby }) => [from, to, ...standby]));
  const shown = new Map([...brokers].filter(([name]) => isChosen(name) || ends.has(name)));
  const places = new Set([...shown.values()].map(({ broker }) => broker.environment.name));
  return {
    ...topology,
    brokers: shown,
    links: around,
    flows: flows.filter(({ from, to }) => isChosen(from) || isChosen(to)),
    mesh: {
      ...mesh,
      environments: new Map(
        [...mesh.environments].filter(([name]) => environments.includes(name) || places.has(name)),
      ),
      applications: new Map(
        [...mesh.applications].filter(([, one]) =>
          placesOf(topology, one).some(({ name }) => isChosen(name)),
        ),
      ),
    },
  };
}

/** Of a verification what concerns some environments: flows that begin or end in them, and what was tried in them. */
export function reportAround(
  report: VerifyReport,
  topology: Topology,
  environments: readonly string[],
): VerifyReport {
  const isChosen = chosenBrokers(topology, environments);
  const isHere = (application: string): boolean =>
    topology.places.get(application)?.brokers.some(({ name }) => isChosen(name)) ?? false;
  const flows = report.flows.filter(({ path }) =>
    [path.at(0), path.at(-1)].some((end) => isChosen(end ?? "")),
  );
  const denied = report.denied.filter(({ application }) => isHere(application));
  const rights = report.rights?.filter(({ broker }) => isChosen(broker));
  const deadLetters = report.deadLetters?.filter(({ application }) => isHere(application));
  const ok = [...flows, ...denied, ...(deadLetters ?? []), ...(rights ?? [])].every(
    ({ verdict }) => verdict === "ok",
  );
  const told = deadLetters && deadLetters.length > 0 ? { deadLetters } : {};
  const identities = report.identities?.filter(({ broker }) => isChosen(broker));
  const untried = report.untried?.filter(({ broker }) => isChosen(broker)) ?? [];
  const left = report.left?.filter(({ broker }) => isChosen(broker)) ?? [];
  return {
    version: report.version,
    ok,
    flows,
    denied,
    ...told,
    ...(rights && { rights }),
    ...(identities && { identities }),
    ...(report.tried && { tried: report.tried }),
    ...(untried.length > 0 && { untried }),
    ...(left.length > 0 && { left }),
  };
}

function chosenBrokers({ brokers }: Topology, environments: readonly string[]): (broker: string) => boolean {
  const chosen = new Set(environments);
  return (name) => chosen.has(brokers.get(name)?.broker.environment.name ?? "");
}
