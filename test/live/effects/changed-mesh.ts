import { flowName } from "../../../compiler/model/flow-name.ts";
import type { Flow, Topology } from "../../../compiler/model/topology.ts";
import type { Plan } from "../../../compiler/plan/plan.ts";
import type { ApplyEvent } from "../../../deploy/apply/apply-options.ts";
import { pause, until } from "../../nats/until.ts";
import type { appliedMesh } from "../apply/applied-mesh.ts";
import { firstKept } from "./first-kept.ts";
import type { Deletion } from "./judge-change.ts";
import type { Traffic } from "./traffic.ts";
import type { TrafficChange } from "./traffic-changes.ts";
import type { EditedManifest } from "./traffic-manifest.ts";

/** A mesh with traffic in it. */
export interface BusyMesh {
  readonly mesh: Awaited<ReturnType<typeof appliedMesh>>;
  readonly manifest: EditedManifest;
  readonly traffic: Traffic;
  /** Lets the applications of another mesh log in from now on. */
  readonly handOut: (topology: Topology) => void;
}

/** A change that was made, and what is to be counted of it. */
export interface MadeChange {
  readonly change: TrafficChange;
  readonly plan: Plan;
  /** Flows that there were before and after it. */
  readonly flows: readonly Flow[];
  /** Names of those of them that are stored until their reader has them, before it and after it. */
  readonly kept: ReadonlySet<string>;
  /** What went wrong that no plan can excuse. */
  readonly faults: readonly string[];
  readonly deletions: readonly Deletion[];
  /** How long carrying it out took, in milliseconds. */
  readonly took: number;
}

/** In how long something of a flow that goes on has to arrive, and how long a flow may be away, in milliseconds. */
export const goesOn = 750;
export const comesBack = 20_000;
/** How long what is drained may take, in milliseconds: what was under way to a reader that is cut off comes again after 30 s. */
const isEmptied = 150_000;

/** Makes a change while the traffic goes on, and waits until each flow goes on after it. */
export async function makeChange(busy: BusyMesh, change: TrafficChange): Promise<MadeChange> {
  const { mesh, manifest, traffic, handOut } = busy;
  const { topology: before } = await mesh.analyzed();
  change.edit(manifest);
  mesh.write(JSON.stringify(manifest));
  for (const [broker, listener] of change.moves ?? []) mesh.movePort(broker, listener);
  const mayLose = change.mayLose ?? [];
  const planned = await mesh.plan({ mayLose });
  const { held } = planned.topologies;
  const kept = await firstKept(mesh, storedIn(before));
  handOut(held);
  const begun = performance.now();
  const { result } = await mesh.apply({ planned, progress: toldWith(begun) });
  const took = performance.now() - begun;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").map((one) => one.message);
  if (errors.length > 0) throw new Error(`${change.name}: ${errors.join("; ")}`);
  if (result.ok && result.value.held.length > 0) await emptied(busy, mayLose);
  const { topology: now } = await mesh.analyzed();
  const remaining = [...kept.keys()].filter((name) => now.mesh.domains.has(name));
  const keptNow = await firstKept(mesh, remaining);
  handOut(now);
  await traffic.follow(now);
  await until(() => traffic.silent(goesOn).length === 0, comesBack);
  const silent = traffic.silent(goesOn);
  const known = new Set(before.flows.map(flowName));
  const keptBefore = new Set(before.flows.filter(isKept).map(flowName));
  return {
    change,
    plan: planned.plan,
    flows: now.flows.filter((flow) => known.has(flowName(flow))),
    kept: new Set(
      now.flows
        .filter(isKept)
        .map(flowName)
        .filter((name) => keptBefore.has(name)),
    ),
    faults: silent.map((name) => `${name} is silent afterwards`),
    deletions: [...keptNow].flatMap(([domain, first]) => {
      const was = kept.get(domain);
      return was === undefined ? [] : [{ domain, events: first - was }];
    }),
    took,
  };
}

function isKept({ stored }: Flow): boolean {
  return stored?.durable !== undefined;
}

/** Tells what is done, and when, where one looks into it. */
function toldWith(begun: number): (event: ApplyEvent) => void {
  return (event) => {
    if (process.env["TRAFFIC_STEPS"])
      console.log(`${Math.round(performance.now() - begun)} ms ${JSON.stringify(event)}`);
  };
}

/** Applies again until nothing is drained any more: readers go on reading meanwhile, and what is on its way waits. */
async function emptied({ mesh }: BusyMesh, mayLose: readonly string[]): Promise<void> {
  const done = await until(async () => {
    const { result } = await mesh.apply({ mayLose });
    await pause(200);
    return result.ok && result.value.held.length === 0;
  }, isEmptied);
  if (!done) throw new Error("what is drained is never empty");
}

const lasts = 3_600_000;

/** Domains whose events are kept longer than any run lasts: of these only a change deletes some. */
function storedIn({ mesh }: Topology): readonly string[] {
  return [...mesh.domains.values()].flatMap(({ name, events }) => {
    const terms = [...events.values()].map((event) => event.terms);
    const isKept = terms.every(
      ({ delivery, retention: { ageMilliseconds: age = lasts } }) =>
        delivery === "at-least-once" && age >= lasts,
    );
    return isKept ? [name] : [];
  });
}
