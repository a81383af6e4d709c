import type { Effect } from "../../compiler/model/effect.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Heard } from "./traffic.ts";
import type { Watcher } from "./watch.ts";

/** What was seen while a mesh was changed. */
export interface Seen {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Those who are meant to go on. */
  readonly watchers: readonly Watcher[];
  readonly heard: Heard;
}

/** What a change did, and by what that is known. */
export interface Observed {
  readonly effect: Effect;
  readonly marks: readonly string[];
}

/** What a change did to who uses a mesh, from what its processes, brokers and clients said. The gravest counts. */
export function observe(seen: Seen): Observed {
  const findings = [
    ...dataLoss(seen).map((mark) => ["DATA LOSS", mark] as const),
    ...interruptions(seen).map((mark) => ["INTERRUPTS", mark] as const),
    ...restarted(seen).map((name) => ["ROLLING RESTART", `${name} was started anew`] as const),
    ...reloaded(seen).map((name) => ["RELOAD", `${name} took its files in`] as const),
  ];
  return { effect: findings[0]?.[0] ?? "NONE", marks: findings.map(([, mark]) => mark) };
}

function dataLoss({ before, after, heard }: Seen): readonly string[] {
  const marks = heard.lostStored > 0 ? [`${heard.lostStored} stored events were not read`] : [];
  for (const [name, { first, last }] of before.streams) {
    const now = after.streams.get(name);
    const gone = now ? Math.min(now.first, last + 1) - first : last + 1 - first;
    if (gone > 0) marks.push(`${gone} events of ${name} are gone`);
  }
  for (const [name, waiting] of before.waiting) {
    const now = after.waiting.get(name) ?? 0;
    if (now < waiting) marks.push(`${waiting - now} events do not wait for ${name} any more`);
  }
  return marks;
}

function interruptions(seen: Seen): readonly string[] {
  const { before, after, watchers, heard } = seen;
  const anew = restarted(seen);
  const ended = [...before.processes.keys()].filter((name) => !after.processes.has(name));
  const alone = anew.filter((name) => isAlone(before, name) || isAlone(after, name));
  const cut = watchers.flatMap(({ watch, cuts }) =>
    cuts.filter((name) => !anew.includes(name) && !ended.includes(name)).map(() => watch.application),
  );
  const away = watchers.filter((watcher) => !watcher.isConnected()).map(({ watch }) => watch.application);
  const isQuiet = anew.length + ended.length === 0;
  return [
    ...alone.map((name) => `${name}, the only one, was started anew`),
    ...cut.map((name) => `${name} was cut off`),
    ...away.map((name) => `${name} did not come back`),
    ...cutLinks(seen, new Set(anew)).map((name) => `${name} was cut off`),
    ...(isQuiet ? heard.lost.map((flow) => `lost ${flow}`) : []),
    ...(isQuiet && heard.refused > 0 ? [`${heard.refused} events were not stored`] : []),
  ];
}

/** Links between instances that both went on, whose connection is another one now. */
function cutLinks({ before, after }: Seen, anew: ReadonlySet<string>): readonly string[] {
  return [...before.links].flatMap(([instance, links]) => {
    const now = after.links.get(instance);
    if (!now || anew.has(instance)) return [];
    return [...links].flatMap(([name, id]) => {
      const other = name.split(" ")[1] ?? "";
      const isOver = [...anew].some(
        (one) => one === other || one.startsWith(`${other}-`) || other.includes(one.replace(/-\d+$/, "")),
      );
      const stays = now.get(name);
      return isOver || stays === undefined || stays === id ? [] : [`${name} at ${instance}`];
    });
  });
}

function restarted({ before, after }: Seen): readonly string[] {
  return [...after.processes].flatMap(([name, process]) =>
    before.processes.has(name) && before.processes.get(name) !== process ? [name] : [],
  );
}

function reloaded(seen: Seen): readonly string[] {
  const { before, after } = seen;
  const anew = restarted(seen);
  return [...after.loads].flatMap(([name, load]) =>
    before.loads.has(name) && before.loads.get(name) !== load && !anew.includes(name) ? [name] : [],
  );
}

function isAlone({ records }: Snapshot, name: string): boolean {
  const own = records.get(name);
  const same = [...records.values()].filter(
    ({ broker, beside }) => broker === own?.broker && beside === own.beside,
  );
  return same.length === 1;
}
