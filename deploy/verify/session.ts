import {
  type LiveEngine,
  type PeerAttempt,
  type PeerLogin,
  type ProbeConnection,
  type ProbeOutcome,
  ProbeRefused,
} from "../../compiler/live.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { Durable, Topology } from "../../compiler/model/topology.ts";
import type { Dialect, Protocol } from "../../compiler/target.ts";
import type { RunningMesh } from "../running-mesh.ts";

/** An engine as verification uses it: how to talk to it, and how its protocols write addresses, its own first. */
export interface ProbeEngine {
  readonly live: LiveEngine;
  readonly protocols: readonly [Protocol, ...Protocol[]];
}

/** The mesh as it should be and as it runs. */
export interface Ground {
  readonly topology: Topology;
  readonly running: RunningMesh;
  /** By engine name. */
  readonly engines: ReadonlyMap<string, ProbeEngine>;
  /** Durables that nobody reads by for a try. */
  readonly leftAlone?: ReadonlySet<Durable>;
}

/** Who logs in: an identity by name, nobody, or somebody whom no broker knows. */
export interface Login {
  readonly identity: string;
  readonly kind: "application" | "link" | "anonymous" | "unknown";
  /** Absent = what the identity speaks at the broker, or the engine itself. */
  readonly protocol?: Protocol;
  /** The name that is said, where that is another's. */
  readonly user?: string;
}

/** One identity at one instance: connected, or why not. */
export type Session =
  | { readonly instance: string; readonly connection: ProbeConnection }
  | { readonly instance: string; readonly failure: string; readonly refused: boolean };

/** Logs in with that identity's credentials and nothing else. Never throws for what the mesh does. */
export async function openSession(
  ground: Ground,
  login: Login,
  broker: string,
  instance: string,
): Promise<Session> {
  const engine = ground.engines.get(ground.topology.brokers.get(broker)?.broker.engine ?? "");
  const protocol = login.protocol ?? protocolAt(ground, login.identity, broker);
  const client = engine?.live.protocols.get(protocol?.name ?? "");
  const endpoint = protocol && ground.running.endpoint(instance, protocol.dialect.listener);
  if (!client || !endpoint) return unreachable(instance, `no address of ${instance} is recorded`);
  const secret = secretFor(ground, login, protocol, engine?.live);
  if (secret === undefined && login.kind !== "anonymous") {
    return unreachable(instance, `no credentials of ${login.identity} are recorded`);
  }
  const application = login.kind === "application" ? login.identity.slice(12) : undefined;
  const inbox = application === undefined ? undefined : protocol.dialect.replies?.inboxPrefix(application);
  try {
    const options = {
      user: login.user ?? login.identity,
      ...(secret !== undefined && { secret }),
      ...(inbox !== undefined && { inboxPrefix: inbox }),
    };
    return { instance, connection: await client.connect(endpoint, options) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (error instanceof ProbeRefused) {
      return {
        instance,
        refused: true,
        failure: `${instance} refuses the login of ${login.identity} (${words})`,
      };
    }
    return unreachable(instance, `${instance} does not answer (${words})`);
  }
}

/** What an identity speaks at a broker; whoever is no identity of the mesh speaks the broker's own protocol. */
export function protocolAt(
  { topology, engines }: Pick<Ground, "topology" | "engines">,
  identity: string,
  broker: string,
): Protocol | undefined {
  const engine = engines.get(topology.brokers.get(broker)?.broker.engine ?? "");
  const name = topology.identities.find((one) => one.name === identity)?.protocol;
  return engine?.protocols.find((one) => one.name === name) ?? engine?.protocols[0];
}

/** How an application writes addresses at a broker. */
export function dialectAt(ground: Ground, application: string, broker: string): Dialect | undefined {
  return protocolAt(ground, `application.${application}`, broker)?.dialect;
}

/** How an identity writes topics at a broker. */
export function writingAt(ground: Ground, identity: string, broker: string): (topic: Pattern) => string {
  const dialect = protocolAt(ground, identity, broker)?.dialect;
  return (topic) => dialect?.address(topic) ?? topic.join("/");
}

/** What became of something that was tried where links, instances or other brokers dial in. */
export type PeerOutcome =
  | ProbeOutcome
  /** Why nothing could be tried; `isRefused` where the broker did not let it in. */
  | { readonly failure: string; readonly isRefused: boolean };

/** Dials a listener for links, instances or other brokers with what an identity shows. Never throws for what the mesh does. */
export async function tryAtListener(
  ground: Ground,
  login: Login,
  at: { readonly broker: string; readonly instance: string; readonly listener: string },
  attempt: PeerAttempt,
): Promise<PeerOutcome> {
  const { broker, instance, listener } = at;
  const engine = ground.engines.get(ground.topology.brokers.get(broker)?.broker.engine ?? "");
  const endpoint = engine && ground.running.endpoint(instance, listener);
  const failed = (failure: string, isRefused = false) => ({ failure, isRefused });
  if (!engine || !endpoint) return failed(`no listener ${listener} of ${instance} is recorded`);
  const { live } = engine;
  if (!live.tryAsPeer) return failed(`nobody dials ${listener} of ${instance} as a server does`);
  const seed = secretFor(ground, login, engine.protocols[0], live);
  if (seed === undefined && login.kind !== "anonymous")
    return failed(`no credentials of ${login.identity} are recorded`);
  try {
    return await live.tryAsPeer(endpoint, listener, shownBy(ground, login, seed), attempt);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return error instanceof ProbeRefused
      ? failed(
          `${instance} refuses the login of ${login.identity} at its listener ${listener} (${words})`,
          true,
        )
      : failed(`${instance} does not answer at its listener ${listener} (${words})`);
  }
}

/** Whoever is not known says a wrong password besides, where there are no keys. */
function shownBy({ running }: Ground, { kind, identity }: Login, seed: string | undefined): PeerLogin {
  const shown = running.certificateOf(identity);
  return {
    ...(seed !== undefined && { seed }),
    ...(kind === "unknown" && { password: "meshc-probe" }),
    ...(shown && { shown }),
  };
}

function unreachable(instance: string, failure: string): Session {
  return { instance, failure, refused: false };
}

function secretFor(
  ground: Ground,
  login: Login,
  protocol: Protocol,
  live: LiveEngine | undefined,
): string | undefined {
  if (login.kind === "anonymous") return undefined;
  if (login.kind !== "unknown") return ground.running.seedOf(login.identity);
  return protocol.login === "nkey" ? live?.newKeyPair?.().seed : "meshc-probe";
}

/** Ends a session; one that the broker has ended already is no matter. */
export async function closeSession(session: Session): Promise<void> {
  if ("connection" in session) await session.connection.close().catch(() => undefined);
}

/** Names of the instances of a broker, in order. */
export function instancesOf(topology: Topology, broker: string): readonly string[] {
  return topology.brokers.get(broker)?.broker.instances.map((instance) => instance.name) ?? [];
}
