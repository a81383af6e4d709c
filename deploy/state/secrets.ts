import type { Result } from "../../compiler/diagnostics/result.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { KeyPair } from "../../compiler/live.ts";
import { success } from "../diagnose.ts";
import type { Certified } from "../certificates/pem.ts";
import type { Host } from "../host/host.ts";
import { guarded } from "./guarded.ts";

/** A secret that stands there but is not what was written. */
export type Damaged = "damaged";

/** Secrets that meshc made, a file each (0600, in folders of 0700), named after what they belong to. */
export interface SecretStore {
  key(identity: string): Promise<Result<KeyPair | Damaged | undefined>>;
  writeKey(identity: string, pair: KeyPair): Promise<Result<void>>;
  password(trust: string): Promise<Result<string | Damaged | undefined>>;
  writePassword(trust: string, password: string): Promise<Result<void>>;
  /** A certificate with its key: of an authority, or of who shows it. */
  certified(kind: CertifiedKind, name: string): Promise<Result<Certified | Damaged | undefined>>;
  writeCertified(kind: CertifiedKind, name: string, certified: Certified): Promise<Result<void>>;
  /** Where a secret lies. */
  fileOf(kind: SecretKind, name: string): string;
}

type CertifiedKind = "authorities" | "certificates";
type SecretKind = "keys" | "passwords" | CertifiedKind;

/** Secrets in a folder: `keys/<identity>.json`, `passwords/<trust>.json`, and so on. */
export function fileSecrets(host: Host, folder: string): SecretStore {
  const fileOf = (kind: SecretKind, name: string): string => {
    invariant(/^[a-z0-9][a-z0-9.-]*$/.test(name), `${JSON.stringify(name)} cannot name a secret`);
    return `${folder}/${kind}/${name}.json`;
  };
  const write = (kind: SecretKind, name: string, value: object): Promise<Result<void>> => {
    const file = fileOf(kind, name);
    return guarded(file, async () => {
      await host.files.makeFolder(folder, 0o700);
      await host.files.makeFolder(`${folder}/${kind}`, 0o700);
      await host.files.write(file, new TextEncoder().encode(`${JSON.stringify(value)}\n`), { mode: 0o600 });
    });
  };
  const read = async <K extends string>(
    file: string,
    names: readonly K[],
  ): Promise<Result<Readonly<Record<K, string>> | Damaged | undefined>> => {
    const bytes = await guarded(file, () => host.files.read(file));
    if (!bytes.ok || !bytes.value) return bytes.ok ? success(undefined) : bytes;
    return success(texts(bytes.value, names) ?? "damaged");
  };
  return {
    fileOf,
    key: (identity) => read(fileOf("keys", identity), ["publicKey", "seed"]),
    writeKey: (identity, { publicKey, seed }) => write("keys", identity, { publicKey, seed }),
    async password(trust) {
      const found = await read(fileOf("passwords", trust), ["password"]);
      if (!found.ok) return found;
      return success(typeof found.value === "object" ? found.value.password : found.value);
    },
    writePassword: (trust, password) => write("passwords", trust, { password }),
    certified: (kind, name) => read(fileOf(kind, name), ["certificate", "privateKey"]),
    writeCertified: (kind, name, { certificate, privateKey }) =>
      write(kind, name, { certificate, privateKey }),
  };
}

function texts<K extends string>(
  bytes: Uint8Array,
  names: readonly K[],
): Readonly<Record<K, string>> | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<K, string>>;
    return names.every((name) => typeof value[name] === "string" && value[name] !== "") ? value : undefined;
  } catch {
    return undefined;
  }
}
