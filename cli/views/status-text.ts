import type { InstanceStatus, StatusReport } from "../../deploy/status/status-report.ts";
import type { Paint } from "./paint.ts";
import { table } from "./table.ts";
import { visible } from "./visible.ts";

/** A status for people: whether the mesh is up at all, a row an instance, and below it what is not as it should be. */
export function statusText(report: StatusReport, paint: Paint): string {
  const instances = report.environments.flatMap(({ name, brokers }) =>
    brokers.map((instance) => ({ environment: name, instance })),
  );
  const rows = instances.map(({ environment, instance }) => [
    environment,
    instance.instance,
    instance.healthy ? "healthy" : "DOWN",
    `${instance.links.filter(({ connected }) => connected).length}/${instance.links.length}`,
    instance.drift.length === 0 ? "none" : String(instance.drift.length),
  ]);
  const troubles = instances.flatMap(({ instance }) => troublesOf(instance));
  const list = troubles.map((trouble) => `${paint.error("!")} ${visible(trouble)}\n`).join("");
  const first = report.takenDown ? "The mesh was taken down; `meshc up` brings it up again.\n" : "";
  const verdict = report.ok ? paint.good("ok: all as applied") : paint.error("not as applied");
  return `${first}${table([["ENVIRONMENT", "INSTANCE", "HEALTH", "LINKS", "DRIFT"], ...rows])}${list}${verdict}\n`;
}

function troublesOf({ instance, links, drift }: InstanceStatus): readonly string[] {
  return [
    ...links.filter(({ connected }) => !connected).map(({ what }) => `${instance}: ${what} is not connected`),
    ...drift.map((difference) => `${instance}: ${difference}`),
  ];
}
