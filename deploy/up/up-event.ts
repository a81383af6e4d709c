/** What happens while a mesh is brought up or taken down, for whoever draws it. */
export type UpEvent =
  /** Which program runs the brokers of an engine, and the version that they are compiled for. */
  | { readonly kind: "program"; readonly engine: string; readonly path: string; readonly version: string }
  /** Secrets were encrypted to so many recipients; to none = they lie as they are again. */
  | { readonly kind: "secrets"; readonly moved: number; readonly recipients: number }
  /** How many instances there are to be, how many of them will be touched, and how many others ended. */
  | {
      readonly kind: "planned";
      readonly instances: number;
      readonly touched: number;
      readonly removed: number;
    }
  | {
      readonly kind: "instance";
      readonly instance: string;
      readonly to: InstanceProgress;
      readonly why?: string;
    }
  /** A stream, or what belongs to one, was made or changed inside a broker. */
  | {
      readonly kind: "provisioned";
      readonly broker: string;
      readonly what: string;
      readonly done: "made" | "changed";
    }
  /** Streams inside a broker are not filled yet from where they are to be. */
  | { readonly kind: "waiting"; readonly broker: string; readonly why: readonly string[] }
  /** A stream is not in the manifest any more and stays, with what it holds. */
  | { readonly kind: "left"; readonly broker: string; readonly what: string }
  /** A link, or a connection within a cluster, is up. */
  | { readonly kind: "connected"; readonly instance: string; readonly what: string };

/** What an instance goes through. `died` = it ended without our doing. */
export type InstanceProgress =
  | "starting"
  | "healthy"
  | "reloading"
  | "reloaded"
  | "reconnecting"
  | "restarting"
  | "stopping"
  | "stopped"
  | "died";

/** Receives what happens. */
export type Progress = (event: UpEvent) => void;
