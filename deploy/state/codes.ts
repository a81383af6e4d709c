import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A manifest of the state that is not what was written. */
export const manifestDamaged = defineCode({
  code: "MESH5501",
  severity: "error",
  title: "a recorded manifest that is missing or damaged",
  message: (p: { readonly file: string; readonly why: string }) => `${p.file} ${p.why}`,
  help: () =>
    "It is the manifest that was applied, with which the one of now is compared. Nothing was changed. Put it back from a backup.",
});

/** A store of a kind that nothing carries out. */
export const storeNotBuilt = defineCode({
  code: "MESH5502",
  severity: "error",
  title: "a kind of store that is not built yet",
  message: (p: { readonly store: string }) => `the state cannot be kept in ${p.store} yet`,
  help: () => "Keep it in a folder, `file:DIR`, or in a bucket, `s3:BUCKET/PREFIX`.",
});

/** Secrets that would lie in a bucket for whoever reads it. */
export const secretsUnencrypted = defineCode({
  code: "MESH5503",
  severity: "error",
  title: "a bucket for secrets that are not encrypted",
  message: (p: { readonly where: string }) =>
    `${p.where} would hold secrets as they are, for whoever can read the bucket`,
  help: () =>
    "Name who can decrypt them in `state.secrets.age`: the public half of each key, as `age-keygen` prints it. Secrets that lie in another store already are encrypted by the next `meshc apply` there, before they are moved.",
});

/** A store `s3:…` that names no bucket. */
export const bucketUnnamed = defineCode({
  code: "MESH5504",
  severity: "error",
  title: "a store that names no bucket",
  message: (p: { readonly store: string }) => `${p.store} does not name a bucket and a prefix in it`,
  help: () =>
    "Write `s3:BUCKET` or `s3:BUCKET/PREFIX`: a bucket has 3 to 63 small letters, digits, dots and hyphens, and no part of the prefix is empty or made of dots.",
});

/** A bucket of which it is not said who asks, or where it is. */
export const bucketUnset = defineCode({
  code: "MESH5505",
  severity: "error",
  title: "a bucket without credentials or region",
  message: (p: { readonly store: string; readonly missing: readonly string[] }) =>
    `${p.store} cannot be asked: ${p.missing.join(" and ")} ${p.missing.length === 1 ? "is" : "are"} not set`,
  help: () =>
    "Set the environment variables of the AWS tools: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, for temporary credentials AWS_SESSION_TOKEN, and AWS_REGION, or AWS_ENDPOINT_URL_S3 for a server of your own. `aws configure export-credentials --format env` prints those of a profile.",
});

/** A server that does not answer. */
export const bucketUnreachable = defineCode({
  code: "MESH5506",
  severity: "error",
  title: "a bucket that does not answer",
  message: (p: { readonly where: string; readonly why: string }) => `${p.where} does not answer: ${p.why}`,
  help: () =>
    "What was last asked is done whole or not at all. Look at the network, and at AWS_ENDPOINT_URL_S3 where it is set, then run the command again; it goes on from where this one stopped.",
});

/** A server that refuses what is asked. */
export const bucketRefuses = defineCode({
  code: "MESH5507",
  severity: "error",
  title: "a bucket that refuses",
  message: (p: { readonly where: string; readonly status: number; readonly said: string }) =>
    `${p.where} answers with ${p.status}${p.said === "" ? "" : `, ${p.said}`}`,
  help: () =>
    "Whoever has the credentials has to be allowed to list the bucket and to read, write and remove objects below the prefix (s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject), and the bucket has to be in AWS_REGION. Mend it and run the command again; it goes on from where this one stopped.",
});

/** A server that writes where it should not. */
export const conditionsIgnored = defineCode({
  code: "MESH5508",
  severity: "error",
  title: "a bucket that cannot keep two writers apart",
  message: (p: { readonly where: string; readonly header: string }) =>
    `the server of ${p.where} does not honour conditional writes (${p.header})`,
  help: () =>
    "Two who apply at once would write over each other. Nothing was recorded there. Take a server, or a newer version of this one, that honours If-Match and If-None-Match of PutObject.",
});

/** Processes of an environment that run where we are not. */
export const runsElsewhere = defineCode({
  code: "MESH5509",
  severity: "error",
  title: "an environment that runs on another machine",
  message: (p: { readonly environment: string; readonly host: string; readonly folder: string }) =>
    `state of environment "${p.environment}" runs on machine ${p.host} in ${p.folder}`,
  help: (p) =>
    `Its brokers are processes there, which this machine can neither see nor end. Run the command there. If that machine is gone for good, \`meshc state release ${p.environment}\` forgets that it runs there.`,
});

/** A name under which nothing is locked, or that somebody holds who lives. */
export const notUnlocked = defineCode({
  code: "MESH5510",
  severity: "error",
  title: "a lock that is not to be broken",
  message: (p: { readonly what: string; readonly why: string }) => `${p.what} ${p.why}`,
  help: () => "`meshc state list` tells what is recorded, and by whom it is held.",
});

/** A state that lies somewhere else by now. */
export const stateElsewhere = defineCode({
  code: "MESH5511",
  severity: "error",
  title: "a state that was moved",
  message: (p: { readonly where: string; readonly to: string; readonly underway: boolean }) =>
    p.underway
      ? `the state is not in ${p.where} yet: it is being moved there from ${p.to}`
      : `the state is not in ${p.where} any more: it was moved to ${p.to}`,
  help: (p) =>
    p.underway
      ? `Until that ends, the one in ${p.to} holds. If the move was cut off, name that one in \`state.store\` and run \`meshc state move\` again.`
      : `Write \`store: ${p.to}\` in the manifest's \`state\`.`,
});

/** A store that a state cannot be moved to. */
export const cannotMove = defineCode({
  code: "MESH5512",
  severity: "error",
  title: "a state that cannot be moved there",
  message: (p: { readonly from: string; readonly to: string; readonly why: string }) =>
    `the state in ${p.from} cannot be moved to ${p.to}: ${p.why}`,
  help: () =>
    "Nothing was changed: the state is still where it was. Name a store in which no other mesh's state lies.",
});

/** A copy of the state that is not what was written. */
export const offlineDamaged = defineCode({
  code: "MESH5513",
  severity: "error",
  title: "a damaged copy of the state",
  message: (p: { readonly file: string; readonly why: string }) => `${p.file} cannot be used: ${p.why}`,
  help: () =>
    "It is the copy that the last `meshc apply` left here for `--offline`. Plan without `--offline`, from the state itself, or remove the file.",
});
