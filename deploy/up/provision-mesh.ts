import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { diagnose } from "../diagnose.ts";
import { askUntilReady } from "./ask-until-ready.ts";
import type { Work } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import { provisionAll } from "./provision-all.ts";
import type { BrokerChange } from "./provision-changes.ts";
import { notProvisioned } from "./provision-codes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import { recordProvisions } from "./record-provisions.ts";
import { whatIsWithheld } from "./withheld.ts";

/**
 * Makes what is to be inside the running brokers. Before anything is changed it is seen whether that would keep stored
 * events from their readers, but for what may be lost by name; then streams give up what others are to take in; then everything is made.
 */
export async function provisionMesh(
  { ground, progress, record }: Pick<Work, "ground" | "progress" | "record">,
  changes: readonly BrokerChange[],
  mayLose?: ReadonlySet<string>,
): Promise<readonly Diagnostic[]> {
  const withheld = await whatIsWithheld(ground, changes, mayLose);
  if (withheld.length > 0) return withheld;
  const after: BrokerChange[] = [];
  for (const change of changes) {
    const left = await roomMade(ground, change);
    if (typeof left === "string")
      return [
        diagnose(notProvisioned, {
          broker: calledIn(ground, "brokers", change.broker),
          by: ground.folder,
          why: left,
        }),
      ];
    after.push({ ...change, left });
    for (const each of left.filter((one) => one.kind === "stream" && change.newlyLeft.includes(one)))
      progress({ kind: "left", broker: change.broker, what: provisionName(each) });
  }
  const reached = new Set<string>();
  const note = async () => {
    recordProvisions(record, after, (broker, each) => reached.has(`${broker} ${provisionName(each)}`));
    return record.save();
  };
  const saved = await note();
  if (!saved.ok) return saved.diagnostics;
  return provisionAll(ground, progress, changes, mayLose, async (broker, provisions) => {
    for (const each of provisions) reached.add(`${broker} ${provisionName(each)}`);
    return (await note()).diagnostics;
  });
}

/** What is left inside a broker, or why it cannot be told. */
async function roomMade(
  ground: Ground,
  { store, client, isOpen, ...change }: BrokerChange,
): Promise<readonly Provision[] | string> {
  if (!isOpen) return change.left;
  if (change.left.length === 0 && change.wanted.length === 0) return [];
  return askUntilReady(ground, store, (seed) => store.makeRoom(client, seed, change));
}
