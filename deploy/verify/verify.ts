import { randomBytes } from "node:crypto";
import { batchesOf } from "./batches.ts";
import { patience } from "./deliver.ts";
import { runFlows } from "./flow-run.ts";
import { judgeFlows } from "./judge-flows.ts";
import { judgeDenied, judgeRights } from "./judge-rights.ts";
import { leaveNothing, endsOf } from "./leave-nothing.ts";
import { leftAlone, without } from "./left-alone.ts";
import { linkGaps, withoutGaps } from "./link-gaps.ts";
import { createLedger } from "./ledger.ts";
import { planVerification } from "./plan-verification.ts";
import { proveDeadLetters } from "./prove-dead-letters.ts";
import { proveDelivery } from "./prove-delivery.ts";
import { proveLinks } from "./prove-links.ts";
import type { VerifyReport } from "./report.ts";
import { judgeAnswers, runAnswers } from "./answers-run.ts";
import { runRights } from "./rights-run.ts";
import type { FlowFindings } from "./run.ts";
import { type Ground, instancesOf } from "./session.ts";
import { settleUntold } from "./settle-untold.ts";
import { runStrangers } from "./strangers-run.ts";
import { sumUp } from "./sum-up.ts";
import type { VerificationPlan } from "./verification-plan.ts";

export interface VerifyOptions {
  /** Also try every identity against every topic, and logins that must fail. */
  readonly rights: boolean;
  /** Is told what is tried next. */
  readonly progress?: (next: VerifyStep) => void;
}

/**
 * What a verification does, in this order: flows in parts, what identities may do, whether links let more through, and
 * that nothing is left of it. `rights` is told again from time to time.
 */
export type VerifyStep =
  | { readonly kind: "flows"; readonly flows: number; readonly part: number; readonly parts: number }
  | {
      readonly kind: "rights";
      readonly identities: number;
      readonly tried: number;
      readonly attempts: number;
    }
  | { readonly kind: "links" }
  | { readonly kind: "leaving" };

/** Connections held at once for flows, unless one event alone needs more. */
const connectionsAtOnce = 400;
/** How often it is told how far the rights are, in milliseconds. */
const toldEvery = 2_000;

/**
 * Connects to a running mesh as each of its applications, with that application's credentials only, and proves
 * that every declared flow delivers and that what is not granted does not. What the mesh does wrong is in the
 * report; nothing is thrown for it. What was sent is removed again, whatever became of the rest.
 */
export async function verify(mesh: Ground, options: VerifyOptions): Promise<VerifyReport> {
  const runId = randomBytes(6).toString("hex");
  const { progress = () => undefined } = options;
  const ends = await endsOf(mesh);
  let left: VerifyReport["left"] = [];
  let report: VerifyReport;
  try {
    report = await tryAll(mesh, runId, { ...options, progress });
  } finally {
    if (ends.size > 0) progress({ kind: "leaving" });
    left = await leaveNothing(mesh, runId, ends);
  }
  return left.length > 0 ? { ...report, left } : report;
}

async function tryAll(
  mesh: Ground,
  runId: string,
  { rights: wanted, progress }: Required<VerifyOptions>,
): Promise<VerifyReport> {
  const spoken = new Map([...mesh.engines].map(([name, engine]) => [name, engine.protocols]));
  const { known } = mesh.running;
  const whole = planVerification(mesh.topology, { runId, rights: wanted, spoken, known });
  const alone = await leftAlone(mesh);
  const ground: Ground = { ...mesh, leftAlone: alone.durables };
  const untried = await linkGaps(ground, whole);
  const plan = withoutGaps(without(whole, alone), untried);
  const ledger = createLedger(runId);
  const batches = batchesOf(ground.topology, plan, connectionsAtOnce);
  const parts: FlowFindings[] = [];
  for (const [index, batch] of batches.entries()) {
    progress({ kind: "flows", flows: plan.flows.length, part: index + 1, parts: batches.length });
    parts.push(await runFlows(ground, ledger, batch));
  }
  const flows = judgeFlows(plan.flows, joined(parts), ledger.sent, { ...ground, untried: alone.events });
  const deadLetters = await proveDeadLetters(ground, ledger, plan);
  const begun = performance.now();
  const attempts = attemptsOf(ground, plan);
  const asTold = await runRights(ground, ledger, plan.identities, telling(plan, attempts, progress));
  const { findings: rightFindings, proofs: heard } = await settleUntold(ground, ledger, plan, asTold);
  const strangers = await runStrangers(ground, plan.strangers);
  const answers = wanted ? await runAnswers(ground, ledger, plan) : [];
  const tried = { attempts, milliseconds: Math.round(performance.now() - begun) };
  progress({ kind: "links" });
  const wait = flows.every(({ verdict }) => verdict === "ok") ? patience.calm : patience.troubled;
  const proofs = new Map([
    ...(await proveDelivery(ground, ledger, plan, rightFindings, heard)),
    ...heard,
    ...(await proveLinks(ground, ledger, plan, rightFindings, wait)),
  ]);
  const denied = judgeDenied(rightFindings, proofs);
  const rights = wanted
    ? [...judgeRights(rightFindings, strangers, proofs), ...judgeAnswers(answers)]
    : undefined;
  const ok = [...flows, ...deadLetters, ...denied, ...(rights ?? [])].every(
    ({ verdict }) => verdict === "ok",
  );
  const told = deadLetters.length > 0 ? { deadLetters } : {};
  return {
    version: 1,
    ok,
    flows,
    denied,
    ...told,
    ...(rights && { rights, identities: sumUp(rights), tried }),
    ...(untried.length > 0 && { untried }),
  };
}

/** How much is tried: each right, and each login that must fail, at each instance of its broker. */
function attemptsOf({ topology }: Ground, { identities, strangers }: VerificationPlan): number {
  const instances = (broker: string) => instancesOf(topology, broker).length;
  return (
    identities.reduce((sum, { broker, probes }) => sum + probes.length * instances(broker), 0) +
    strangers.reduce((sum, { broker }) => sum + instances(broker), 0)
  );
}

/** Tells how far the rights are, at once and then from time to time. */
function telling(
  { identities }: VerificationPlan,
  attempts: number,
  progress: Required<VerifyOptions>["progress"],
): (more: number) => void {
  let tried = 0;
  let last = performance.now();
  const tell = () =>
    progress({
      kind: "rights",
      identities: new Set(identities.map(({ identity }) => identity)).size,
      tried,
      attempts,
    });
  tell();
  return (more) => {
    tried += more;
    if (performance.now() - last < toldEvery) return;
    last = performance.now();
    tell();
  };
}

function joined(parts: readonly FlowFindings[]): FlowFindings {
  return {
    delivered: parts.flatMap((part) => part.delivered),
    failures: parts.flatMap((part) => part.failures),
  };
}
