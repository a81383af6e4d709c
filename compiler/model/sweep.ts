/**
 * What is to be removed from a stream: whatever has a value under a header, behind the number `after`; and where some
 * publish who cannot set one, as over MQTT, whatever begins with `beginning`.
 */
export interface Sweep {
  readonly stream: string;
  readonly after: number;
  readonly header: string;
  readonly value: string;
  readonly beginning?: string;
  /** The stream that tells of events of it that were given up: what tells of those that are removed goes too. */
  readonly told?: { readonly stream: string; readonly after: number };
}

/** What became of it. */
export interface Swept {
  readonly removed: number;
  /** Why something may be left, if so. */
  readonly left?: string;
}
