import { linkInboxPrefix } from "../../kit/link-durable.ts";
import { inboxPrefix, natsQueueSubject, natsSubject } from "../../kit/nats-subject.ts";
import { natsValue } from "../../kit/nats-value.ts";
import { isClient } from "../../../compiler/model/is-client.ts";
import type { Grant, Identity, Operator, StoredUse } from "../../../compiler/model/topology.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { copyRights } from "./copies.ts";
import {
  answerSubjects,
  apiOf,
  bringSubjects,
  operatorInbox,
  operatorSubjects,
  provisionerInbox,
  provisioningSubjects,
  readSubjects,
} from "./control-subjects.ts";
import { mqttOwn, mqttProtocol, mqttSubjects } from "./mqtt-rights.ts";
import { hubDomain } from "./jetstream.ts";
import { fileNames, provisionerIdentity, systemIdentity } from "./files.ts";

/** An identity and what it may do at one broker. */
export interface LocalRights {
  readonly identity: Identity;
  readonly grants: readonly Grant[];
  readonly uses: StoredUse;
  /** The JetStream domain that it reaches without naming it; none over a link, and where nothing is stored. */
  readonly here?: string;
  /** Set for a link of which an end is of a version with `answersGateways`. */
  readonly answersGateways?: boolean;
  /** Whether MQTT clients come to any broker of the mesh. */
  readonly mqttSpoken?: boolean;
  /** Set where the broker is of a version with `checksMqttDelivery`. */
  readonly checksMqttDelivery?: boolean;
}

/** Somebody who may look inside a broker. */
export interface OperatorRights {
  readonly operator: Operator;
  /** As `LocalRights`. */
  readonly here?: string;
}

type Part = ConfigFile["parts"][number];

const jetStreamApi = "$JS.API.>";

/** How whoever is no server may connect: a leaf node with an application's key would be a link that nobody derived. */
const byClients = `allowed_connection_types: ${natsValue(["STANDARD"])}`;

const byMqtt = `allowed_connection_types: ${natsValue(["MQTT"])}`;

/**
 * The users of a broker: applications, links and those who look inside in account `MESH`, the mesh's operator in `SYS`. One user a line, the line
 * beginning with the key, so that two versions of the file can be compared user by user. At a hub whose servers do not
 * store, clients reach the hubs that do by what `reach` says.
 */
export function printUsers(
  rights: readonly LocalRights[],
  jetstream: "none" | "reached" | "stores",
  operators: readonly OperatorRights[] = [],
): ConfigFile {
  const system = { kind: "publicKey", of: systemIdentity } as const;
  const users = [...rights.flatMap(userLine), ...operators.flatMap(operatorLine)];
  const lines = jetstream === "stores" ? [...users, ...provisionerLine] : users;
  const isReached = jetstream === "reached";
  const enabled = jetstream === "none" ? "" : "  jetstream: enabled\n";
  const mesh = account("MESH", lines, isReached ? enabled + reach.asked : enabled);
  const operator: readonly Part[] = ['    { nkey: "', system, `", ${byClients} }\n`];
  const parts: Part[] = [...mesh, ...account("SYS", operator, isReached ? reach.answered : "")];
  return { path: fileNames.users, mode: 0o440, parts: joined(parts) };
}

/**
 * What a server without JetStream needs for its clients, and edges below it, to reach the hubs that store. As it starts,
 * it makes this up for an account with JetStream, under the hubs' name only where it is told their domain; a reload of the
 * accounts forgets all of it, and whoever looks up a durable there gets no answer until the server is restarted (2.10 to
 * 2.15). What is written is kept.
 */
const reach = {
  asked:
    `  imports: ${natsValue([{ service: { account: "SYS", subject: jetStreamApi }, share: true }])}\n` +
    `  mappings: { ${natsValue(`${apiOf(hubDomain)}.>`)}: ${natsValue(jetStreamApi)} }\n`,
  answered: `  exports: ${natsValue([{ service: jetStreamApi }])}\n`,
};

/** The server cannot read an empty list that is broken over lines. */
function account(name: string, lines: readonly Part[], head = ""): readonly Part[] {
  if (lines.length > 0) return [`${name} {\n${head}  users: [\n`, ...lines, "  ]\n}\n"];
  return [head === "" ? `${name} {}\n` : `${name} {\n${head}}\n`];
}

/** Makes and changes streams and consumers, reads no event, and hears answers to nobody else. */
const provisionerLine: readonly Part[] = [
  '    { nkey: "',
  { kind: "publicKey", of: provisionerIdentity },
  `", ${byClients}, permissions: ${natsValue({
    publish: { allow: provisioningSubjects },
    subscribe: { allow: [`${provisionerInbox}.>`] },
  })} }\n`,
];

