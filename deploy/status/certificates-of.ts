import { X509Certificate } from "node:crypto";
import { compare } from "../../compiler/model/compare.ts";
import type {
  CertificateReference,
  GivenReference,
  SecretReference,
  WorkloadInstance,
} from "../../compiler/model/workload.ts";
import type { CertificateStatus } from "./status-report.ts";

/**
 * Certificates that an instance shows or knows others by, and how long they hold; what is not there is left out. `broker` is
 * what its broker is called, whose own one it may show.
 */
export function certificatesOf(
  { files }: WorkloadInstance,
  broker: string,
  lookUp: (reference: Shown) => string | undefined,
  now: Date,
): readonly CertificateStatus[] {
  const references = files.flatMap(({ parts }) => parts.filter((part) => typeof part !== "string"));
  const found = references.filter(isShown).flatMap((reference): readonly CertificateStatus[] => {
    const pem = lookUp(reference);
    return pem === undefined ? [] : [{ ...named(reference, broker), ...statusOf(pem, now) }];
  });
  return found.toSorted((a, b) => compare(a.of, b.of));
}

type Shown = CertificateReference | GivenReference;

function isShown(reference: SecretReference): reference is Shown {
  if (reference.kind === "given") return reference.part === "cert";
  return reference.kind === "certificate" || reference.kind === "authority";
}

function named(reference: Shown, broker: string): Pick<CertificateStatus, "of" | "given"> {
  if (reference.kind === "given") return { of: broker, given: true };
  return { of: reference.kind === "authority" ? `authority "${reference.of}"` : reference.of };
}

const day = 24 * 60 * 60 * 1_000;
/** A third of the time of a certificate that meshc makes; an authority has ten times that, and is told of no sooner. */
const soon = 122 * day;

function statusOf(pem: string, now: Date): Pick<CertificateStatus, "until" | "state"> {
  const { validFrom, validTo } = new X509Certificate(pem);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const left = to - now.getTime();
  const isEnding = left < Math.min(soon, (to - from) / 3);
  const state = left < 0 ? "ended" : from > now.getTime() ? "not yet" : isEnding ? "ending" : "valid";
  return { until: new Date(to).toISOString(), state };
}
