import type { Result } from "../../compiler/diagnostics/result.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { BytePlace } from "./byte-place.ts";
import { guarded } from "./guarded.ts";

/** A secret's name: its kind, and what it belongs to. */
export type SecretName = `${SecretKind}/${string}`;

/** Kinds of secrets, each a folder of its own. */
export const secretKinds = ["authorities", "certificates", "keys", "passwords", "revoked"] as const;

export type SecretKind = (typeof secretKinds)[number];

/**
 * Where the bytes of secrets lie. It knows nothing of what they mean or whether they are encrypted, so that a bucket, a
 * namespace of Kubernetes or a folder of another machine can stand in the place of files.
 */
export interface SecretPlace {
  /** Everything that lies there, sorted. */
  names(): Promise<Result<readonly SecretName[]>>;
  /** Bytes of a secret, or `undefined` where there is none. */
  read(name: SecretName): Promise<Result<Uint8Array | undefined>>;
  /** Replaces a secret in one step: whenever that is cut off, the bytes before or the new ones lie there, whole. */
  write(name: SecretName, bytes: Uint8Array): Promise<Result<void>>;
  /** Removes a secret, if it is there. */
  remove(name: SecretName): Promise<Result<void>>;
  /** Where it lies, for people: a path or an address. */
  whereIs(name: SecretName): string;
  /** Where all of them lie, for people. */
  readonly where: string;
}

const suffix = ".json";
const nameOf = /^[a-z]+\/[a-z0-9][a-z0-9.-]*$/;

/** Secrets in a folder of a place: `keys/<identity>.json`, `passwords/<trust>.json`, and so on. */
export function secretPlace(place: BytePlace, folder: string): SecretPlace {
  const inFolder = (path: string): string => (folder === "" ? path : `${folder}/${path}`);
  const entryOf = (name: SecretName): string => {
    invariant(nameOf.test(name), `${JSON.stringify(name)} cannot name a secret`);
    return inFolder(`${name}${suffix}`);
  };
  const at = <T>(name: SecretName, work: (entry: string) => Promise<T>): Promise<Result<T>> => {
    const entry = entryOf(name);
    return guarded(place.whereIs(entry), () => work(entry));
  };
  return {
    where: place.whereIs(folder),
    whereIs: (name) => place.whereIs(entryOf(name)),
    names: () =>
      guarded(place.whereIs(folder), async () => {
        const found: SecretName[] = [];
        for (const kind of secretKinds) {
          const names = await place.list(inFolder(kind));
          const whole = names.filter((name) => name.endsWith(suffix));
          const of = whole.map((name): SecretName => `${kind}/${name.slice(0, -suffix.length)}`);
          // A copy that somebody laid beside it is none of ours.
          found.push(...of.filter((name) => nameOf.test(name)));
        }
        return found;
      }),
    read: (name) => at(name, async (entry) => (await place.read(entry))?.bytes),
    remove: (name) => at(name, (entry) => place.remove(entry)),
    write: (name, bytes) => at(name, (entry) => place.write(entry, bytes)),
  };
}
