import { randomBytes } from "node:crypto";
import { batchesOf } from "./batches.ts";
import { patience } from "./deliver.ts";
import { runFlows } from "./flow-run.ts";
import { judgeFlows } from "./judge-flows.ts";
import { judgeDenied, judgeRights } from "./judge-rights.ts";
import { leftAlone, takeIn, without } from "./left-alone.ts";
import { createLedger } from "./ledger.ts";
import { planVerification } from "./plan-verification.ts";
import { proveDeadLetters } from "./prove-dead-letters.ts";
import { proveDelivery } from "./prove-delivery.ts";
import { proveLinks } from "./prove-links.ts";
import type { VerifyReport } from "./report.ts";
import { runRights, runStrangers } from "./rights-run.ts";
import type { FlowFindings } from "./run.ts";
import type { Ground } from "./session.ts";

export interface VerifyOptions {
  /** Also try every identity against every topic, and logins that must fail. */
  readonly rights: boolean;
  /** Is told what is tried next. */
  readonly progress?: (next: VerifyStep) => void;
}

/** What a verification does, in this order: flows in parts, what identities may do, whether links let more through. */
export type VerifyStep =
  | { readonly kind: "flows"; readonly flows: number; readonly part: number; readonly parts: number }
  | { readonly kind: "rights"; readonly identities: number }
  | { readonly kind: "links" };

/** Connections held at once for flows, unless one event alone needs more. */
const connectionsAtOnce = 400;

/**
 * Connects to a running mesh as each of its applications, with that application's credentials only, and proves
 * that every declared flow delivers and that what is not granted does not. What the mesh does wrong is in the
 * report; nothing is thrown for it.
 */
export async function verify(mesh: Ground, options: VerifyOptions): Promise<VerifyReport> {
  const runId = randomBytes(6).toString("hex");
  const dialects = new Map([...mesh.engines].map(([name, engine]) => [name, engine.dialect]));
  const whole = planVerification(mesh.topology, { runId, rights: options.rights, dialects });
  const untried = await leftAlone(mesh);
  const ground: Ground = { ...mesh, leftAlone: untried.durables };
  const plan = without(whole, untried);
  const ledger = createLedger(runId);
  const { progress = () => undefined } = options;
  const batches = batchesOf(ground.topology, plan, connectionsAtOnce);
  const parts: FlowFindings[] = [];
  for (const [index, batch] of batches.entries()) {
    progress({ kind: "flows", flows: plan.flows.length, part: index + 1, parts: batches.length });
    parts.push(await runFlows(ground, ledger, batch));
  }
  const flows = judgeFlows(plan.flows, joined(parts), ledger.sent, { ...ground, untried: untried.events });
  const deadLetters = await proveDeadLetters(ground, ledger, plan);
  progress({ kind: "rights", identities: plan.identities.length });
  const rightFindings = await runRights(ground, ledger, plan.identities);
  const strangers = await runStrangers(ground, plan.strangers);
  progress({ kind: "links" });
  const wait = flows.every(({ verdict }) => verdict === "ok") ? patience.calm : patience.troubled;
  const proofs = new Map([
    ...(await proveDelivery(ground, ledger, plan, rightFindings)),
    ...(await proveLinks(ground, ledger, plan, rightFindings, wait)),
  ]);
  await takeIn(ground, untried);
  const denied = judgeDenied(rightFindings, proofs);
  const rights = options.rights ? judgeRights(rightFindings, strangers, proofs) : undefined;
  const ok = [...flows, ...deadLetters, ...denied, ...(rights ?? [])].every(
    ({ verdict }) => verdict === "ok",
  );
  const told = deadLetters.length > 0 ? { deadLetters } : {};
  return { version: 1, ok, flows, denied, ...told, ...(rights && { rights }) };
}

function joined(parts: readonly FlowFindings[]): FlowFindings {
  return {
    delivered: parts.flatMap((part) => part.delivered),
    failures: parts.flatMap((part) => part.failures),
  };
}
