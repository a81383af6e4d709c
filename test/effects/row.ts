import type { Effect } from "../../compiler/model/effect.ts";
import type { Json } from "../../compiler/model/json.ts";

/** An effect, or one for each minor version from which on it is another: `{ "2.10": "INTERRUPTS", "2.12": "RELOAD" }`. */
export type ByVersion = Effect | { readonly [since: string]: Effect };

/** What a change does, and what it does to be taken back; absent = that is not tried: it shows nothing by itself. */
export interface Expected {
  readonly there: ByVersion;
  readonly back?: ByVersion;
}

/** A change of a manifest, and what it does to a mesh that runs. */
export interface EffectRow {
  readonly engine: "nats" | "mosquitto" | "connect";
  /** The change, in words. */
  readonly what: string;
  /** Name of the mesh that is changed: see `bases`. */
  readonly base: string;
  /** What changes of its manifest, as a merge patch (RFC 7396). */
  readonly patch?: Json;
  /** Listeners that get other ports, by instance. */
  readonly moves?: Readonly<Record<string, string>>;
  /** All speak TLS. */
  readonly tls?: true;
  /** Another program: the patch version of nats-server. */
  readonly program?: string;
  /** Where each broker of the base is one instance; absent = it is not tried there. */
  readonly one?: Expected;
  /** Where the base's first broker has three. */
  readonly three?: Expected;
  /** Minor versions of the engine that it is tried on; absent = all. */
  readonly versions?: readonly string[];
}

/** Both ways the same. */
export function both(effect: ByVersion): Expected {
  return { there: effect, back: effect };
}

/** One way only. */
export function there(effect: ByVersion): Expected {
  return { there: effect };
}

/** The effect that is expected on a minor version. */
export function effectOn(expected: ByVersion, version: string): Effect {
  if (typeof expected === "string") return expected;
  const minor = (text: string) => Number(text.split(".")[1]);
  const since = Object.keys(expected)
    .filter((from) => minor(from) <= minor(version))
    .toSorted((a, b) => minor(b) - minor(a))[0];
  const found = since === undefined ? undefined : expected[since];
  if (!found) throw new Error(`nothing is expected on ${version}`);
  return found;
}
