/** A minor version of Mosquitto, and the release on which its facts were seen. */
export interface VersionFacts {
  readonly minor: string;
  readonly measured: string;
}

/** Oldest first. */
export const versions: readonly VersionFacts[] = [{ minor: "2.0", measured: "2.0.11" }];

/** The facts of a version written as `2.0` or `2.0.11`, or `undefined` where it is not known. */
export function factsOf(version: string): VersionFacts | undefined {
  const minor = version.split(".").slice(0, 2).join(".");
  return /^\d+\.\d+(\.\d+)?$/.test(version) ? versions.find((facts) => facts.minor === minor) : undefined;
}
