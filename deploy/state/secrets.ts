import type { Result } from "../../compiler/diagnostics/result.ts";
import type { KeyPair } from "../../compiler/live.ts";
import type { Certified } from "../certificates/pem.ts";
import { success } from "../diagnose.ts";
import { ageCipher } from "../encryption/age-cipher.ts";
import type { Cipher } from "../encryption/cipher.ts";
import type { Host } from "../host/host.ts";
import { filePlace } from "./file-place.ts";
import { type SecretKind, type SecretName, type SecretPlace, secretPlace } from "./secret-place.ts";
import { parseSecret, printSecret, type SecretTexts } from "./secret-text.ts";

/** A secret that stands there but is not what was written. */
export type Damaged = "damaged";

type CertifiedKind = "authorities" | "certificates";

/** Secrets that meshc made, named after what they belong to, to be read. */
export interface SecretReader {
  key(identity: string): Promise<Result<KeyPair | Damaged | undefined>>;
  /** The key that an identity had, kept until every instance was seen to refuse it. */
  revokedKey(identity: string): Promise<Result<KeyPair | Damaged | undefined>>;
  password(trust: string): Promise<Result<string | Damaged | undefined>>;
  /** A certificate with its key: of an authority, or of who shows it. */
  certified(kind: CertifiedKind, name: string): Promise<Result<Certified | Damaged | undefined>>;
  /** Where a secret lies. */
  fileOf(kind: SecretKind, name: string): string;
}

/** Secrets to be read and written. */
export interface SecretStore extends SecretReader {
  writeKey(identity: string, pair: KeyPair): Promise<Result<void>>;
  writeRevokedKey(identity: string, pair: KeyPair): Promise<Result<void>>;
  removeRevokedKey(identity: string): Promise<Result<void>>;
  writePassword(trust: string, password: string): Promise<Result<void>>;
  writeCertified(kind: CertifiedKind, name: string, certified: Certified): Promise<Result<void>>;
}

/** The secrets of a mesh. Each tells by itself whether it is encrypted; who writes one has to say to whom. */
export interface Secrets extends SecretReader {
  /** To write: encrypted to these recipients, or as it is where there are none. */
  encryptedTo(recipients: readonly string[]): SecretStore;
  readonly place: SecretPlace;
  readonly cipher: Cipher;
}

/** Secrets in files of a folder, encrypted with age. */
export function fileSecrets(host: Host, folder: string): Secrets {
  return secretsIn(secretPlace(filePlace(host, folder), ""), ageCipher(host));
}

/** The secrets of a place. */
export function secretsIn(place: SecretPlace, cipher: Cipher): Secrets {
  const reader = readerOf(place, cipher);
  return {
    ...reader,
    place,
    cipher,
    encryptedTo(recipients) {
      const write = async (kind: SecretKind, name: string, texts: SecretTexts): Promise<Result<void>> => {
        const bytes = new TextEncoder().encode(printSecret(texts));
        const kept = recipients.length > 0 ? await cipher.encrypt(bytes, recipients) : bytes;
        return place.write(`${kind}/${name}`, kept);
      };
      return {
        ...reader,
        writeKey: (identity, { publicKey, seed }) => write("keys", identity, { publicKey, seed }),
        writeRevokedKey: (identity, { publicKey, seed }) => write("revoked", identity, { publicKey, seed }),
        removeRevokedKey: (identity) => place.remove(`revoked/${identity}`),
        writePassword: (trust, password) => write("passwords", trust, { password }),
        writeCertified: (kind, name, { certificate, privateKey }) =>
          write(kind, name, { certificate, privateKey }),
      };
    },
  };
}

/** A secret's bytes as they were before they were encrypted; fails where that takes a private key that is not here. */
export async function openSecret(
  bytes: Uint8Array,
  name: SecretName,
  { place, cipher }: Pick<Secrets, "place" | "cipher">,
): Promise<Result<Uint8Array | Damaged>> {
  if (!cipher.isEncrypted(bytes)) return success(bytes);
  return cipher.decrypt(bytes, `${place.whereIs(name)} is encrypted`);
}

function readerOf(place: SecretPlace, cipher: Cipher): SecretReader {
  const read = async <K extends string>(
    kind: SecretKind,
    name: string,
    names: readonly K[],
  ): Promise<Result<SecretTexts<K> | Damaged | undefined>> => {
    const kept = await place.read(`${kind}/${name}`);
    if (!kept.ok || !kept.value) return kept.ok ? success(undefined) : kept;
    const opened = await openSecret(kept.value, `${kind}/${name}`, { place, cipher });
    if (!opened.ok || opened.value === "damaged") return opened.ok ? success("damaged") : opened;
    return success(parseSecret(opened.value, names) ?? "damaged");
  };
  return {
    fileOf: (kind, name) => place.whereIs(`${kind}/${name}`),
    key: (identity) => read("keys", identity, ["publicKey", "seed"]),
    revokedKey: (identity) => read("revoked", identity, ["publicKey", "seed"]),
    async password(trust) {
      const found = await read("passwords", trust, ["password"]);
      if (!found.ok) return found;
      return success(typeof found.value === "object" ? found.value.password : found.value);
    },
    certified: (kind, name) => read(kind, name, ["certificate", "privateKey"]),
  };
}
