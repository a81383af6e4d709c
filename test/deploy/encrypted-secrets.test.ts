import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Host } from "../../deploy/host/host.ts";
import { ageCipher } from "../../deploy/encryption/age-cipher.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ageKey } from "./age-key.ts";
import { bringSecrets, type Values } from "./bring-secrets.ts";

const head = "age-encryption.org/v1\n";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "meshc-encrypted-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function hostWith(environment: Host["environment"]): Host {
  return { ...nodeHost(), environment };
}

/** Every file of a store but locks, by path below its folder. */
function filesIn(path: string): ReadonlyMap<string, string> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith("locks"));
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(path.length + 1), readFileSync(file, "latin1")] as const;
    }),
  );
}

function secretsIn(path: string): ReadonlyMap<string, string> {
  return new Map([...filesIn(path)].filter(([name]) => name.startsWith("secrets/")));
}

/** What the state says of whom the secrets are encrypted to. */
function recorded(path: string): unknown {
  return JSON.parse(readFileSync(join(path, "mesh.json"), "utf8")).content.encrypted;
}

/** Brings the secrets about and returns their values; throws where that fails. */
async function brought(path: string, file: string, recipients: readonly string[]): Promise<Values> {
  const result = await bringSecrets(hostWith({ MESHC_AGE_KEY_FILE: file }), path, recipients);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result.value;
}

const messages = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ code, message }) => `${code} ${message}`);

test("nothing that is kept secretly can be read without the private key, and with it all is as it was", async () => {
  const [path, { file, recipient }] = [folder(), await ageKey()];
  const values = await brought(path, file, [recipient]);
  expect(values).not.toContain(undefined);
  const kept = secretsIn(path);
  expect([...kept.keys()].map((name) => name.slice("secrets/".length)).toSorted()).toEqual([
    "authorities/links.json",
    "authorities/servers.json",
    "certificates/core-0.json",
    "certificates/link.a.b.json",
    "keys/application.panel.json",
    "keys/application.till.json",
    "keys/link.a.b.json",
    "passwords/cluster.core.json",
  ]);
  for (const [name, text] of kept) {
    expect(text.startsWith(head), name).toBe(true);
    expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
  }
  const everything = [...filesIn(path).values()].join("\n");
  for (const secret of [1, 2, 4, 7, 8, 9].map((at) => values[at])) expect(everything).not.toContain(secret);
  expect(recorded(path)).toEqual({ recipients: [recipient] });
  const before = filesIn(path);
  expect(await brought(path, file, [recipient])).toEqual(values);
  expect(filesIn(path)).toEqual(before);
});

test.each<[string, (key: Awaited<ReturnType<typeof ageKey>>, home: string) => Host["environment"]]>([
  ["the file that MESHC_AGE_KEY_FILE names", ({ file }) => ({ MESHC_AGE_KEY_FILE: file })],
  ["MESHC_AGE_KEY", ({ key }) => ({ MESHC_AGE_KEY: key })],
  ["MESHC_AGE_KEY, whatever sops' variables say", ({ key }) => ({ MESHC_AGE_KEY: key, SOPS_AGE_KEY: "x" })],
  ["the file that SOPS_AGE_KEY_FILE names", ({ file }) => ({ SOPS_AGE_KEY_FILE: file })],
  ["SOPS_AGE_KEY, among others", ({ key }) => ({ SOPS_AGE_KEY: `# mine\nAGE-PLUGIN-X-1Q\n${key}\n` })],
  [
    "sops' own file",
    ({ file }, home) => {
      mkdirSync(join(home, ".config/sops/age"), { recursive: true });
      writeFileSync(join(home, ".config/sops/age/keys.txt"), readFileSync(file));
      return { HOME: home };
    },
  ],
  [
    "sops' own file where the user keeps settings elsewhere",
    ({ file }, home) => {
      mkdirSync(join(home, "x/sops/age"), { recursive: true });
      writeFileSync(join(home, "x/sops/age/keys.txt"), readFileSync(file));
      return { HOME: "/nowhere", XDG_CONFIG_HOME: join(home, "x") };
    },
  ],
])("the private key is found in %s", async (_, environmentOf) => {
  const [path, key] = [folder(), await ageKey()];
  const values = await brought(path, key.file, [key.recipient]);
  const again = await bringSecrets(hostWith(environmentOf(key, folder())), path, [key.recipient]);
  expect(again).toMatchObject({ ok: true, value: values });
});

