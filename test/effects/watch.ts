/** An application of a base that is connected while it is changed, and what it does meanwhile. */
export interface Watch {
  readonly application: string;
  readonly broker: string;
  /** Index of the instance that it connects to first; the first unless said. */
  readonly instance?: number;
  readonly by: "nats" | "mqtt" | "mosquitto";
  /** A topic that it publishes, all the time; `stored` = each event has to be acknowledged. */
  readonly publishes?: string;
  readonly stored?: true;
  /** A topic that it hears. */
  readonly hears?: string;
  /** What it reads by a durable instead; `anew` = it looks the durable up each time, as one that has just come does. */
  readonly reads?: {
    readonly topic: string;
    readonly stream: string;
    readonly durable: string;
    readonly anew?: true;
  };
}

/** Somebody who is connected. */
export interface Watcher {
  readonly watch: Watch;
  /** Instances from which it was cut off, in order; empty text where it cannot be told. */
  readonly cuts: string[];
  /** What came, and how often. */
  readonly heard: Map<string, number>;
  isConnected(): boolean;
  /** Resolves to whether it was taken, or as far as that can be told. */
  publish(text: string): Promise<boolean>;
  close(): Promise<void>;
}
