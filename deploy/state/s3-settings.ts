import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { bucketUnnamed, bucketUnset } from "./codes.ts";

/** A bucket, how it is reached and who asks. */
export interface S3Settings {
  /** For people, such as `s3:acme-mesh/production`. */
  readonly where: string;
  /** URL of the bucket, without a slash at its end. */
  readonly url: string;
  /** What all names in it begin with: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** File of certificates, as PEM, of who has to have signed the server's. */
  readonly authorityFile?: string;
}

/** Bucket names of S3, from its guide "General purpose bucket naming rules". */
const bucketOf = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * The settings of `BUCKET/PREFIX`: credentials, region and server from the variables that the AWS tools read (the guide "AWS SDKs and Tools",
 * "Environment variables"). A server of one's own is asked by paths, AWS itself by names of hosts.
 */
export function s3Settings({ environment }: Host, rest: string): Result<S3Settings> {
  const [bucket = "", ...segments] = rest.replace(/\/+$/, "").split("/");
  const store = `s3:${rest}`;
  if (!bucketOf.test(bucket) || segments.some((segment) => ["", ".", ".."].includes(segment)))
    return failure(bucketUnnamed, { store });
  const get = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
  const endpoint = get("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  const [accessKeyId, secretAccessKey] = [get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")];
  const region = get("AWS_REGION", "AWS_DEFAULT_REGION") ?? (endpoint && "us-east-1");
  if (!accessKeyId || !secretAccessKey || !region) {
    const missing = [
      ...(accessKeyId ? [] : ["AWS_ACCESS_KEY_ID"]),
      ...(secretAccessKey ? [] : ["AWS_SECRET_ACCESS_KEY"]),
      ...(region ? [] : ["AWS_REGION"]),
    ];
    return failure(bucketUnset, { store, missing });
  }
  const [sessionToken, authorityFile] = [get("AWS_SESSION_TOKEN"), get("AWS_CA_BUNDLE")];
  return success({
    where: [`s3:${bucket}`, ...segments].join("/"),
    url: endpoint ? `${endpoint.replace(/\/+$/, "")}/${bucket}` : atAws(bucket, region),
    prefix: segments.map((segment) => `${segment}/`).join(""),
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(authorityFile && { authorityFile }),
  });
}

/** A name with dots fits no certificate of AWS. */
function atAws(bucket: string, region: string): string {
  const host = `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  return bucket.includes(".") ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}
