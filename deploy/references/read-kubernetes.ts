import type { Json } from "../../compiler/model/json.ts";
import type { ProgramOutput } from "../host/host.ts";
import { askProgram } from "./ask-program.ts";
import { type Found, whenFound } from "./found.ts";
import { mapOf, parseJson } from "./parse-json.ts";
import type { Reading } from "./reading.ts";

/** A Secret of a cluster. */
export interface KubernetesSecret {
  readonly namespace: string;
  readonly name: string;
  /** Of the kubeconfig; absent = the current one. */
  readonly context?: string;
}

/** A Secret as kubectl shows it: kubectl knows every way to log in to a cluster. */
export async function readKubernetesSecret(
  reading: Reading,
  { namespace, name, context }: KubernetesSecret,
): Promise<Found<Json>> {
  const asked = {
    program: "kubectl",
    arguments: [
      "get",
      "secret",
      name,
      `--namespace=${namespace}`,
      "--output=json",
      `--request-timeout=${Math.ceil(reading.seconds / 2)}s`,
      ...(context === undefined ? [] : [`--context=${context}`]),
    ],
    install: "Install kubectl (kubernetes.io/docs/tasks/tools) and put it on the PATH.",
    slow: "Look whether the cluster can be reached, and whether kubectl waits for a login.",
  };
  const found = await askProgram(reading, asked, (ended) => explain(asked.arguments, ended));
  return whenFound(found, (text) => parseJson(text, "kubectl"));
}

/** The text at a key of a Secret; what Kubernetes keeps there is base64. */
export function textInSecret(secret: Json, key: string, where: string): Found {
  const encoded = mapOf(mapOf(secret)["data"])[key];
  if (typeof encoded !== "string") {
    return { why: `${where} has no key "${key}"`, fix: "Mend the key, or put the value into the Secret." };
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { value: decoder.decode(Buffer.from(encoded, "base64")) };
  } catch {
    return { why: `what ${where} holds at "${key}" is no text`, fix: "Put a text in UTF-8 there." };
  }
}

/** What kubectl says of a failure, and what that means. */
const reasons: readonly (readonly [said: RegExp, why: string, fix: string])[] = [
  [
    /\(NotFound\)/,
    "the cluster has no such Secret",
    "Make it, or mend the namespace, the name or the context.",
  ],
  [
    /\(Forbidden\)/,
    "this user may not read that Secret",
    "Have somebody grant `get` on it: `kubectl auth can-i get secret/NAME`.",
  ],
  [/\(Unauthorized\)|logged in|credentials/, "the cluster does not know this user", "Log in to the cluster."],
  [
    /context .* does not exist|no context exists/,
    "the kubeconfig has no such context",
    "Mend `kubernetes.context` of the environment, or KUBECONFIG.",
  ],
  [
    /connection .* refused|no such host|[Tt]imeout|deadline exceeded|Unable to connect/,
    "the cluster cannot be reached",
    "Look at the address in the kubeconfig, and whether the cluster runs.",
  ],
];

function explain(args: readonly string[], { code, errors }: ProgramOutput): Found<never> {
  const known = reasons.find(([said]) => said.test(errors));
  if (known) return { why: known[1], fix: known[2] };
  return {
    why: `kubectl ended with ${code ?? "a signal"}`,
    fix: `Look what \`kubectl ${args.slice(0, 4).join(" ")}\` says.`,
  };
}
