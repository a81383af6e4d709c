import type { Path } from "../source/path.ts";
import type { Place } from "./documents.ts";
import type { Json } from "./json.ts";

/** A manifest that its schema accepts, as plain data, and where each value in it was written. */
export interface Manifest {
  readonly data: ManifestData;
  readonly locate: (path: Path, on: "key" | "value") => Place;
}

/**
 * The keys of a manifest, made from the schemas by tools/generate-manifest-types.mjs. What includes, overlays, `each` and
 * `defaults` say is already worked in.
 */
export interface ManifestData {
  readonly apiVersion?: "meshc/v1";
  readonly mesh: ManifestMesh;
  readonly teams?: { readonly [key: string]: ManifestTeam };
  readonly environments?: { readonly [key: string]: ManifestEnvironment };
  readonly brokers?: { readonly [key: string]: ManifestBroker };
  readonly domains?: { readonly [key: string]: ManifestDomain };
  readonly applications?: { readonly [key: string]: ManifestApplication };
  readonly connectors?: { readonly [key: string]: ManifestConnector };
  readonly links?: { readonly [key: string]: ManifestLink };
  readonly policies?: { readonly [key: string]: ManifestPolicy };
  readonly state?: { readonly store?: string; readonly secrets?: { readonly age?: readonly string[] } };
}

/** The mesh itself. */
export interface ManifestMesh {
  readonly name: string;
  readonly description?: string;
}

/** A team. */
export interface ManifestTeam extends ManifestNamed {
  readonly contact?: string;
}

/** Keys that several entries have. */
export interface ManifestNamed {
  readonly description?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly protect?: boolean;
  readonly renamedFrom?: string;
}

/** One place where brokers run. */
export interface ManifestEnvironment extends ManifestNamed {
  readonly platform:
    "kubernetes" | "openshift" | "eks" | "gke" | "aks" | "ack" | "iks" | "ecs" | "hosts" | "vms" | "local";
  readonly deploy?: "pulumi" | "manifests" | "systemd" | "process";
  readonly region?: string;
  readonly residency?: string;
  readonly dialable?: boolean;
  readonly kubernetes?: ManifestKubernetes;
  readonly pulumi?: ManifestPulumi;
  readonly cloud?: ManifestCloud;
  readonly machines?: { readonly [key: string]: ManifestMachine };
  readonly hosts?: { readonly [key: string]: ManifestHost };
}

/** How brokers are placed in a Kubernetes cluster. */
export interface ManifestKubernetes {
  readonly context?: string;
  readonly namespace?: string;
  readonly storageClass?: string;
  readonly serviceMesh?: "none" | "istio" | "linkerd";
  readonly imageRegistry?: string;
  readonly imagePullSecrets?: readonly string[];
  readonly nodeSelector?: { readonly [key: string]: string };
  readonly tolerations?: readonly ManifestToleration[];
  readonly annotations?: { readonly [key: string]: string };
}

/** One toleration, in Kubernetes' own form. */
export interface ManifestToleration {
  readonly key?: string;
  readonly operator?: "Equal" | "Exists";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  readonly tolerationSeconds?: number;
}

/** The Pulumi program that is generated for the environment. */
export interface ManifestPulumi {
  readonly project?: string;
  readonly stack?: string;
  readonly backend?: string;
  readonly secretsProvider?: string;
}

/** Provider and account of a cloud platform. */
export interface ManifestCloud {
  readonly provider?: "aws" | "gcp" | "azure" | "alibaba" | "ibm";
  readonly account?: string;
  readonly network?: string;
  readonly subnets?: readonly string[];
  readonly resourceGroup?: string;
}

/** A virtual machine that the stack creates. */
export interface ManifestMachine {
  readonly type: string;
  readonly zone?: string;
  readonly disk?: string | number;
  readonly image?: string;
}

/** A host that exists. */
export interface ManifestHost {
  readonly address: string;
  readonly publicAddress?: string;
  readonly ssh?: ManifestSsh;
  readonly labels?: { readonly [key: string]: string };
}

/** How `apply`, which is not built yet, logs in to the host. */
export interface ManifestSsh {
  readonly user?: string;
  readonly port?: number;
  readonly identityFile?: string;
  readonly knownHostsFile?: string;
}

