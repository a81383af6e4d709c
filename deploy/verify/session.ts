import {
  type LiveEngine,
  type PeerAttempt,
  type PeerLogin,
  type ProbeConnection,
  type ProbeOutcome,
  ProbeRefused,
} from "../../compiler/live.ts";
import type { Durable, Topology } from "../../compiler/model/topology.ts";
import type { Dialect } from "../../compiler/target.ts";
import type { RunningMesh } from "../running-mesh.ts";

/** An engine as verification uses it: how to talk to it, and how it writes addresses. */
export interface ProbeEngine {
  readonly live: LiveEngine;
  readonly dialect: Dialect;
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
  const endpoint = engine && ground.running.endpoint(instance, engine.dialect.listener);
  if (!engine || !endpoint) return unreachable(instance, `no address of ${instance} is recorded`);
  const seed = seedFor(ground, login, engine.live);
  if (seed === undefined && login.kind !== "anonymous") {
    return unreachable(instance, `no credentials of ${login.identity} are recorded`);
  }
  const inbox =
    login.kind === "application" ? engine.dialect.inboxPrefix(login.identity.slice(12)) : undefined;
  try {
    const options = {
      ...(seed !== undefined && { seed }),
      ...(inbox !== undefined && { inboxPrefix: inbox }),
    };
    return { instance, connection: await engine.live.connect(endpoint, options) };
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
  const seed = seedFor(ground, login, engine.live);
  if (seed === undefined && login.kind !== "anonymous")
    return failed(`no credentials of ${login.identity} are recorded`);
  try {
    return await engine.live.tryAsPeer(endpoint, listener, shownBy(ground, login, seed), attempt);
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

function seedFor(ground: Ground, login: Login, live: LiveEngine): string | undefined {
  if (login.kind === "anonymous") return undefined;
  return login.kind === "unknown" ? live.newKeyPair().seed : ground.running.seedOf(login.identity);
}

/** Ends a session; one that the broker has ended already is no matter. */
export async function closeSession(session: Session): Promise<void> {
  if ("connection" in session) await session.connection.close().catch(() => undefined);
}

/** Names of the instances of a broker, in order. */
export function instancesOf(topology: Topology, broker: string): readonly string[] {
  return topology.brokers.get(broker)?.broker.instances.map((instance) => instance.name) ?? [];
}
