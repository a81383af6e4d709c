import type { Credentials } from "../../../deploy/credentials/credentials.ts";

/** What an application of the traffic is told of by its clients. */
export interface Heard {
  /** An event, as its publisher wrote it. */
  (text: string): void;
}

/** A connection of an application that is there now. */
export interface TrafficConnection {
  /** Sends; resolves to whether it is safe, where the broker acknowledges it, else to `true` at once. */
  publish(event: string, text: string): Promise<boolean>;
  /** Reads what these credentials say and no more than that. */
  read(credentials: Credentials): Promise<void>;
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<unknown>;
  close(): Promise<void>;
}

/** Connects an application once; throws where nobody lets it in. */
export type Connect = (credentials: Credentials, heard: Heard) => Promise<TrafficConnection>;