/** One logical broker. */
export interface ManifestBroker extends ManifestNamed {
  readonly environment: string;
  readonly engine: "nats" | "rabbitmq" | "mosquitto" | "kafka";
  readonly version?: string;
  readonly managed?: boolean;
  readonly endpoints?: { readonly [key: string]: string };
  readonly credentials?: ManifestBrokerCredentials;
  readonly provision?: "apply" | "operator";
  readonly runtime?: ManifestRuntime;
  readonly replicas?: number;
  readonly hosts?: readonly string[];
  readonly address?: string;
  readonly role?: "hub" | "edge";
  readonly uplink?: string | readonly string[];
  readonly storage?: ManifestStorage;
  readonly resources?: ManifestResources;
  readonly listeners?: ManifestListeners;
  readonly tls?: ManifestTls;
  readonly settings?: { readonly [key: string]: Json };
}

/** Of a broker that is not managed: how meshc's links log in, each value a secret reference. */
export interface ManifestBrokerCredentials {
  readonly username?: ManifestSecret;
  readonly password?: ManifestSecret;
  readonly token?: ManifestSecret;
  readonly nkeySeed?: ManifestSecret;
  readonly cert?: ManifestSecret;
  readonly key?: ManifestSecret;
  readonly ca?: ManifestSecret;
}

/** Where a secret is kept. */
export interface ManifestSecret {
  readonly ref: string;
}

/** How the engine comes onto a host: `package` (the distribution's), `binary` or `podman`. */
export type ManifestRuntime =
  "package" | { readonly binary?: ManifestBinary; readonly podman?: ManifestPodman };

/** A program that is fetched and checked, or is there already. */
export interface ManifestBinary {
  readonly url?: string;
  readonly path?: string;
  readonly sha256: string;
}

/** A container run by podman and systemd. */
export interface ManifestPodman {
  readonly image: string;
}

/** What each instance stores events on: a size, or a map. */
export type ManifestStorage =
  string | number | { readonly size?: string | number; readonly class?: string; readonly path?: string };

/** Memory and processors of each instance, in Kubernetes' own form. */
export interface ManifestResources {
  readonly requests?: ManifestAmounts;
  readonly limits?: ManifestAmounts;
}

/** Memory and processors. */
export interface ManifestAmounts {
  readonly cpu?: string | number;
  readonly memory?: string | number;
}

/** What the broker listens on. */
export interface ManifestListeners {
  readonly nats?: ManifestListener;
  readonly mqtt?: ManifestListener;
  readonly amqp?: ManifestListener;
  readonly kafka?: ManifestListener;
  readonly websocket?: ManifestListener;
  readonly management?: ManifestListener;
  readonly metrics?: ManifestListener;
  readonly cluster?: ManifestListener;
  readonly gateway?: ManifestListener;
  readonly leafnode?: ManifestListener;
  readonly distribution?: ManifestListener;
  readonly controller?: ManifestListener;
  readonly connect?: ManifestListener;
}

/** A port, or a map with the port and who reaches it. */
export type ManifestListener =
  | number
  | {
      readonly port?: number;
      readonly expose?: "environment" | "mesh" | "public";
      readonly external?: ManifestExternal;
    };

/** What others dial, where something stands in front of the listener. */
export interface ManifestExternal {
  readonly address?: string;
  readonly port?: number;
}

/** Encryption of the broker's connections. */
export interface ManifestTls {
  readonly mode?: "required" | "off";
  readonly certificates?: ManifestCertificates;
}

/** Where the certificate comes from that clients and links who dial are shown: `generated` (by the mesh's own CA), `cert-manager` (on Kubernetes), or references to your own. */
export type ManifestCertificates =
  | "generated"
  | "cert-manager"
  | { readonly cert: ManifestKeptSecret; readonly key: ManifestKeptSecret; readonly ca: ManifestKeptSecret };

/** Where a secret is kept that meshc does not make. */
export interface ManifestKeptSecret {
  readonly ref: string;
}

/** Events that belong together, owned by one team, under one topic. */
export interface ManifestDomain extends ManifestNamed, ManifestTerms {
  readonly owner: string;
  readonly topic: string;
  readonly events?: { readonly [key: string]: ManifestEvent };
}

/** How much of what is stored is kept; whichever bound is met first counts. */
export interface ManifestRetention {
  readonly age?: string;
  readonly size?: string | number;
  readonly messages?: number;
}

/** Who besides the owner may use the events: `private` (nobody), `all` (every team may subscribe), a list of teams that may subscribe, or a map. */
export type ManifestShare =
  | "private"
  | "all"
  | readonly string[]
  | { readonly subscribe?: "all" | readonly string[]; readonly publish?: readonly string[] };

