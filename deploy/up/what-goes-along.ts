import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { LiveStore, Waiting } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { lossKey } from "../../compiler/plan/loss-key.ts";
import { diagnose } from "../diagnose.ts";
import { ownListener } from "../own-listener.ts";
import type { ProcessId } from "../host/host.ts";
import { versionsOf } from "../state/versions-of.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Bringing } from "./bringing.ts";
import type { Ground } from "./ground.ts";
import { endpointOf } from "./instance-endpoint.ts";
import type { LookUp } from "./instance-files.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { eventsWithheld } from "./provision-codes.ts";
import type { BrokerChange } from "./provision-changes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import type { UpFolder } from "./up-folder.ts";

/** A broker that nobody can ask any more once it is changed, and how it is asked before. */
interface Ending {
  readonly broker: string;
  /** What becomes of it, in words. */
  readonly why: string;
  readonly store: LiveStore;
  readonly made: readonly Provision[];
  /** Absent where it does not run. */
  readonly client?: Endpoint;
}

/** What there is to tell it from. */
export interface GoingAlong extends Pick<Bringing, "engines" | "mayLose" | "store">, Pick<Ground, "names"> {
  readonly record: MeshRecord;
  readonly by: UpFolder;
  /** Instances that are to be ended. */
  readonly removed: readonly string[];
  readonly running: ReadonlyMap<string, ProcessId>;
  /** Finds values as they were. */
  readonly lookUp: LookUp;
  readonly changes: readonly BrokerChange[];
}

/**
 * Tells what goes along with brokers that leave, or that are to store nothing: stored events, and places of readers who go
 * on elsewhere, where nobody could be asked for them any more. Changes nothing. A broker that does not run is believed
 * to hold something, and what is named in `mayLose` counts as nothing.
 */
export async function whatGoesAlong(going: GoingAlong): Promise<readonly Diagnostic[]> {
  const { mayLose = new Set(), changes, by } = going;
  const wanted = new Set(changes.flatMap(({ everywhere }) => everywhere.map(readerOf)));
  const told = await inParallel(endingOf(going), async ({ broker, why, store, made, client }) => {
    if (mayLose.has(lossKey("broker", broker))) return [];
    const own = made.filter((each) => !store.ownersOf(each).some((owner) => mayLose.has(owner)));
    // Where nothing is stored any more nobody has this key from now on.
    const key = await going.store.secrets.key(store.provisionerIdentity);
    const seed = key.ok && typeof key.value === "object" ? key.value.seed : undefined;
    const isAsked = client && seed !== undefined && own.length > 0;
    const asked = isAsked ? await store.waiting(client, seed, own).catch(() => undefined) : undefined;
    const called = calledIn(going, "brokers", broker);
    return own.flatMap((provision, index) => {
      const held = heldIn(provision, asked?.[index], wanted.has(readerOf(provision)));
      const what = provisionName(provision);
      return held === undefined
        ? []
        : [diagnose(eventsWithheld, { broker: called, by, what, why: `${held}, and ${called} ${why}` })];
    });
  });
  return told.flat();
}

function endingOf({ record, removed, running, engines, lookUp, changes }: GoingAlong): readonly Ending[] {
  const closing = changes.flatMap(
    ({ broker, store, recorded, left, newlyLeft, isOpen, before }): Ending[] => {
      const made = [...new Set([...recorded, ...left, ...newlyLeft])];
      if (isOpen || made.length === 0) return [];
      return [{ broker, store, made, why: "is to store nothing", ...(before && { client: before }) }];
    },
  );
  const staying = new Set(changes.map(({ broker }) => broker));
  const leaving = removed.flatMap((name): readonly Ending[] => {
    const placed = record.instance(name)?.record;
    const support = placed && engines.get(placed.engine);
    const made = [...(placed?.provisions ?? []), ...(placed?.left ?? [])];
    const store = support?.live.stored;
    if (!placed || !store || made.length === 0 || staying.has(placed.broker)) return [];
    const [runs] = running.has(name) ? versionsOf(placed) : [];
    const client = runs && endpointOf(runs, ownListener(support.engine), lookUp);
    return [{ broker: placed.broker, store, made, why: "leaves the mesh", ...(client && { client }) }];
  });
  return [...closing, ...leaving];
}

/** What is in something, in words, that would not be found any more; of what cannot be asked, what may be in it. */
function heldIn(provision: Provision, found: Waiting | undefined, goesOn: boolean): string | undefined {
  const { kind, drawn } = provision;
  if (found && !found.there) return undefined;
  if (kind === "consumer")
    return goesOn
      ? `its reader goes on elsewhere, and where it was could not be asked there any more: let it attach at both brokers first`
      : undefined;
  if (found) {
    const events = drawn ? found.events : found.isCopy ? 0 : found.held;
    return events === 0 ? undefined : events === 1 ? "it holds 1 event" : `it holds ${events} events`;
  }
  return "it cannot be asked what it holds";
}

/** Who reads by a place, whatever part of it; a stream for itself. */
function readerOf({ kind, name }: Provision): string {
  return `${kind} ${kind === "consumer" ? (name.split("__")[0] ?? name) : name}`;
}
