import type { Basis } from "../../../compiler/model/effect.ts";

/** What a minor version of nats-server does differently from the others. Measured on the patch release named. */
export interface VersionFacts {
  readonly minor: string;
  /** Release on which the facts were seen. */
  readonly measured: string;
  /** Lets a leaf in that shows no credentials, where accounts hold users and leaf links have no TLS. */
  readonly acceptsAnonymousLeaf: boolean;
  /** What a reload does with a changed list of leaf remotes: refused, a crash on removal, or taken. */
  readonly leafRemotes: "refused" | "refused-crashes" | "taken";
  /** A leaf that answers what came over a gateway has to have the right to the subject that gateways make of it. */
  readonly answersGateways: boolean;
  /**
   * Whether who accepts a leaf link looks at its rights in what comes over it; else it says them to the leaf, and leaves
   * it to that (source of the release measured, `processInboundLeafMsg`).
   */
  readonly checksLeafMessages: boolean;
  /** An MQTT client hears at QoS 1 only with the right to the subject that the server itself delivers by. */
  readonly checksMqttDelivery: boolean;
  /**
   * Takes blanks other than the space, line ends included, in topics that MQTT clients publish to, and prints them into
   * its lines to NATS clients and other servers, which then read other lines than were meant.
   */
  readonly mqttBreaksLines: boolean;
  /**
   * A server can start so that nothing it says on what servers agree by is sent: the queue for that asks the server for the
   * account to send in as it begins to run, and finds none where it runs before the server has noted it. It stays so until
   * it is started again (2.10.23 to 2.10.29, source: `setSystemAccount`, and `internalLoop` of `sendq`; before, the queue
   * waited for a lock, and 2.11 hands the account over).
   */
  readonly startsUnheard: boolean;
  /** Whether what changes do was watched on it. */
  readonly effects: "observed" | "assumed";
  /**
   * With `no_advertise` a server tells leaves nothing of where it listens, and as a leaf it wants to be told nothing; before
   * 2.15 it tells of itself, and a leaf that is not told anything takes the port for another.
   */
  readonly tellsNothing: boolean;
  /** Set where a leaf can be told to ignore where servers say that they listen (`ignore_discovered_servers`). */
  readonly ignoresTold?: true;
}

/** Oldest first. There is no 2.13. */
export const versions: readonly VersionFacts[] = [
  {
    minor: "2.10",
    measured: "2.10.26",
    acceptsAnonymousLeaf: true,
    leafRemotes: "refused",
    answersGateways: true,
    checksLeafMessages: false,
    checksMqttDelivery: true,
    mqttBreaksLines: true,
    startsUnheard: true,
    effects: "observed",
    tellsNothing: false,
  },
  {
    minor: "2.11",
    measured: "2.11.11",
    acceptsAnonymousLeaf: true,
    leafRemotes: "refused",
    answersGateways: false,
    checksLeafMessages: false,
    checksMqttDelivery: true,
    mqttBreaksLines: true,
    startsUnheard: false,
    effects: "assumed",
    tellsNothing: false,
  },
  {
    minor: "2.12",
    measured: "2.12.8",
    acceptsAnonymousLeaf: false,
    leafRemotes: "refused-crashes",
    answersGateways: false,
    checksLeafMessages: true,
    checksMqttDelivery: false,
    mqttBreaksLines: true,
    startsUnheard: false,
    effects: "observed",
    tellsNothing: false,
  },
  {
    minor: "2.14",
    measured: "2.14.6",
    acceptsAnonymousLeaf: false,
    leafRemotes: "taken",
    answersGateways: false,
    checksLeafMessages: true,
    checksMqttDelivery: false,
    mqttBreaksLines: false,
    startsUnheard: false,
    effects: "assumed",
    tellsNothing: false,
    ignoresTold: true,
  },
  {
    minor: "2.15",
    measured: "2.15.1",
    acceptsAnonymousLeaf: false,
    leafRemotes: "taken",
    answersGateways: false,
    checksLeafMessages: true,
    checksMqttDelivery: false,
    mqttBreaksLines: false,
    startsUnheard: false,
    effects: "observed",
    tellsNothing: true,
    ignoresTold: true,
  },
];

/** The facts of a version written as `2.12` or `2.12.8`, or `undefined` where it is not known. */
export function factsOf(version: string): VersionFacts | undefined {
  const minor = version.split(".").slice(0, 2).join(".");
  return versions.find((facts) => facts.minor === minor);
}

/** How effects are known of a version: each was watched on some (test/live/effects), and is taken from them for others. */
export function basisOf(version: string): Basis {
  return factsOf(version)?.effects ?? "assumed";
}

/** Whether a version is the minor version `since` or newer. */
export function isSince(version: string, since: string): boolean {
  return minorNumber(version) >= minorNumber(since);
}

function minorNumber(version: string): number {
  return Number(version.split(".")[1]);
}
