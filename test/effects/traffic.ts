import { pause, until } from "../nats/until.ts";
import type { EffectMesh } from "./effect-mesh.ts";
import { mqttWatcher } from "./mqtt-watcher.ts";
import { natsWatcher } from "./nats-watcher.ts";
import type { Watch, Watcher } from "./watch.ts";

/** Everybody who is connected, publishing numbered events. */
export interface Traffic {
  readonly watchers: readonly Watcher[];
  /** Counts from here on: what was cut off and published before is no matter any more. */
  begin(): void;
  /** Tells what became of all that was published since, of those who are meant to go on; waits for what is on its way. */
  end(stays: (watch: Watch) => boolean): Promise<Heard>;
  close(): Promise<void>;
}

/** What became of events. */
export interface Heard {
  readonly published: number;
  /** Events that were published and not heard, by flow. */
  readonly lost: readonly string[];
  /** Events that had to be stored and were not acknowledged. */
  readonly refused: number;
  /** Stored events that were acknowledged and not read. */
  readonly lostStored: number;
  readonly repeated: number;
}

interface Sending {
  readonly watcher: Watcher;
  /** Numbers of events that count, in order, with what became of each. */
  readonly sent: Map<string, "underway" | "taken" | "refused">;
}

const everyMs = 20;
const onItsWayMs = 4_000;

/** Connects all of them, and returns once every event reaches everybody who hears it. */
export async function startTraffic(mesh: EffectMesh, watches: readonly Watch[]): Promise<Traffic> {
  const watchers: Watcher[] = [];
  let isOver = false;
  const close = async () => {
    isOver = true;
    await Promise.all(watchers.map((watcher) => watcher.close().catch(() => undefined)));
  };
  try {
    for (const watch of watches)
      watchers.push(await (watch.by === "nats" ? natsWatcher : mqttWatcher)(mesh, watch));
    const sendings = watchers.filter(({ watch }) => watch.publishes !== undefined).map(sending);
    for (const each of sendings) void send(each, () => isOver);
    const flowing = await until(() => missing(sendings, watchers).length === 0, 20_000);
    if (!flowing) throw new Error(`it does not flow: ${missing(sendings, watchers).join(", ")}`);
    return {
      watchers,
      begin() {
        for (const { cuts } of watchers) cuts.length = 0;
        for (const { sent } of sendings) sent.clear();
      },
      end: (stays) =>
        ended(
          sendings.filter(({ watcher }) => stays(watcher.watch)),
          watchers.filter(({ watch }) => stays(watch)),
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function sending(watcher: Watcher): Sending {
  return { watcher, sent: new Map() };
}

async function send({ watcher, sent }: Sending, isOver: () => boolean): Promise<void> {
  const run = Math.random().toString(36).slice(2, 7);
  for (let number = 0; !isOver(); number++) {
    const text = `${watcher.watch.application} ${run} ${number}`;
    sent.set(text, "underway");
    const taken = watcher.publish(text).then((done) => {
      if (sent.has(text)) sent.set(text, done ? "taken" : "refused");
    });
    if (watcher.watch.stored && watcher.watch.by === "nats") await taken.catch(() => undefined);
    await pause(everyMs);
  }
}

function hearersOf({ watcher }: Sending, watchers: readonly Watcher[]): readonly Watcher[] {
  const { publishes, stored } = watcher.watch;
  return watchers.filter(
    ({ watch }) => watch.hears === publishes || (stored && watch.reads?.topic === publishes),
  );
}

/** Flows of which nothing has been heard yet. */
function missing(sendings: readonly Sending[], watchers: readonly Watcher[]): readonly string[] {
  return sendings.flatMap((each) =>
    hearersOf(each, watchers)
      .filter(({ heard }) => ![...each.sent.keys()].some((text) => heard.has(text)))
      .map(({ watch }) => `${each.watcher.watch.application} > ${watch.application}`),
  );
}

async function ended(sendings: readonly Sending[], watchers: readonly Watcher[]): Promise<Heard> {
  const marks = sendings.map((each) => [...each.sent.keys()]);
  const lost = (): readonly { readonly flow: string; readonly count: number; readonly stored: boolean }[] =>
    sendings.flatMap((each, index) =>
      hearersOf(each, watchers).map(({ watch, heard }) => {
        const { stored = false, application } = each.watcher.watch;
        const texts = (marks[index] ?? []).filter((text) => !stored || each.sent.get(text) === "taken");
        const count = texts.filter((text) => !heard.has(text)).length;
        return {
          flow: `${application} > ${watch.application}`,
          count,
          stored: stored && watch.reads !== undefined,
        };
      }),
    );
  const isUnderway = () =>
    sendings.some(({ sent }, index) => (marks[index] ?? []).some((text) => sent.get(text) === "underway"));
  await until(() => !isUnderway() && lost().every(({ count }) => count === 0), onItsWayMs);
  const found = lost().filter(({ count }) => count > 0);
  const repeated = watchers.flatMap(({ heard }) => [...heard.values()]).filter((count) => count > 1).length;
  return {
    published: marks.flat().length,
    lost: found.filter(({ stored }) => !stored).map(({ flow, count }) => `${count} of ${flow}`),
    refused: sendings.flatMap(({ watcher, sent }, index) =>
      watcher.watch.stored ? (marks[index] ?? []).filter((text) => sent.get(text) === "refused") : [],
    ).length,
    lostStored: found.filter(({ stored }) => stored).reduce((sum, { count }) => sum + count, 0),
    repeated,
  };
}
