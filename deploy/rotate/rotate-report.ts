/** What revoking keys came to. */
export interface RotateReport {
  /** Whether no instance lets an old key in any more, and every link is back. */
  readonly ok: boolean;
  readonly revoked: readonly RevokedIdentity[];
  /** Instances that took the new keys by a reload, sorted. */
  readonly reloaded: readonly string[];
  /** Instances that had to be started anew for them, sorted. */
  readonly restarted: readonly string[];
  /** How many connections of clients and links were ended. */
  readonly ended: number;
  /** Instances that a login with the old keys was tried at and that refused it, sorted. */
  readonly refusedBy: readonly string[];
  /** Instances that may still let an old key in. */
  readonly unreached: readonly UnreachedInstance[];
  readonly seconds: number;
}

/** An identity with another key than before. */
export interface RevokedIdentity {
  /** Such as `application.billing`. */
  readonly identity: string;
  /** Public key that nobody may log in with any more. */
  readonly oldKey: string;
  /** Its public key now; absent where no instance knows it any more. */
  readonly newKey?: string;
  /** The file, relative to the manifest's folder, that the new key was put into, where the manifest names one. */
  readonly file?: string;
  /** When it was revoked, ISO 8601. */
  readonly at: string;
}

/** An instance that was not seen to refuse an old key, and why. */
export interface UnreachedInstance {
  readonly instance: string;
  readonly why: string;
}
