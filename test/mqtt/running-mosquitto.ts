import { pbkdf2Sync } from "node:crypto";
import { onTestFinished } from "vitest";
import type { Endpoint } from "../../compiler/model/address.ts";
import { answersMqtt } from "../../targets/protocols/mqtt/live/answers-mqtt.ts";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { freePorts } from "../nats/free-ports.ts";
import { until } from "../nats/until.ts";
import { type StartedProgram, startProgram } from "./started-program.ts";

/** A Mosquitto whose users, each with its own name as the password, may do what lines of an ACL file say. */
export interface RunningMosquitto extends StartedProgram {
  readonly endpoint: Endpoint;
}

/** What a Mosquitto is started with. */
export interface MosquittoFiles {
  /** Lines of the ACL file for each user. */
  readonly users: Readonly<Record<string, readonly string[]>>;
  /** More lines of the configuration. */
  readonly settings?: readonly string[];
  /** More files, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** As PEM, where the listener speaks TLS. */
  readonly authority?: string;
}

/** Starts a Mosquitto for one test, and waits until it answers. */
export async function runMosquitto(wanted: MosquittoFiles): Promise<RunningMosquitto> {
  const [port = 0] = await freePorts(1);
  const { users, settings = [], files = {}, authority } = wanted;
  const lines = [
    // Started by root it would read the files as nobody; else this is ignored.
    "user root",
    `listener ${port} 127.0.0.1`,
    "allow_anonymous false",
    "password_file passwords",
    "acl_file acl",
    "log_dest stdout",
    "sys_interval 1",
    ...settings,
  ];
  const started = startProgram(await findMosquitto(), ["-c", "mosquitto.conf"], {
    "mosquitto.conf": lines.map((line) => `${line}\n`).join(""),
    passwords: passwordFile(Object.keys(users)),
    acl: accessFile(users),
    ...files,
  });
  onTestFinished(() => started.stop());
  const endpoint = { host: "127.0.0.1", port, ...(authority !== undefined && { authority }) };
  if (!(await until(() => answersMqtt(endpoint), 10_000)))
    throw new Error(`Mosquitto does not answer:\n${started.log()}`);
  return { ...started, endpoint };
}

/** A password file in which the password of each user is as given, or its name. */
export function passwordFile(
  users: readonly string[],
  passwords: Readonly<Record<string, string>> = {},
): string {
  return users.map((user) => `${user}:${hashOf(passwords[user] ?? user)}\n`).join("");
}

/** An ACL file. */
export function accessFile(users: MosquittoFiles["users"]): string {
  return Object.entries(users)
    .flatMap(([user, lines]) => [`user ${user}`, ...lines])
    .map((line) => `${line}\n`)
    .join("");
}

function hashOf(password: string): string {
  const salt = Buffer.from("twelve bytes");
  const hash = pbkdf2Sync(password, salt, 101, 64, "sha512");
  return `$7$101$${salt.toString("base64")}$${hash.toString("base64")}`;
}