/** Keys that several entries have. */
export interface ManifestTerms {
  readonly delivery?: "at-most-once" | "at-least-once";
  readonly order?: "none" | "key";
  readonly duplicates?: "allowed" | "none";
  readonly retention?: ManifestRetention;
  readonly home?: string;
  readonly share?: ManifestShare;
  readonly residency?: readonly string[];
  readonly classification?: readonly string[];
  readonly offline?: string;
  readonly compatibility?: "none" | "backward" | "forward" | "full";
}

/** One kind of event. */
export interface ManifestEvent extends ManifestNamed, ManifestTerms {
  readonly topic?: string;
  readonly schema?: string | { readonly [key: string]: Json };
  readonly contentType?: string;
  readonly key?: string;
  readonly rate?: string;
  readonly size?: string | number;
  readonly split?: readonly string[];
}

/** One application: one identity, however many instances of it run. */
export interface ManifestApplication extends ManifestNamed {
  readonly team: string;
  readonly broker: string | readonly string[];
  readonly protocol?: "nats" | "mqtt" | "amqp" | "kafka";
  readonly publish?: readonly ManifestReference[];
  readonly subscribe?: readonly ManifestSubscription[];
  readonly group?: string;
  readonly durable?: boolean;
  readonly instances?: number;
  readonly credentials?: ManifestApplicationCredentials;
}

/** An event by name, or a map that narrows it. */
export type ManifestReference =
  | string
  | { readonly event: string; readonly where?: { readonly [key: string]: string | readonly string[] } };

/** An event by name, or a map that narrows it and says how it is delivered. */
export type ManifestSubscription =
  | string
  | {
      readonly event: string;
      readonly where?: { readonly [key: string]: string | readonly string[] };
      readonly deadLetter?: boolean;
      readonly maxDeliver?: number;
      readonly backoff?: readonly string[];
    };

/** Where its generated credentials are put. */
export interface ManifestApplicationCredentials {
  readonly kubernetes?: string;
  readonly file?: string;
}

/** One connector. */
export interface ManifestConnector extends ManifestNamed {
  readonly team?: string;
  readonly broker: string;
  readonly engine: string;
  readonly source?: string | { readonly [key: string]: Json };
  readonly sink?: string | { readonly [key: string]: Json };
  readonly publish?: readonly ManifestReference[];
  readonly subscribe?: readonly ManifestSubscription[];
  readonly settings?: { readonly [key: string]: Json };
  readonly secrets?: { readonly [key: string]: ManifestSecret };
}

/** A statement about the link of two brokers. */
export interface ManifestLink extends ManifestNamed {
  readonly between: readonly [string, string];
  readonly via?: "gateway" | "leafnode" | "federation" | "bridge" | "mirror" | "connect" | "none";
  readonly cost?: number;
  readonly latency?: string;
  readonly bandwidth?: string;
  readonly domains?: readonly string[];
  readonly encrypted?: boolean;
}

/** One rule, and where it holds. */
export interface ManifestPolicy extends ManifestNamed {
  readonly survive?: ManifestSurvive;
  readonly maxHops?: number;
  readonly maxLatency?: string;
  readonly assume?: string;
  readonly forbid?: ManifestForbid;
  readonly encryptInTransit?: boolean;
  readonly requireSchema?: boolean;
  readonly requireContact?: boolean;
  readonly maxRetention?: string;
  readonly scope?: ManifestScope;
  readonly severity?: "error" | "warning";
  readonly except?: readonly ManifestException[];
}

/** Each flow still has a path after any such failures. */
export interface ManifestSurvive {
  readonly failures?: number;
  readonly of: readonly ("instance" | "broker" | "host" | "environment" | "link")[];
}

/** Events of a classification are not carried, stored or read in a residency. */
export interface ManifestForbid {
  readonly classification: string;
  readonly residency: string;
  readonly action?: readonly ("carry" | "store" | "read")[];
}

/** What the policy is about. */
export interface ManifestScope {
  readonly domains?: readonly string[];
  readonly environments?: readonly string[];
  readonly teams?: readonly string[];
  readonly applications?: readonly string[];
}

/** What the policy does not apply to, why, and until when. */
export interface ManifestException extends ManifestScope {
  readonly why: string;
  readonly until?: string;
}