test("secrets are brought to whom the manifest names now, and are the same ones", async () => {
  const [path, one, two] = [folder(), await ageKey(), await ageKey()];
  const both = join(folder(), "both");
  writeFileSync(both, `${one.key}\n${two.key}\n`);
  const values = await brought(path, one.file, []);
  expect(recorded(path)).toBeUndefined();
  const moves: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [one.file, [one.recipient], [one.file]],
    [one.file, [one.recipient, two.recipient].toSorted(), [one.file, two.file]],
    [both, [two.recipient], [two.file]],
    [both, [one.recipient], [one.file]],
    [one.file, [], []],
  ];
  for (const [file, recipients, readers] of moves) {
    expect(await brought(path, file, recipients)).toEqual(values);
    expect(recorded(path)).toEqual(recipients.length > 0 ? { recipients } : undefined);
    const isEncrypted = [...secretsIn(path).values()].map((text) => text.startsWith(head));
    expect(new Set(isEncrypted)).toEqual(new Set([recipients.length > 0]));
    for (const { file: each } of recipients.length > 0 ? [one, two] : []) {
      const alone = await bringSecrets(hostWith({ MESHC_AGE_KEY_FILE: each }), path, recipients);
      expect(alone.ok).toBe(readers.includes(each));
    }
  }
});

test("that secrets are not encrypted any more is said, and a plain one among encrypted ones is encrypted", async () => {
  const [path, { file, recipient }] = [folder(), await ageKey()];
  const host = hostWith({ MESHC_AGE_KEY_FILE: file });
  await bringSecrets(host, path, [recipient]);
  const plain = await bringSecrets(host, path, []);
  expect(messages(plain.diagnostics)).toEqual([
    `MESH5142 8 secrets in ${path}/secrets are not encrypted any more`,
  ]);
  const backup = readFileSync(join(path, "secrets/keys/link.a.b.json"));
  await bringSecrets(host, path, [recipient]);
  writeFileSync(join(path, "secrets/keys/link.a.b.json"), backup);
  expect(await bringSecrets(host, path, [recipient])).toMatchObject({
    ok: true,
    value: plain.ok && plain.value,
  });
  expect(secretsIn(path).get("secrets/keys/link.a.b.json")).toMatch(/^age-encryption/);
});

