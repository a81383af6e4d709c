import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Credentials } from "../../deploy/credentials/credentials.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

/** The pair, with the credentials of `till` put into a file. */
function putInto(file: string | undefined, more = ""): string {
  const credentials = file === undefined ? "" : `, credentials: { file: ${JSON.stringify(file)} }`;
  return pair({ applications: more }).replace(
    "publish: [orders.placed] }",
    `publish: [orders.placed]${credentials} }`,
  );
}

const read = (path: string): Credentials => JSON.parse(readFileSync(path, "utf8")) as Credentials;

test("`up` puts credentials into their file, and again only once they are others", async () => {
  const mesh = await meshFolder(putInto("run/till.json"));
  mkdirSync(join(mesh.folder, "run"));
  const file = join(mesh.folder, "run", "till.json");
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(mesh.folder, "run")).mode & 0o777).toBe(0o755);
  expect(read(file)).toMatchObject({
    application: "till",
    identity: { nkeySeed: mesh.seed("application.till") },
    publish: [{ event: "orders.placed", address: "orders.placed" }],
  });
  const { mtimeMs } = statSync(file);
  await mesh.up();
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  chmodSync(file, 0o644);
  await mesh.up();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await mesh.down();
  expect(existsSync(file)).toBe(true);
  await mesh.up();

  const rotated = await mesh.rotate(["till"]);
  expect(rotated).toMatchObject({ value: { ok: true, revoked: [{ file: "run/till.json" }] } });
  expect(read(file)).toMatchObject({
    identity: {
      nkeySeed: mesh.seed("application.till"),
      publicKey: mesh.state().publicKeys["application.till"],
    },
    publish: [{ event: "orders.placed" }],
  });
  const text = readFileSync(file, "utf8");
  await mesh.up();
  expect(readFileSync(file, "utf8")).toBe(text);
  await mesh.down(true);
  expect(existsSync(file)).toBe(false);
});

test("a file that the manifest no longer names is removed, and one that somebody else made of it is not", async () => {
  const mesh = await meshFolder(putInto("a.json"));
  const [a, b] = [join(mesh.folder, "a.json"), join(mesh.folder, "b.json")];
  await mesh.up();
  mesh.write(putInto("b.json"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect([existsSync(a), existsSync(b)]).toEqual([false, true]);
  writeFileSync(b, "mine");
  mesh.write(putInto(undefined));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(readFileSync(b, "utf8")).toBe("mine");
  expect(mesh.state().credentialFiles).toBeUndefined();
});

test("a file that is not below the manifest's folder, or is somebody else's, is refused before anything is done", async () => {
  const mesh = await meshFolder(putInto("../till.json"));
  symlinkSync(tmpdir(), join(mesh.folder, "elsewhere"));
  writeFileSync(join(mesh.folder, "notes.json"), '{ "version": 1 }');
  const outside = "it is not below the folder of the manifest";
  for (const [file, why] of [
    ["../till.json", outside],
    ["/etc/till.json", outside],
    ["elsewhere/till.json", outside],
    [".meshc/up/mesh.json", outside],
    ["nowhere/till.json", "its folder is not there"],
    ["notes.json", "what stands there are no credentials of it"],
    ["mesh.yaml", "what stands there are no credentials of it"],
    ["mesh.yaml/x/till.json", expect.stringMatching(/^ENOTDIR/)],
  ] as const) {
    mesh.write(putInto(file));
    const { result, touched } = await mesh.up();
    const [told = "", ...more] = errorsOf(result);
    const said = `MESH5203 the credentials of application "till" cannot be put into ${file}: `;
    expect([told.slice(0, said.length), told.slice(said.length), more]).toEqual([said, why, []]);
    expect(touched).toEqual([]);
  }
  const both =
    "  belt: { team: one, broker: line, publish: [orders.placed], credentials: { file: ./till.json } }";
  mesh.write(putInto("till.json", both));
  expect(errorsOf((await mesh.up()).result)[0]).toMatch(/it is the file of application "(till|belt)"$/);
});
