import { isClient } from "../../compiler/model/is-client.ts";
import type { BrokerNode, Identity, Topology } from "../../compiler/model/topology.ts";
import type { Protocol } from "../../compiler/target.ts";
import { spread } from "./spread.ts";
import type { StrangerLogin } from "./verification-plan.ts";

/** How many identities knock at each broker that does not know them; in a larger mesh they are spread evenly. */
const knockingIdentities = 40;

/** With how many of the names that a broker knows somebody knocks who has a wrong password: brokers hash each. */
const guessedNames = 20;

const nobody = { identity: "nobody", kind: "anonymous" } as const;
const unknown = { identity: "an unknown key", kind: "unknown" } as const;
const stranger = { identity: "an unknown password", kind: "unknown" } as const;

/**
 * Nobody, somebody unknown, somebody who says a wrong password with a known name, identities of other brokers, and those that the mesh had before and has no more, at each
 * broker, as clients and where links dial in; there also the broker's own applications, which are no links; and nobody,
 * and somebody unknown, where clients speak another protocol, and where brokers and their instances know each other by
 * a password.
 */
export function strangerLogins(
  topology: Topology,
  spoken: ReadonlyMap<string, readonly Protocol[]>,
  former: readonly string[],
): readonly StrangerLogin[] {
  return [...topology.brokers].flatMap(([broker, node]) => {
    const protocols = spoken.get(node.broker.engine) ?? [];
    const peers = protocols[0]?.dialect.peers;
    const heard = protocols.filter(({ dialect }) => node.listeners.has(dialect.listener));
    // Whoever logs in otherwise has nothing to show there.
    const isSpoken = ({ protocol }: Identity) => heard.some(({ name }) => name === protocol);
    const others = heard.filter((protocol) => protocol !== protocols[0]);
    const foreign = knocking(topology, (identity) => !identity.at.has(broker) && isSpoken(identity));
    const own = knocking(topology, (identity) => isClient(identity) && identity.at.has(broker));
    // Links dial in by the engine's own protocol: a login of another is none there.
    const dials = ({ identity }: { readonly identity: string }) => {
      const name = topology.identities.find((one) => one.name === identity)?.protocol;
      return name === undefined || name === protocols[0]?.name;
    };
    const known = [nobody, unknown, ...foreign, ...former.map(formerIdentity)];
    const where = (listeners: readonly string[], who: readonly Omit<StrangerLogin, "broker">[]) =>
      heldListeners(node, listeners).flatMap((listener) => who.map((one) => ({ ...one, broker, listener })));
    const guessed = heard.filter(({ login }) => login === "password");
    return [
      ...guessed.flatMap((protocol) => guesses(topology, broker, protocol, protocol === protocols[0])),
      ...known.map((one) => ({ ...one, broker })),
      ...others.flatMap((protocol) =>
        [nobody, protocol.login === "password" ? stranger : unknown].map((one) => ({
          ...one,
          broker,
          protocol,
        })),
      ),
      ...where(peers ? [peers.linkListener] : [], [...known, ...own].filter(dials)),
      ...where(peers?.peerListeners ?? [], [nobody, stranger]),
    ];
  });
}

/** Somebody who knows names that are let in by a protocol, and no password. */
function guesses(
  { identities }: Topology,
  broker: string,
  protocol: Protocol,
  isOwn: boolean,
): readonly StrangerLogin[] {
  const known = identities.filter((one) => one.protocol === protocol.name && one.at.has(broker));
  return spread(known, guessedNames).map(({ name: user }) => ({
    identity: `a wrong password of ${user}`,
    kind: "unknown",
    broker,
    user,
    ...(!isOwn && { protocol }),
  }));
}

function heldListeners({ listeners }: BrokerNode, names: readonly string[]): readonly string[] {
  return names.filter((name) => listeners.has(name));
}

function knocking(
  { identities }: Topology,
  isKnocking: (identity: Identity) => boolean,
): readonly { readonly identity: string; readonly kind: Identity["kind"] }[] {
  const found = spread(identities.filter(isKnocking), knockingIdentities);
  return found.map(({ name, kind }) => ({ identity: name, kind }));
}

/** What an identity was that is in the manifest no more, by its name. */
function formerIdentity(identity: string): { readonly identity: string; readonly kind: Identity["kind"] } {
  return { identity, kind: identity.startsWith("link.") ? "link" : "application" };
}
