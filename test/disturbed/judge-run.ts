import type { RunResult } from "./disturbed-run.ts";
import { type Plan, recovery } from "./plan.ts";

/** What of a run is not as it is promised, each in words. */
export function faultsOf(run: RunResult, { cut }: Pick<Plan, "cut">): readonly string[] {
  const flows = run.flows.flatMap(({ kind, publisher, reader, rate, ...flow }) => {
    const most = kind.lost === "none" ? 0 : Math.ceil((rate * (cut + recovery)) / 1_000);
    const name = `${publisher} > ${reader} (${kind.name})`;
    return [
      ...(flow.published === 0 ? [`${name}: nothing was published`] : []),
      ...(flow.lost > most ? [`${name}: ${flow.lost} of ${flow.published} lost, at most ${most}`] : []),
      ...(kind.duplicates === "none" && flow.duplicates > 0
        ? [`${name}: ${flow.duplicates} duplicates`]
        : []),
    ];
  });
  return [
    ...flows,
    ...run.refused.map((words) => `refused: ${words}`),
    ...run.pastProxies.map((name) => `past the proxies: ${name}`),
  ];
}
