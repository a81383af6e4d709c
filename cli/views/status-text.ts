import type { ChosenMesh } from "../../deploy/choice/chosen-mesh.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import type {
  CertificateStatus,
  InstanceStatus,
  StatusReport,
  StoredStatus,
} from "../../deploy/status/status-report.ts";
import type { Paint } from "./paint.ts";
import { table } from "./table.ts";
import { visible } from "./visible.ts";

/**
 * A status for people: whether the mesh is up at all, a row an instance, a row a broker that stores, and below them what
 * is not as it should be. `command` is what brings this mesh about.
 */
export function statusText(report: StatusReport, paint: Paint, command: ChosenMesh["command"]): string {
  const instances = report.environments.flatMap(({ name, brokers }) =>
    brokers.map((instance) => ({ environment: name, instance })),
  );
  const speaksTls = instances.some(({ instance }) => instance.certificates !== undefined);
  const rows = instances.map(({ environment, instance }) => [
    environment,
    instance.instance,
    instance.healthy ? "healthy" : "DOWN",
    `${instance.links.filter(({ connected }) => connected).length}/${instance.links.length}`,
    instance.drift.length === 0 ? "none" : String(instance.drift.length),
    ...(speaksTls ? [firstEnd(instance)] : []),
  ]);
  const stored = report.environments.flatMap((environment) => environment.stored);
  const troubles = [
    ...instances.flatMap(({ instance }) => troublesOf(instance)),
    // Of a mesh that was taken down nothing more can be told, which has been said.
    ...(report.takenDown ? [] : new Set(stored.flatMap(storedTroubles))),
    ...new Set(
      instances.flatMap(({ instance }) =>
        (instance.certificates ?? []).flatMap((one) => certificateTroubles(one, command)),
      ),
    ),
  ];
  const list = troubles.map((trouble) => `${paint.error("!")} ${visible(trouble)}\n`).join("");
  const first = report.takenDown
    ? `${command === "meshc up" ? "The mesh was taken down" : "Nothing of it runs"}; \`${command}\` brings it up again.\n`
    : "";
  const verdict = report.ok ? paint.good("ok: all as applied") : paint.error("not as applied");
  const kept = stored.length > 0 ? table([["BROKER", "STORES"], ...storedRows(stored)]) : "";
  const heads = [
    "ENVIRONMENT",
    "INSTANCE",
    "HEALTH",
    "LINKS",
    "DRIFT",
    ...(speaksTls ? ["CERTIFICATES UNTIL"] : []),
  ];
  return `${first}${table([heads, ...rows])}${kept}${list}${verdict}\n`;
}

/** How much of what each broker stores is as it was applied. */
function storedRows(stored: readonly StoredStatus[]): readonly (readonly string[])[] {
  return [...new Set(stored.map(({ broker }) => broker))].map((broker) => {
    const own = stored.filter((each) => each.broker === broker);
    return [broker, `${own.filter(({ state }) => state === "ok").length}/${own.length}`];
  });
}

function storedTroubles({ broker, state, why, ...what }: StoredStatus): readonly string[] {
  const reasons = why.length > 0 ? `: ${why.join("; ")}` : "";
  switch (state) {
    case "ok":
      return [];
    case "missing":
      return [`${broker}: ${provisionName(what)} is missing`];
    case "different":
      return [`${broker}: ${provisionName(what)} is different${reasons}`];
    case "idle":
      return [`${broker}: ${provisionName(what)} is not filled${reasons}`];
    case "unknown":
      return [`${broker}: whether it stores as applied is not known${reasons}`];
  }
}

/** The day on which the first of an instance's certificates ends. */
function firstEnd({ certificates = [] }: InstanceStatus): string {
  return certificates.map(({ until }) => dayOf(until)).toSorted()[0] ?? "";
}

function certificateTroubles(
  { of, until, state, given }: CertificateStatus,
  command: string,
): readonly string[] {
  const words = { valid: undefined, ending: "ends", ended: "ended", "not yet": "does not hold yet, ends" }[
    state
  ];
  if (words === undefined) return [];
  const isAuthority = of.startsWith("authority ");
  const renewal = given
    ? `; put another in its place, and run \`${command}\``
    : `; \`${command}\` makes another`;
  const advice = isAuthority ? "" : renewal;
  return [`the certificate of ${of} ${words} on ${dayOf(until)}${advice}`];
}

function dayOf(instant: string): string {
  return instant.slice(0, "2026-01-01".length);
}

function troublesOf({ instance, links, drift }: InstanceStatus): readonly string[] {
  return [
    ...links.filter(({ connected }) => !connected).map(({ what }) => `${instance}: ${what} is not connected`),
    ...drift.map((difference) => `${instance}: ${difference}`),
  ];
}
