import { observedAt } from "./observed-at.ts";
import { poll } from "./poll.ts";
import type { Ground } from "./ground.ts";
import type { PlannedInstance } from "./carry-out.ts";

/** For how long, in milliseconds, one that was not touched may have been silent: it is heard each second at least. */
const usualSilence = 3_000;

/** An instance, and how long ago, in milliseconds, it heard each of those that it agrees with. */
interface View {
  readonly by: PlannedInstance;
  readonly heard: ReadonlyMap<string, number>;
}

/**
 * Which instances are heard by none of those that they agree with, of versions that can start so. Waits until all are
 * heard, for a while; one that was touched has to be heard since. Nobody is found where nobody else can be asked.
 */
export async function findUnheard(
  ground: Ground,
  planned: readonly PlannedInstance[],
): Promise<readonly PlannedInstance[]> {
  const able = planned.filter(({ support, program }) =>
    support.live.hearing?.canStartUnheard(program.version),
  );
  const begun = performance.now();
  const heard = new Set<PlannedInstance>();
  let asked: readonly PlannedInstance[] = [];
  const all = async (): Promise<true | undefined> => {
    const passed = performance.now() - begun;
    const views = await viewsOf(ground, able);
    for (const each of able) {
      const recent = passed + (each.steps.length === 0 ? usualSilence : 0);
      if (views.some((view) => (view.heard.get(each.instance.name) ?? Infinity) < recent)) heard.add(each);
    }
    asked = views.map(({ by }) => by);
    return views.length < 2 || views.every(({ by }) => heard.has(by)) ? true : undefined;
  };
  const done = able.length < 2 || (await poll(ground.host, ground.limits.heard, all, ground.interrupted));
  return done === true || ground.interrupted() ? [] : asked.filter((each) => !heard.has(each));
}

/** What those tell who agree with others and can be asked. */
async function viewsOf({ lookUp }: Ground, able: readonly PlannedInstance[]): Promise<readonly View[]> {
  const told = able.map(async (by) => {
    const heard = await by.support.live.hearing?.heard(observedAt(by.instance, lookUp));
    return heard ? [{ by, heard }] : [];
  });
  return (await Promise.all(told)).flat();
}
