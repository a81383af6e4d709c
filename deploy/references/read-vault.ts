import type { Json } from "../../compiler/model/json.ts";
import type { HttpAnswer } from "../host/host.ts";
import { type Found, type Unresolved, whenFound } from "./found.ts";
import { mapOf, parseJson } from "./parse-json.ts";
import type { Reading } from "./reading.ts";
import { type VaultServer, vaultServer } from "./vault-server.ts";

/**
 * The secret at a path of a key-value store of Vault, or of a server that speaks its protocol: version 2 or 1, which the
 * server is asked for, as Vault's own tool asks. The protocol needs no program of 400 MB, and the same two requests are
 * all that the tool makes.
 */
export async function readVaultSecret(reading: Reading, path: string): Promise<Found<Json>> {
  const steps = path.split("/").filter((step) => step !== "");
  if (steps.length < 2 || steps.some((step) => step === "." || step === "..")) {
    return { why: `"${path}" is no path of a secret`, fix: pathFix };
  }
  const server = await vaultServer(reading.host);
  if (!("value" in server)) return server;
  const mount = await get(reading, server.value, `sys/internal/ui/mounts/${urlPath(steps)}`, path);
  const place = whenFound(mount, (answer) => placeOf(answer, steps));
  if (!("value" in place)) return place;
  const secret = await get(reading, server.value, urlPath(place.value.steps), path);
  return whenFound(secret, (answer) => {
    const { data } = mapOf(answer);
    return { value: (place.value.isSecond ? mapOf(data)["data"] : data) ?? {} };
  });
}

/** Where a store of the version that is mounted there keeps a secret. */
function placeOf(answer: Json, steps: readonly string[]): Found<Place> {
  const { path, options } = mapOf(mapOf(answer)["data"]);
  const mount = typeof path === "string" ? path.split("/").filter((step) => step !== "") : [];
  const inside = steps.slice(mount.length);
  if (inside.length === 0) {
    return { why: `"${steps.join("/")}" is a mount, and no secret`, fix: pathFix };
  }
  const isSecond = mapOf(options)["version"] === "2";
  return { value: { isSecond, steps: isSecond ? [...mount, "data", ...inside] : steps } };
}

interface Place {
  readonly isSecond: boolean;
  readonly steps: readonly string[];
}

const pathFix = "Write the mount and the path in it: vault:mesh/core#key.";

function urlPath(steps: readonly string[]): string {
  return steps.map(encodeURIComponent).join("/");
}

/** The text at a key of a secret. Keys are not nested there, so that a dot is a part of the key. */
export function textInVault(secret: Json, key: string, where: string): Found {
  const value = mapOf(secret)[key];
  if (typeof value === "string") return { value };
  if (value === undefined || value === null) {
    return { why: `${where} has no key "${key}"`, fix: "Mend the key, or put the value there." };
  }
  return { why: `what ${where} holds at "${key}" is no text`, fix: "Put a text there." };
}

async function get(
  { host, seconds }: Reading,
  server: VaultServer,
  asked: string,
  path: string,
): Promise<Found<Json>> {
  const { address, headers, authority } = server;
  let answer: HttpAnswer;
  try {
    answer = await host.httpGet(`${address}/v1/${asked}`, {
      headers,
      ...(authority !== undefined && { authority }),
      milliseconds: seconds * 1_000,
    });
  } catch (error) {
    return unreachable(address, error, seconds);
  }
  if (answer.status === 200) return parseJson(answer.body, "Vault");
  return refused(answer.status, address, path);
}

const reasons: ReadonlyMap<number, (path: string) => Unresolved> = new Map<
  number,
  (path: string) => Unresolved
>([
  [
    403,
    (path) => ({
      why: `Vault does not let this token read "${path}"`,
      fix: "Log in anew, have the token's policy grant `read`, or mend the path: an unknown mount is refused so too.",
    }),
  ],
  [404, (path) => ({ why: `Vault has no secret at "${path}"`, fix: "Put it there, or mend the path." })],
  [503, () => ({ why: "Vault is sealed", fix: "Unseal it." })],
  [
    473,
    () => ({ why: "that Vault only stands by", fix: "Set VAULT_ADDR to the active server of the cluster." }),
  ],
]);

function refused(status: number, address: string, path: string): Unresolved {
  const known = reasons.get(status);
  if (known) return known(path);
  if (status >= 300 && status < 400) {
    const fix = "Set VAULT_ADDR to the server itself: a token is not sent on to another one.";
    return { why: `${address} leads to another server`, fix };
  }
  return {
    why: `${address} answered with status ${status}`,
    fix: "Look whether VAULT_ADDR is a Vault server.",
  };
}

function unreachable(address: string, error: unknown, seconds: number): Unresolved {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof Error && error.name === "TimeoutError") {
    const fix = "Look whether VAULT_ADDR is right and the server can be reached.";
    return { why: `${address} did not answer within ${seconds} s`, fix };
  }
  if (/CERT|SIGNATURE|ALTNAME|SSL|TLS/.test(code)) {
    const fix =
      "Set VAULT_CACERT to the certificate, PEM, of who signed it, and VAULT_ADDR to a name that it holds for.";
    return { why: `${address} shows a certificate that is not trusted here (${code})`, fix };
  }
  if (code === "ERR_INVALID_CHAR") {
    const fix = "Run `vault login`, or mend VAULT_TOKEN or VAULT_NAMESPACE.";
    return { why: "the token or the namespace holds letters that none has", fix };
  }
  const fix = "Look whether VAULT_ADDR is right and the server runs.";
  return { why: `${address} cannot be reached${/^E[A-Z]+$/.test(code) ? ` (${code})` : ""}`, fix };
}
