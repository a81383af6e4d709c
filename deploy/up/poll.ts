import type { Host } from "../host/host.ts";

/** Asks again and again, ever less often, until there is an answer, the time is over, or `stop` says so. */
export async function poll<T>(
  host: Host,
  seconds: number,
  ask: () => Promise<T | undefined>,
  stop: () => boolean = () => false,
): Promise<T | undefined> {
  const end = performance.now() + seconds * 1_000;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 250)) {
    const answer = await ask();
    if (answer !== undefined || performance.now() > end || stop()) return answer;
    await host.sleep(pause);
  }
}
