import { plainAcrossEnvironments, plainToSpeaker } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Broker, LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Link } from "../model/topology.ts";

/**
 * The brokers whose listeners speak TLS: where the manifest requires it, and where it says nothing unless all that they
 * talk to is on this machine. Those that have to speak alike do if one of them does: brokers that dial each other, and
 * all targets of one link, whose dialing end has one setting for all. One that may not speak it then is reported.
 */
export function tlsSpeakers(
  brokers: ReadonlyMap<string, Broker>,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  report: Reporter,
): ReadonlySet<string> {
  const abroad = partnersAbroad(brokers, links, declarations);
  const speakers = new Set<string>();
  const begin = (broker: Broker): boolean =>
    broker.tls === "required" || (broker.tls === undefined && (!isHere(broker) || abroad.has(broker.name)));
  for (const broker of brokers.values()) if (begin(broker)) speakers.add(broker.name);
  spread(speakers, alike(links), brokers, report);
  for (const [name, partner] of abroad) {
    if (brokers.get(name)?.tls !== "off") continue;
    report.report(plainAcrossEnvironments, { broker: name, ...partner }, modeOf(name));
  }
  return speakers;
}

function isHere({ environment }: Broker): boolean {
  return environment.platform === "local";
}

function modeOf(broker: string) {
  return { path: ["brokers", broker, "tls", "mode"] };
}

/** Brokers with a partner that is not on this machine, over a link that the network below does not encrypt, and the first such. */
function partnersAbroad(
  brokers: ReadonlyMap<string, Broker>,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
): ReadonlyMap<string, { readonly partner: string; readonly link: string }> {
  const abroad = new Map<string, { readonly partner: string; readonly link: string }>();
  const note = (name: string, partner: string, link: string) => {
    const other = brokers.get(partner);
    if (other && !isHere(other) && !abroad.has(name)) abroad.set(name, { partner, link });
  };
  for (const { name: link, from, to, standby } of links) {
    for (const target of [to, ...standby]) {
      if (declarations.get(pairKey(from, target))?.encrypted) continue;
      note(from, target, link);
      note(target, from, link);
    }
  }
  return abroad;
}

/** Groups of brokers that have to speak alike. */
function alike(links: readonly Link[]): readonly (readonly string[])[] {
  return links.map(({ kind, from, to, standby }) => [
    ...(kind.dial === "both" ? [from] : []),
    to,
    ...standby,
  ]);
}

function spread(
  speakers: Set<string>,
  groups: readonly (readonly string[])[],
  brokers: ReadonlyMap<string, Broker>,
  report: Reporter,
): void {
  const refused = new Set<string>();
  for (let before = -1; before < speakers.size;) {
    before = speakers.size;
    for (const group of groups) {
      const speaker = group.find((name) => speakers.has(name));
      if (speaker === undefined) continue;
      for (const name of group) {
        if (brokers.get(name)?.tls !== "off") speakers.add(name);
        else if (!refused.has(name)) {
          refused.add(name);
          report.report(plainToSpeaker, { broker: name, speaker }, modeOf(name));
        }
      }
    }
  }
}
