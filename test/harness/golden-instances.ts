import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SecretReference } from "../../compiler/model/workload.ts";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import { createKeys } from "../nats/keys.ts";
import { readTree } from "./file-tree.ts";
import { withValues } from "./with-values.ts";

/** An instance in a golden: its folder there, its engine's version, its arguments, and its files by path, with values. */
export interface GoldenInstance {
  readonly from: string;
  readonly version: string;
  readonly parameters: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}

const root = "test/goldens";
const reference = ".ref";
const hour = 3_600_000;
const terms = (name: string) => ({
  name,
  notBefore: new Date(),
  notAfter: new Date(Date.now() + hour),
  serial: new Uint8Array(randomBytes(16)),
});
const keys = createKeys();
/** Whoever is known by certificates is known by this one, and shows that. */
const authority = await newAuthority(terms("authority"));
const shown = await newCertificate(authority, { ...terms("anyone"), dialedBy: [] });

/** All instances of an engine in the goldens. */
export function goldenInstances(engine: string): readonly GoldenInstance[] {
  const tree = readTree(root);
  return [...tree].flatMap(([path, text]) => {
    if (!path.endsWith("/process.json")) return [];
    const described = JSON.parse(text) as Described;
    if (described.engine.name !== engine) return [];
    const from = dirname(path);
    const own = [...tree].filter(([one]) => dirname(one) === from && one !== path);
    const files = new Map(own.map(([one, held]) => completed(one.slice(from.length + 1), held)));
    return [{ from, version: described.engine.version, parameters: described.command.arguments, files }];
  });
}

/** What `process.json` says of an instance. */
interface Described {
  readonly engine: { readonly name: string; readonly version: string };
  readonly command: { readonly arguments: readonly string[] };
}

function completed(name: string, text: string): readonly [string, string] {
  return name.endsWith(reference)
    ? [name.slice(0, -reference.length), withValues(text, valueOf)]
    : [name, text];
}

function valueOf(wanted: SecretReference): string {
  if (wanted.kind === "authority") return authority.certificate;
  if (wanted.kind === "certificate") return shown.certificate;
  if (wanted.kind === "privateKey") return shown.privateKey;
  return keys.resolve(wanted);
}

/** Writes an instance's files into a new folder of the system's folder for such, which the caller removes. */
export function writtenGolden({ files }: GoldenInstance): string {
  const place = mkdtempSync(join(tmpdir(), "meshc-golden-"));
  for (const [name, text] of files) writeFileSync(join(place, name), text, { mode: 0o600 });
  return place;
}
