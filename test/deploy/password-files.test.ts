import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ConfigFile, SecretReference, WorkloadInstance } from "../../compiler/model/workload.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ensureIdentities } from "../../deploy/identities.ts";
import { newPasswordPair } from "../../deploy/password-pair.ts";
import { withoutRevoked, withRevoked } from "../../deploy/rotate/revoked-references.ts";
import type { MeshState } from "../../deploy/state/documents.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";
import { storedValues } from "../../deploy/state/stored-values.ts";
import { changedByHand, type LookUp, writeInstanceFiles } from "../../deploy/up/instance-files.ts";
import { upFolderOf } from "../../deploy/up/up-folder.ts";

const host = nodeHost();
const [till, link] = ["application.till", "link.plant.uplink"];

/** What Mosquitto and nats-server read of two that log in by a password: hashes, and the password where it dials. */
const files: readonly ConfigFile[] = [
  file(
    "passwords",
    `${till}:`,
    { kind: "pbkdf2", of: till },
    `\n${link}:`,
    { kind: "pbkdf2", of: link },
    "\n",
  ),
  file(
    "users.conf",
    `{ user: "${till}", password: "`,
    { kind: "bcrypt", of: till },
    '", permissions: {} }\n',
  ),
  file("bridge.conf", "remote_password ", { kind: "loginPassword", of: link }, "\ntry_private true\n"),
];

function file(path: string, ...parts: readonly (string | SecretReference)[]): ConfigFile {
  return { path, mode: 0o440, parts };
}

const instance: WorkloadInstance = {
  name: "plant-0",
  files,
  command: { program: "p", arguments: [] },
  listeners: [],
  health: { kind: "http", listener: "management", path: "/" },
  reload: { signal: "SIGHUP" },
  stop: { signal: "SIGTERM", graceSeconds: 1 },
};

/** The instance's files in a folder, made with the passwords of a mesh, and how they look afterwards. */
async function placed() {
  const folder = mkdtempSync(join(tmpdir(), "meshc-passwords-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const secrets = fileSecrets(host, join(folder, "secrets")).encryptedTo([]);
  const makers = {
    newKeyPair: () => ({ publicKey: "", seed: "" }),
    newPasswordPair: () => newPasswordPair(host),
    newPassword: () => "",
  };
  const ensure = async (state: MeshState) => {
    const workload = { broker: "plant", environment: "e", engine: "x", version: "1", provisions: [] };
    const result = await ensureIdentities([{ ...workload, instances: [instance] }], state, secrets, makers);
    if (!result.ok) throw new Error("no identities");
    return { state: result.value.state, lookUp: result.value.lookUp as LookUp };
  };
  const write = (lookUp: LookUp) => writeInstanceFiles(host, folder, instance, lookUp, []);
  const changed = async (mesh: MeshState, versions: readonly WorkloadInstance[] = [instance]) => {
    const upFolder = await upFolderOf(host, folder);
    const values = await storedValues(versions, { mesh, secrets, host, folder: upFolder });
    if (!values.ok) throw new Error("no values");
    return changedByHand(host, folder, versions, values.value);
  };
  const made = await ensure({ mesh: "m", publicKeys: {}, passwords: [] });
  await write(made.lookUp);
  const text = (path: string) => readFileSync(join(folder, path), "utf8");
  const edit = (path: string, change: (text: string) => string) => {
    const edited = change(text(path));
    rmSync(join(folder, path));
    writeFileSync(join(folder, path), edited);
  };
  return { folder, secrets, ensure, write, changed, text, edit, ...made };
}

test("the same passwords give the same files, run after run, and none counts as changed", async () => {
  const { ensure, write, changed, text, state } = await placed();
  const before = files.map(({ path }) => text(path));
  expect(before[0]).toMatch(
    /^application\.till:\$7\$101\$\S+\$\S+==\nlink\.plant\.uplink:\$7\$101\$\S+==\n$/,
  );
  await write((await ensure(state)).lookUp);
  expect(files.map(({ path }) => text(path))).toEqual(before);
  expect(await changed(state)).toEqual([]);
});

test("a password, a hash or a line that somebody changed by hand is seen", async () => {
  const { changed, edit, state } = await placed();
  edit("passwords", (text) => text.replace(/.(?===\n$)/, (last) => (last === "A" ? "Q" : "A")));
  edit("users.conf", (text) => text.replace("permissions: {}", 'permissions: { publish: ">" }'));
  edit("bridge.conf", (text) => text.replace(/password ./, "password x"));
  expect(await changed(state)).toEqual(["bridge.conf", "passwords", "users.conf"]);
});

test("where a password is lost, what stands in its place is not taken for a change by hand, and all else is", async () => {
  const { folder, changed, edit, state } = await placed();
  for (const name of [till, link]) rmSync(join(folder, "secrets", "keys", `${name}.json`));
  expect(await changed(state)).toEqual([]);
  edit("passwords", (text) => text.replace("link.plant", "link.other"));
  edit("bridge.conf", (text) => text.replace("try_private true", "try_private false"));
  expect(await changed(state)).toEqual(["bridge.conf", "passwords"]);
});

test("files with a revoked password count as others than those with the next, whatever they hold of it", async () => {
  const { changed, state } = await placed();
  const revoked = withRevoked(instance, new Map(Object.entries(state.publicKeys)));
  expect(revoked).not.toEqual(instance);
  const marks = revoked.files.map(({ parts }) =>
    parts.flatMap((part) => (typeof part === "object" && "revoked" in part ? [part.revoked] : [])),
  );
  const [ofTill, ofLink] = [state.publicKeys[till], state.publicKeys[link]];
  expect(marks).toEqual([[ofTill, ofLink], [ofTill], [ofLink]]);
  expect(withoutRevoked(revoked)).toEqual(instance);
  expect(await changed(state, [revoked])).toEqual([]);
});

test("an identity's nkey that was revoked is no mark of its password", () => {
  expect(withRevoked(instance, new Map([[till, `U${"A".repeat(55)}`]]))).toEqual(instance);
});
