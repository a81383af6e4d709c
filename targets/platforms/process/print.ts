import type { Artifact } from "../../../compiler/model/artifact.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { ConfigFile, Workload, WorkloadInstance } from "../../../compiler/model/workload.ts";
import { printJson } from "../../kit/print-json.ts";
import { hasReferences, printFile } from "./print-file.ts";

/** Prints each instance into a folder of its name, and beside these what is made inside the running broker. */
export function print(workload: Workload): readonly Artifact[] {
  return [...printInstances(workload), ...printProvisions(workload)];
}

function printProvisions({ broker, environment, engine, provisions }: Workload): readonly Artifact[] {
  if (provisions.length === 0) return [];
  const listed = provisions.map(({ kind, name, within, settings }) => ({
    kind,
    name,
    ...(within !== undefined && { within }),
    settings,
  }));
  const text = printJson({ version: 1, broker, engine: { name: engine }, provisions: listed });
  return [{ environment, path: `${broker}.provisions.json`, text }];
}

function printInstances(workload: Workload): readonly Artifact[] {
  const { environment } = workload;
  return workload.instances.flatMap((instance) => {
    const files = instance.files.map(printFile);
    const described = { path: "process.json", text: printJson(describe(workload, instance)) };
    return [...files, described].map(({ path, text }) => ({
      environment,
      path: `${instance.name}/${path}`,
      text,
    }));
  });
}

/** How to run an instance: program, arguments relative to its folder, ports, health, how to reload and end it. */
function describe(workload: Workload, instance: WorkloadInstance): Json {
  const { program, arguments: args } = instance.command;
  return {
    version: 1,
    instance: instance.name,
    broker: workload.broker,
    engine: { name: workload.engine, version: workload.version },
    command: { program, arguments: args },
    files: instance.files.map(describeFile),
    listeners: Object.fromEntries(
      instance.listeners.map(({ name, address, port }) => [name, { address, port }]),
    ),
    health: { ...instance.health },
    reload: { signal: instance.reload.signal },
    stop: { signal: instance.stop.signal, graceSeconds: instance.stop.graceSeconds },
  };
}

function describeFile(file: ConfigFile): Json {
  const described = { path: file.path, mode: `0${file.mode.toString(8)}` };
  return hasReferences(file) ? { ...described, reference: printFile(file).path } : described;
}
