import { afterAll, expect, test } from "vitest";
import { flowName } from "../../../compiler/model/flow-name.ts";
import { worstOf } from "../../../compiler/model/effect.ts";
import { pause, until } from "../../nats/until.ts";
import { appliedMesh } from "../apply/applied-mesh.ts";
import { comesBack, goesOn, type MadeChange, makeChange } from "./changed-mesh.ts";
import { type JudgedFlow, judgeChange } from "./judge-change.ts";
import { logins } from "./logins.ts";
import { sourceOf, startTraffic, type Traffic } from "./traffic.ts";
import { trafficChanges } from "./traffic-changes.ts";
import { trafficManifest } from "./traffic-manifest.ts";
import { changeLine, type ChangeRow } from "./change-line.ts";

/** The long suite "under-traffic". For development the environment says `TRAFFIC_ONLY`: names of changes, separated by `;`. */
const only = process.env["TRAFFIC_ONLY"]?.split(";");
const changes = trafficChanges.filter(({ name }) => only?.includes(name) ?? true);

/** Events a second of all publishers together, and milliseconds before each change and after it. */
const rate = 500;
const quiet = 1_000;
/** How long anything that is kept nowhere may be on its way. */
const arrives = 3_000;
/** What was under way to a reader whose connection ended comes again after half a minute. */
const comesAgain = 45_000;

const rows: ChangeRow[] = [];

test("changes cost the traffic what their plans say", { timeout: 1_800_000 }, async () => {
  const manifest = structuredClone(trafficManifest);
  const mesh = await appliedMesh({ manifest: JSON.stringify(manifest) });
  await mesh.applied();
  const handing = logins(mesh.recorded);
  const { topology } = await mesh.analyzed();
  handing.of(topology);
  const traffic = startTraffic(handing.login, rate);
  try {
    await traffic.follow(topology);
    await until(() => traffic.silent(goesOn).length === 0, comesBack);
    expect(traffic.silent(goesOn)).toEqual([]);
    const made: MadeChange[] = [];
    for (const [index, change] of changes.entries()) {
      traffic.ledger.begin(index + 1);
      await pause(quiet);
      made.push(await makeChange({ mesh, manifest, traffic, handOut: handing.of }, change));
      await pause(quiet);
      if (process.env["TRAFFIC_TOLD"]) {
        // What is under way is not lost.
        await pause(arrives);
        console.log(changeLine(rowOf(made.at(-1) as MadeChange, index + 1, traffic)));
      }
    }
    traffic.stop();
    await pause(arrives);
    await until(() => made.every((one, index) => isRead(one, index + 1, traffic)), comesAgain);
    rows.push(...made.map((one, index) => rowOf(one, index + 1, traffic)));
    expect(rows.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
  } finally {
    await traffic.close();
  }
});

afterAll(() => {
  console.log(`\n${rows.map(changeLine).join("\n")}\n`);
  console.log(`\n${JSON.stringify({ rate, changes: rows.map(({ told: _told, ...row }) => row) })}`);
});

function isRead({ flows, kept }: MadeChange, phase: number, { ledger }: Traffic): boolean {
  return flows
    .filter((flow) => kept.has(flowName(flow)))
    .every((flow) => ledger.account(sourceOf(flow), flow.subscriber.name, phase).lost === 0);
}

function rowOf(
  { change, plan, flows, kept, faults, deletions, took }: MadeChange,
  phase: number,
  traffic: Traffic,
): ChangeRow {
  const judged = flows.map((flow): JudgedFlow => ({
    name: flowName(flow),
    isKept: kept.has(flowName(flow)),
    comesOnce: flow.event.terms.delivery === "at-most-once" || flow.event.withoutDuplicates === true,
    ...traffic.ledger.account(sourceOf(flow), flow.subscriber.name, phase),
  }));
  const worst = worstOf(plan.changes.map(({ effect }) => effect));
  const sum = (what: "sent" | "lost" | "twice") => judged.reduce((total, flow) => total + flow[what], 0);
  return {
    name: change.name,
    worst,
    named: new Set(plan.changes.flatMap((one) => one.flows)).size,
    sent: sum("sent"),
    lost: sum("lost"),
    twice: sum("twice"),
    deleted: deletions.reduce((total, { events }) => total + events, 0),
    took: Math.round(took),
    faults: [
      ...faults,
      ...(worst === change.worst ? [] : [`its worst effect is ${worst} and not ${change.worst}`]),
      ...judgeChange(plan, judged, deletions),
    ],
    told: [
      ...plan.changes.map(
        (one) =>
          `${one.kind} ${one.name} ${one.action} ${one.effect}: ${one.reason} [${one.flows.join(", ")}]`,
      ),
      ...plan.meanwhile.map(
        ({ kind, what, after, until: end }) => `meanwhile ${after}-${end} ${kind}: ${what}`,
      ),
      ...judged
        .filter(({ lost, twice }) => lost + twice > 0)
        .map(({ name, lost, twice, sent }) => `counted ${name}: ${lost} lost, ${twice} twice of ${sent}`),
    ],
  };
}
