import type { Addressing } from "../../../compiler/model/address.ts";
import type { Link, ListedTopic, Topology } from "../../../compiler/model/topology.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { tlsFiles } from "./files.ts";
import { type BridgedTopic, printBridge } from "./print-bridge.ts";
import { printAuthorities } from "./print-tls.ts";

/** The files of one bridge at the broker that dials: its own, and where its targets speak TLS those it knows them by. */
export function bridgeFiles(
  link: Link,
  { brokers }: Topology,
  addressing: Addressing,
): readonly ConfigFile[] {
  const environment = brokers.get(link.from)?.broker.environment.name;
  const targets = [link.to, ...link.standby].flatMap((name) => brokers.get(name) ?? []);
  const dialed = targets.flatMap(({ broker }) =>
    broker.instances.map(({ name }) => addressing.dial(name, link.kind.listener, environment)),
  );
  // Where the manifest declares no address there is none to write, and nothing is written.
  const addresses = dialed.filter(({ host }) => host !== "");
  const speakTls = targets.some(({ tls }) => tls);
  const { up = [], down = [] } = link.listed ?? {};
  const bridge = printBridge({
    link: link.name,
    addresses,
    ...(targets.length === 1 && { areAlike: true }),
    up: up.map(bridged),
    down: down.map(bridged),
    largestPacket: Math.min(...targets.map(({ largestEvent }) => largestEvent)),
    ...(speakTls && { authorities: tlsFiles.authoritiesOf(link.name) }),
  });
  return speakTls
    ? [
        bridge,
        printAuthorities(
          link.name,
          targets.map(({ broker }) => broker),
        ),
      ]
    : [bridge];
}

function bridged({ event, pattern }: ListedTopic): BridgedTopic {
  return { pattern, delivery: event.terms.delivery };
}