test.each<[string, (other: string) => Host["environment"], string, string]>([
  [
    "no variable is set and no file is there",
    () => ({ HOME: "/nowhere" }),
    "MESH5140",
    "/nowhere/.config/sops/age/keys.txt is not there",
  ],
  [
    "nothing at all is known of the user",
    () => ({}),
    "MESH5140",
    "none of MESHC_AGE_KEY_FILE, MESHC_AGE_KEY, SOPS_AGE_KEY_FILE, SOPS_AGE_KEY is set",
  ],
  [
    "the file is not there",
    () => ({ MESHC_AGE_KEY_FILE: "/nowhere/key" }),
    "MESH5140",
    "MESHC_AGE_KEY_FILE names /nowhere/key, which is not there",
  ],
  ["the file is a folder", () => ({ MESHC_AGE_KEY_FILE: tmpdir() }), "MESH5107", "it is a folder"],
  [
    "the variable holds something else",
    () => ({ SOPS_AGE_KEY: "hunter2" }),
    "MESH5140",
    "SOPS_AGE_KEY holds none",
  ],
  [
    "the key is cut off",
    () => ({ MESHC_AGE_KEY: "AGE-SECRET-KEY-1HUNTER2" }),
    "MESH5140",
    "MESHC_AGE_KEY holds one that is not whole",
  ],
  ["it is somebody else's key", (other) => ({ MESHC_AGE_KEY_FILE: other }), "MESH5141", "opens it"],
])(
  "where %s, that is one error, and nothing is changed or made anew",
  async (_, environmentOf, code, why) => {
    const [path, own, other] = [folder(), await ageKey(), await ageKey()];
    await brought(path, own.file, [own.recipient]);
    const before = filesIn(path);
    const host = hostWith(environmentOf(other.file));
    for (const recipients of [[own.recipient], [other.recipient], [own.recipient, other.recipient], []]) {
      const result = await bringSecrets(host, path, recipients);
      expect(result.ok).toBe(false);
      expect(result.diagnostics).toHaveLength(1);
      const [told] = result.diagnostics;
      expect(told).toMatchObject({ code });
      expect(told?.message).toContain(why);
      expect(JSON.stringify(told).toUpperCase()).not.toContain("HUNTER2");
      if (code !== "MESH5107") expect(told?.help).toMatch(/none is made anew.*locked out/);
    }
    expect(filesIn(path)).toEqual(before);
  },
);

test("nothing is encrypted that could not be read here again", async () => {
  const [path, own, other] = [folder(), await ageKey(), await ageKey()];
  const values = await brought(path, own.file, []);
  const before = filesIn(path);
  const host = hostWith({ MESHC_AGE_KEY_FILE: own.file });
  const refused = await bringSecrets(host, path, [other.recipient]);
  expect(messages(refused.diagnostics)).toEqual([
    `MESH5141 secrets are encrypted to the recipients of \`state.secrets.age\`, and no private key of ${own.file} (MESHC_AGE_KEY_FILE) opens it: it is encrypted to others, or damaged`,
  ]);
  expect(filesIn(path)).toEqual(before);
  expect(await brought(path, own.file, [])).toEqual(values);
});

const harms: readonly (readonly [string, (file: string) => void])[] = [
  ["lost", (file) => rmSync(file)],
  ["emptied", (file) => writeFileSync(file, "")],
  ["cut off in its first line", (file) => writeFileSync(file, readFileSync(file).subarray(0, 9))],
  [
    "cut off in the middle",
    (file) => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size / 2)),
  ],
  ["cut off before its end", (file) => writeFileSync(file, readFileSync(file).subarray(0, -2))],
  ["changed in its first byte", (file) => flip(file, 0)],
  ["changed in its head", (file) => flip(file, 60)],
  ["changed in its middle", (file) => flip(file, Math.floor(statSync(file).size / 2))],
  ["changed near its end", (file) => flip(file, statSync(file).size - 4)],
];

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const whose: ReadonlyMap<string, string> = new Map([
  ["keys/application.till", 'identity "application.till"'],
  ["keys/application.panel", 'identity "application.panel"'],
  ["keys/link.a.b", 'identity "link.a.b"'],
  ["passwords/cluster.core", 'trust "cluster.core"'],
  ["authorities/servers", 'authority "servers"'],
  ["authorities/links", 'authority "links"'],
]);

