import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CertificatePart } from "../../compiler/model/workload.ts";
import { ownCertificate } from "../tls/own-mesh.ts";
import { startCluster } from "./cluster.ts";
import { keyNeedles, newCanary, type Planted } from "./needles.ts";
import { sealer } from "./sealed-files.ts";
import { newStack } from "./stack.ts";
import { startVault } from "./vault.ts";

/** Kinds of references that values are planted by. */
export type Kind = "env" | "file" | "sops" | "vault" | "k8s" | "pulumi";

/** A value of a broker's certificate that is planted. */
export interface PlantedPart {
  readonly broker: string;
  readonly part: CertificatePart;
  readonly kind: Kind;
  readonly value: string;
  readonly reference: string;
}

const parts = ["cert", "key", "ca"] as const;
const brokerCount = 10;

/**
 * Ten brokers whose certificates, keys and authorities are kept by all kinds of references in turn: thirty values, each
 * with a random text of its own beside its PEM, which nobody has a use for.
 */
export async function plantedMesh(folder: string, kinds: readonly Kind[]) {
  const planted: Planted[] = [];
  const keys: Planted[] = [];
  const all: PlantedPart[] = [];
  for (let index = 0; index < brokerCount; index++) {
    const broker = `b${index}`;
    const own = await ownCertificate(`authority of ${broker}`);
    keys.push(keyNeedles(`key of ${broker}`, own.key));
    for (const [at, part] of parts.entries()) {
      const { text, planted: canary } = newCanary(`${broker} ${part}`);
      planted.push(canary);
      const kind = kinds[(index + at) % kinds.length] ?? "env";
      all.push({
        broker,
        part,
        kind,
        value: `${text}\n${own[part]}`,
        reference: referenceTo(kind, broker, part),
      });
    }
  }
  const places = await keep(folder, kinds, all);
  writeFileSync(join(folder, "mesh.yaml"), manifest(all));
  return { planted, keys, parts: all, ...places };
}

function referenceTo(kind: Kind, broker: string, part: CertificatePart): string {
  switch (kind) {
    case "env":
      return `env:${variableOf(broker, part)}`;
    case "file":
      return `file:kept/${broker}-${part}`;
    case "sops":
      return `sops:kept.yaml#${broker}.${part}`;
    case "vault":
      return `vault:mesh/${broker}#${part}`;
    case "k8s":
      return `k8s:mesh/${broker}#${part}`;
    case "pulumi":
      return `pulumi:${broker}-${part}`;
  }
}

function variableOf(broker: string, part: CertificatePart): string {
  return `PLANTED_${broker}_${part}`.toUpperCase();
}

/** Puts every value where its reference leads: the variables that `up` needs for them, folders of programs, and the files. */
async function keep(folder: string, kinds: readonly Kind[], all: readonly PlantedPart[]) {
  const of = (kind: Kind) => all.filter((each) => each.kind === kind);
  const environment: Record<string, string> = {};
  const programs: Record<string, string> = {};
  for (const { broker, part, value } of of("env")) environment[variableOf(broker, part)] = value;
  mkdirSync(join(folder, "kept"));
  for (const { broker, part, value } of of("file"))
    writeFileSync(join(folder, "kept", `${broker}-${part}`), value);
  if (kinds.includes("sops")) {
    const sops = await sealer(folder);
    await sops.write("kept.yaml", JSON.stringify(byBroker(of("sops"))));
    Object.assign(environment, sops.environment);
    programs["sops"] = join(sops.programs, "sops");
  }
  if (kinds.includes("vault")) {
    const vault = await startVault();
    for (const [broker, data] of Object.entries(byBroker(of("vault"))))
      await vault.write(`mesh/data/${broker}`, { data });
    Object.assign(environment, { VAULT_ADDR: vault.address, VAULT_TOKEN: vault.token });
  }
  if (kinds.includes("k8s")) {
    const secrets = Object.entries(byBroker(of("k8s"))).map(
      ([broker, data]) => [`mesh/${broker}`, data] as const,
    );
    Object.assign(environment, (await startCluster(folder, Object.fromEntries(secrets))).environment);
    programs["kubectl"] = "/usr/bin/kubectl";
  }
  if (kinds.includes("pulumi")) {
    const stack = await newStack(folder);
    for (const { broker, part, value } of of("pulumi")) await stack.set(`${broker}-${part}`, value);
    Object.assign(environment, stack.environment);
    programs["pulumi"] = join(stack.programs, "pulumi");
  }
  return { environment, programs };
}

function byBroker(all: readonly PlantedPart[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const found: Record<string, Record<string, string>> = {};
  for (const { broker, part, value } of all) found[broker] = { ...found[broker], [part]: value };
  return found;
}

/** Two hubs, and edges of them: every kind of link there is, with an application at each end. */
function manifest(all: readonly PlantedPart[]): string {
  const brokers = [...new Set(all.map(({ broker }) => broker))].map((broker, index) => {
    const refs = all
      .filter((each) => each.broker === broker)
      .map(({ part, reference }) => `${part}: { ref: ${JSON.stringify(reference)} }`);
    const role = index < 2 ? "role: hub" : `role: edge, uplink: b${index % 2}`;
    const ports = `nats: ${4300 + index}, management: ${8300 + index}`;
    const between = index < 2 ? `, gateway: ${7300 + index}, leafnode: ${7400 + index}` : "";
    return `  ${broker}: { environment: centre, engine: nats, ${role}, listeners: { ${ports}${between} }, tls: { certificates: { ${refs.join(", ")} } } }`;
  });
  return `apiVersion: meshc/v1
mesh: { name: planted }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
${brokers.join("\n")}
domains:
  orders: { owner: one, topic: orders, share: all, events: { placed: {} } }
applications:
  till: { team: one, broker: b9, publish: [orders.placed] }
  books: { team: one, broker: b2, subscribe: [orders.placed] }
`;
}

/** Programs that write down their arguments and their environment before they become the real ones. */
export function recordingPrograms(folder: string, programs: Readonly<Record<string, string>>) {
  const [bin, record] = [join(folder, "bin"), join(folder, "record")];
  mkdirSync(bin);
  mkdirSync(record);
  for (const [name, real] of Object.entries(programs)) {
    const script = `#!/bin/sh\n{ cat /proc/$$/environ; printf '%s\\n' "$@"; } > "${record}/${name}.$$.$(date +%s%N)"\nexec "${real}" "$@"\n`;
    writeFileSync(join(bin, name), script, { mode: 0o755 });
  }
  return { bin, record, path: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin` };
}