/** A link may also log in as a client: so `verify` shows what arrives at its login. */
function userLine(local: LocalRights): readonly Part[] {
  const { name, protocol } = local.identity;
  if (protocol === mqttProtocol) return mqttUserLine(local);
  const dials = isClient(local.identity) ? `${byClients}, ` : "";
  return [
    '    { nkey: "',
    { kind: "publicKey", of: name },
    `", ${dials}permissions: ${permissions(local)} }\n`,
  ];
}

/**
 * Who speaks MQTT logs in by name and password, at the listener for MQTT only: what the server delivers to MQTT clients
 * by subjects of its own, nobody may hear as a client of NATS.
 */
function mqttUserLine({ identity, grants, checksMqttDelivery = false }: LocalRights): readonly Part[] {
  const { name } = identity;
  const subscribe = mqttSubjects(grants, checksMqttDelivery);
  const allowed = natsValue({
    publish: side(true, subjects(grants, "publish")),
    subscribe: side(true, subscribe),
  });
  return [
    `    { user: ${natsValue(name)}, password: "`,
    { kind: "bcrypt", of: name },
    `", ${byMqtt}, permissions: ${allowed} }\n`,
  ];
}

/** Hears what comes by and asks how things are; publishes no event and changes nothing. */
function operatorLine({ operator, here }: OperatorRights): readonly Part[] {
  const { name, hears } = operator;
  const allowed = natsValue({
    publish: { allow: operatorSubjects(here) },
    subscribe: { allow: [...subjects(hears, "subscribe"), `${operatorInbox(name)}.>`] },
  });
  return [
    '    { nkey: "',
    { kind: "publicKey", of: `operator.${name}` },
    `", ${byClients}, permissions: ${allowed} }\n`,
  ];
}

function permissions({
  identity,
  grants,
  uses,
  here,
  answersGateways = false,
  mqttSpoken = false,
}: LocalRights): string {
  const copies = copyRights(uses, answersGateways);
  const client = isClient(identity);
  const denied = !client && mqttSpoken ? [mqttOwn] : [];
  const reads = [...readSubjects(uses.reads, here), ...bringSubjects(uses.brings ?? [])];
  const publish = [...subjects(grants, "publish"), ...reads, ...copies.publish];
  const subscribe = [...subjects(grants, "subscribe"), ...copies.subscribe];
  subscribe.push(...(client ? [`${ownInbox(identity)}.>`] : answerSubjects(uses)));
  return natsValue({
    publish: side(client, publish, denied),
    subscribe: side(client, subscribe, denied),
  });
}

function ownInbox(identity: Identity): string {
  return identity.carries === undefined
    ? inboxPrefix(applicationOf(identity))
    : linkInboxPrefix(identity.carries);
}

function applicationOf(identity: Identity): string {
  return identity.name.slice("application.".length);
}

function subjects(grants: readonly Grant[], action: Grant["action"]): string[] {
  const found = grants
    .filter((grant) => grant.action === action)
    .map((grant) => {
      const subject = natsSubject(grant.pattern);
      return grant.group === undefined ? subject : natsQueueSubject(subject, grant.group);
    });
  return [...new Set(found)].toSorted();
}

type Side =
  | { readonly allow: readonly string[]; readonly deny?: readonly string[] }
  | { readonly deny: readonly string[] };

/** A subject below nobody's inbox: allowing it allows nothing. */
const nothing = "_INBOX_.nothing";

/**
 * One side of an identity's rights. An empty list of allowed subjects would allow everything, so `>` is denied; but on
 * a leaf link NATS 2.14 and 2.15 apply the denied subjects of one direction to queue groups beyond the other as well.
 */
function side(client: boolean, allow: readonly string[], denied: readonly string[] = []): Side {
  const deny = denied.length > 0 && { deny: denied };
  if (allow.length > 0) return { allow, ...deny };
  return client ? { deny: [">"] } : { allow: [nothing], ...deny };
}

function joined(parts: readonly Part[]): readonly Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

/** A user as a reader of the users' file can compare it. */
export interface PrintedUser {
  /** All that follows the key or the password's hash, with a revoked key itself. */
  readonly rights: string;
  /** Whether it logs in by its name and a password. */
  readonly byPassword: boolean;
  /** Whether it is let in as a client, and not as a leaf. */
  readonly isClient: boolean;
  /** Whether its key or password is one that was revoked since. */
  readonly isRevoked: boolean;
}

/** The users of a printed file by the names of their identities. */
export function usersOf(file: ConfigFile): ReadonlyMap<string, PrintedUser> {
  const users = new Map<string, PrintedUser>();
  for (const [index, part] of file.parts.entries()) {
    const next = file.parts[index + 1];
    if (typeof part === "string" || typeof next !== "string") continue;
    const revoked = "revoked" in part ? `${part.revoked} ` : "";
    const rights = revoked + next.slice(0, next.indexOf("\n"));
    users.set(part.of, {
      rights,
      byPassword: part.kind === "bcrypt",
      isClient: rights.includes(byClients),
      isRevoked: revoked !== "",
    });
  }
  return users;
}
