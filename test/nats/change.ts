import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Step } from "../../compiler/target.ts";
import { mergedSteps } from "../../deploy/up/merged-steps.ts";
import { effectOf } from "../../targets/engines/nats/effect-of.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { natsLive } from "./nats-live.ts";
import { loopback } from "./loopback.ts";
import { type RunningMesh, startMesh } from "./running-mesh.ts";
import { type SmallMesh, topologyOf } from "./small-mesh.ts";
import { atVersion } from "./with-mesh.ts";

const nats = await natsLive();

/** A running mesh and what it is to become. */
export interface Change {
  readonly mesh: RunningMesh;
  readonly before: Topology;
  readonly after: Topology;
  /** An instance as it is to be. */
  instance(name: string): WorkloadInstance;
  /** The steps that the engine predicts for an instance, as `kind` or `kind identity`. */
  steps(name: string): readonly string[];
  /** Takes these steps. A reload that is not taken is an error. */
  take(name: string): Promise<void>;
  /** Has the instance reload what is to come, whatever was predicted. */
  reload(name: string): Promise<"taken" | "refused" | "ended">;
}

/** Runs a body on a mesh that is running, and hands it the change to another. */
export async function withChange(
  version: string,
  from: SmallMesh,
  to: SmallMesh,
  body: (change: Change) => Promise<void>,
): Promise<void> {
  const before = topologyOf(atVersion(from, version));
  const after = topologyOf(atVersion(to, version));
  const addressing = await loopback(before, after);
  const mesh = await startMesh(before, version, { addressing });
  const old = instances(before, mesh);
  const now = instances(after, mesh);
  const instance = (name: string) => found(now, name);
  const predicted = (name: string) => mergedSteps(effectOf(found(old, name), instance(name), version));
  const reload = (name: string) => {
    mesh.server(name).write(instance(name));
    return mesh.server(name).reload();
  };
  const takeStep = async (name: string, step: Step) => {
    if (step.kind === "reload") {
      const outcome = await reload(name);
      if (outcome !== "taken")
        throw new Error(`the reload of ${name} was ${outcome}: ${mesh.server(name).log()}`);
    } else if (step.kind === "reconnect") {
      await reconnect(mesh, step);
    } else {
      await mesh.server(name).stop();
      await mesh.start(name, instance(name));
    }
  };
  try {
    await body({
      mesh,
      before,
      after,
      instance,
      reload,
      steps: (name) =>
        predicted(name).map(({ kind, identity }) => [kind, ...(identity ? [identity] : [])].join(" ")),
      async take(name) {
        for (const step of predicted(name)) await takeStep(name, step);
      },
    });
  } finally {
    await mesh.stop();
  }
}

/** Makes a link log in anew at an instance, as `deploy` does it. */
export async function reconnect(mesh: RunningMesh, step: Step): Promise<void> {
  const server = mesh.server(step.instance);
  const at = (listener: string) => ({ host: "127.0.0.1", port: server.port(listener) });
  const { keys } = mesh;
  const user = keys.userOf(step.identity ?? "");
  await nats.endLogins(at("nats"), at("management"), keys.seed("system"), user);
}

function instances(topology: Topology, mesh: RunningMesh): ReadonlyMap<string, WorkloadInstance> {
  const workloads = lower(topology, mesh.addressing);
  return new Map(workloads.flatMap((workload) => workload.instances.map((it) => [it.name, it] as const)));
}

function found(all: ReadonlyMap<string, WorkloadInstance>, name: string): WorkloadInstance {
  const instance = all.get(name);
  if (!instance) throw new Error(`no instance ${name}`);
  return instance;
}
