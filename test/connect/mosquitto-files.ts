import { pbkdf2Sync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { besideProcess } from "../../targets/kit/saved-after.ts";

/** What a user of a test's broker may do: lines of its ACL file. */
export interface EdgeUser {
  readonly password: string;
  readonly rights: readonly string[];
}

/** Files of a Mosquitto that keeps what it acknowledges as well as it can: it saves its store with every change. */
export function writeMosquittoFiles(
  folder: string,
  port: number,
  users: ReadonlyMap<string, EdgeUser>,
  settings: readonly string[] = [],
): void {
  const conf = [
    // Started by root it would go on as somebody who may not read these.
    `user ${userInfo().username}`,
    `listener ${port} 127.0.0.1`,
    "allow_anonymous false",
    `password_file ${join(folder, "passwords")}`,
    `acl_file ${join(folder, "acl")}`,
    "persistence true",
    `persistence_location ${folder}/`,
    "max_queued_messages 0",
    "max_inflight_messages 100",
    "autosave_on_changes true",
    `autosave_interval ${besideProcess}`,
    ...settings,
  ];
  const passwords = [...users].map(([name, { password }]) => `${name}:${hashed(password)}`);
  const acl = [...users].flatMap(([name, { rights }]) => [`user ${name}`, ...rights]);
  for (const [name, lines] of Object.entries({ "mosquitto.conf": conf, passwords, acl }))
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`, { mode: 0o600 });
}

/** As Mosquitto's password files have it: PBKDF2 with SHA-512. */
function hashed(password: string): string {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, 101, 64, "sha512");
  return `$7$101$${salt.toString("base64")}$${hash.toString("base64")}`;
}
