import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { createReporter, type Locator } from "../../compiler/diagnostics/reporter.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { nameIn } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { GivenReference, Workload } from "../../compiler/model/workload.ts";
import { success } from "../diagnose.ts";
import type { Following, WantedReference } from "../references/read-reference.ts";
import { resolveReferences } from "../references/resolve-references.ts";
import { unfitCertificate } from "./codes.ts";
import type { GivenCertificate } from "./given-certificate.ts";

/** Finds a part of a certificate that was resolved and does. */
export type GivenLookUp = (reference: GivenReference) => string | undefined;

/**
 * Resolves the certificates of brokers' own that the workloads refer to, and checks that who dials these brokers as they
 * are dialed here takes them. Whatever is wrong is reported at its place in the manifest, and nothing is made or changed.
 */
export async function givenCertificates(
  workloads: readonly Workload[],
  { brokers, mesh }: Topology,
  locate: Locator,
  reading: Omit<Following, "environment" | "once">,
): Promise<Result<GivenLookUp>> {
  const references = workloads.flatMap(referencesOf);
  if (references.length === 0) return success(() => undefined);
  const wanted = references.map(({ of, broker, part }): WantedReference => {
    const environment = brokers.get(broker)?.broker.environment;
    invariant(environment, `broker ${broker} is not in the mesh`);
    return { reference: of, path: pathOf(broker, part), environment };
  });
  const resolved = await resolveReferences(wanted, locate, reading);
  if (!resolved.ok) return resolved;
  const values = new Map(
    references.map((reference, index) => [keyOf(reference), resolved.value[index] ?? ""]),
  );
  const { names = new Map() } = mesh;
  const report = createReporter(locate);
  const given = new Map<string, string>();
  const { checkGiven } = await import("./given-certificate.ts");
  for (const workload of workloads) {
    const { broker } = workload;
    const dialed = namesOf(workload);
    if (dialed.length === 0) continue;
    const part = (name: GivenReference["part"]) => values.get(keyOf({ broker, part: name })) ?? "";
    const whole: GivenCertificate = { cert: part("cert"), key: part("key"), ca: part("ca") };
    const checked = checkGiven(whole, { names: dialed, now: reading.host.now() });
    if (!("cert" in checked)) {
      for (const fault of checked)
        report.report(
          unfitCertificate,
          { broker: nameIn(names, "brokers", broker), why: fault.why, names: dialed },
          { path: pathOf(broker, fault.part) },
        );
      continue;
    }
    for (const name of ["cert", "key", "ca"] as const)
      given.set(keyOf({ broker, part: name }), checked[name]);
  }
  if (hasErrors(report.diagnostics)) return { ok: false, diagnostics: report.diagnostics };
  return success((reference) => given.get(keyOf(reference)));
}

function pathOf(broker: string, part: GivenReference["part"]) {
  return ["brokers", broker, "tls", "certificates", part, "ref"];
}

function keyOf({ broker, part }: Pick<GivenReference, "broker" | "part">): string {
  return `${broker} ${part}`;
}

/** The parts of a broker's own certificate, each once. */
function referencesOf({ broker, instances }: Workload): readonly GivenReference[] {
  const parts = instances.flatMap(({ files }) => files.flatMap((file) => file.parts));
  const own = parts.flatMap((part) =>
    typeof part !== "string" && part.kind === "given" && part.broker === broker ? [part] : [],
  );
  return [...new Map(own.map((reference) => [reference.part, reference])).values()];
}

/** The names by which those who are shown a broker's own certificate dial it here. */
function namesOf({ instances }: Workload): readonly string[] {
  const shown = instances.flatMap(({ listeners }) => listeners.filter(({ knownBy }) => knownBy));
  return [...new Set(shown.map(({ address }) => address))].toSorted();
}
