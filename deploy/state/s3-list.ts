import { elementOf, refusal, type S3Answer, type S3Request } from "./s3-client.ts";

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Names of the objects directly below a prefix, without it, sorted: every page of S3's `ListObjectsV2`. */
export async function listObjects(
  ask: (request: S3Request) => Promise<S3Answer>,
  where: string,
  prefix: string,
): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page: Readonly<Record<string, string>> = token === undefined ? {} : { "continuation-token": token };
    const query = { "list-type": "2", delimiter: "/", prefix, ...page };
    const answer = await ask({ method: "GET", key: "", query });
    if (answer.status !== 200) throw refusal(where, answer);
    const text = new TextDecoder().decode(answer.body);
    // A page that is cut off, or is none, would hide locks and documents.
    if (!text.trimEnd().endsWith("</ListBucketResult>")) throw refusal(where, answer);
    for (const [, key = ""] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) names.push(nameOf(key));
    token =
      elementOf(answer, "IsTruncated") === "true" ? elementOf(answer, "NextContinuationToken") : undefined;
  } while (token !== undefined);
  return names.filter((name) => name !== "").toSorted();
}

/** What stands after the last slash, as it was before XML. */
function nameOf(key: string): string {
  const plain = key.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return entities[name ?? ""] ?? whole;
    },
  );
  return plain.slice(plain.lastIndexOf("/") + 1);
}
