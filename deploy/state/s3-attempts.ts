import type { Host } from "../host/host.ts";
import { PlaceFailure } from "./byte-place.ts";
import { refusal, type S3Answer, type S3Client, type S3Request, unreachable } from "./s3-client.ts";

/** Milliseconds between one attempt and the next; there is one attempt more. */
const pauses = [200, 1_000] as const;

/** What came of one attempt: an answer that says something, or why there is none, and whether another may help. */
export type Attempt =
  { readonly answer: S3Answer } | { readonly failed: PlaceFailure; readonly mayHelp: boolean };

/** Asks again while a server fails or does not answer, at most twice; `take` says of each attempt whether it is the last. */
export async function attempts<T>(
  { host, client, where }: { readonly host: Host; readonly client: S3Client; readonly where: string },
  request: S3Request,
  take: (answer: S3Answer) => Promise<{ readonly done: T } | "again"> | { readonly done: T } | "again",
): Promise<{ readonly done: T } | { readonly failed: PlaceFailure }> {
  let failed: PlaceFailure | undefined;
  for (const pause of [...pauses, undefined]) {
    const attempt = await once(client, request, where);
    if ("answer" in attempt) {
      const taken = await take(attempt.answer);
      if (taken !== "again") return taken;
      failed = refusal(where, attempt.answer);
    } else {
      failed = attempt.failed;
      if (!attempt.mayHelp) break;
    }
    if (pause !== undefined) await host.sleep(pause);
  }
  return { failed: failed ?? unreachable(where, "nothing was asked") };
}

async function once(client: S3Client, request: S3Request, where: string): Promise<Attempt> {
  try {
    const answer = await client(request);
    // 501: it does not know what was asked, and will not the next time.
    const fails = (answer.status >= 500 && answer.status !== 501) || answer.status === 429;
    return fails ? { failed: refusal(where, answer), mayHelp: true } : { answer };
  } catch (error) {
    if (error instanceof PlaceFailure) return { failed: error, mayHelp: false };
    if (!(error instanceof Error)) throw error;
    const isLate = error.name === "TimeoutError";
    const why = isLate ? "it did not answer in time" : whyOf(error);
    return { failed: unreachable(where, why), mayHelp: !isLate };
  }
}

/** Of several addresses that were tried, Node tells an error without words. */
function whyOf(error: Error): string {
  const inner = error instanceof AggregateError ? error.errors.find((one) => one instanceof Error) : error;
  return (inner instanceof Error && inner.message) || error.message || error.name;
}