test.each([
  ["encrypted", true],
  ["plain", false],
])(
  "of %s secrets, each that is lost or damaged in any way is named with whom that locks out",
  async (_, encrypted) => {
    const [path, { file, recipient }] = [folder(), await ageKey()];
    const recipients = encrypted ? [recipient] : [];
    const values = await brought(path, file, recipients);
    const host = hostWith({ MESHC_AGE_KEY_FILE: file });
    for (const [name, of] of whose) {
      const secret = join(path, "secrets", `${name}.json`);
      const kept = readFileSync(secret);
      for (const [how, harm] of harms) {
        harm(secret);
        const before = filesIn(path);
        const result = await bringSecrets(host, path, recipients);
        expect(result.ok, `${name} ${how}`).toBe(false);
        expect(result.diagnostics, `${name} ${how}`).toHaveLength(1);
        const [told] = result.diagnostics;
        expect(["MESH5109", "MESH5141"], `${name} ${how}`).toContain(told?.code);
        expect(told?.message).toContain(secret);
        if (told?.code === "MESH5109") expect(told.message).toContain(of);
        expect(told?.help).toContain("locked out until it is given the new one");
        expect(filesIn(path), `${name} ${how}`).toEqual(before);
        writeFileSync(secret, kept);
      }
    }
    expect(await brought(path, file, recipients)).toEqual(values);
  },
);

test("where recipients change, a secret that nobody here can open stops all before any is moved", async () => {
  const [path, one, two, three] = [folder(), await ageKey(), await ageKey(), await ageKey()];
  const both = join(folder(), "both");
  writeFileSync(both, `${one.key}\n${two.key}\n`);
  await brought(path, one.file, [one.recipient]);
  const closed = await ageCipher(nodeHost()).encrypt(new Uint8Array(9), [three.recipient]);
  writeFileSync(join(path, "secrets/keys/link.a.b.json"), closed);
  const before = filesIn(path);
  const result = await bringSecrets(hostWith({ MESHC_AGE_KEY_FILE: both }), path, [two.recipient]);
  expect(result.diagnostics.map(({ code }) => code)).toEqual(["MESH5141"]);
  expect(result.diagnostics[0]?.message).toContain("keys/link.a.b.json is encrypted");
  expect(filesIn(path)).toEqual(before);
});

test.each([
  ["finished", true],
  ["undone where the manifest names those of before again", false],
])("a move to others that broke off is %s", async (_, isFinished) => {
  const [path, one, two] = [folder(), await ageKey(), await ageKey()];
  const both = join(folder(), "both");
  writeFileSync(both, `${one.key}\n${two.key}\n`);
  const values = await brought(path, one.file, [one.recipient]);
  const isReadBy = (file: string) =>
    Promise.all(
      [...secretsIn(path).keys()].map(async (name) => {
        const bytes = readFileSync(join(path, name));
        return (await ageCipher(hostWith({ MESHC_AGE_KEY_FILE: file })).decrypt(bytes, name)).ok;
      }),
    );
  const whole = hostWith({ MESHC_AGE_KEY_FILE: both });
  let left = 3;
  const write: Host["files"]["write"] = async (file, bytes, options) => {
    if (file.includes("/secrets/") && left-- === 0) throw Object.assign(new Error(), { code: "ENOSPC" });
    return whole.files.write(file, bytes, options);
  };
  const full = { ...whole, files: { ...whole.files, write } };
  const broken = await bringSecrets(full, path, [two.recipient]);
  expect(broken.diagnostics.map(({ code }) => code)).toEqual(["MESH5107"]);
  expect((await isReadBy(two.file)).filter(Boolean)).toHaveLength(3);
  expect(recorded(path)).toEqual({ recipients: [two.recipient], underway: true });
  const [reader, other] = isFinished ? [two, one] : [one, two];
  expect(await brought(path, both, [reader.recipient])).toEqual(values);
  expect(new Set(await isReadBy(other.file))).toEqual(new Set([false]));
  expect(await brought(path, reader.file, [reader.recipient])).toEqual(values);
});

test("a folder of secrets that is gone wholly is an error for each, and none is made", async () => {
  const [path, { file, recipient }] = [folder(), await ageKey()];
  await brought(path, file, [recipient]);
  rmSync(join(path, "secrets"), { recursive: true });
  const result = await bringSecrets(hostWith({ MESHC_AGE_KEY_FILE: file }), path, [recipient]);
  expect(result.diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => "MESH5109"));
  expect(readdirSync(dirname(join(path, "secrets")))).not.toContain("secrets");
});
