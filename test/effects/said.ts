import { type Basis, type Effect, weakestOf, worstOf } from "../../compiler/model/effect.ts";
import { effectOfStep } from "../../compiler/plan/effect-of-step.ts";
import type { Step } from "../../compiler/target.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import type { InstanceRecord } from "../../deploy/state/documents.ts";
import { engines } from "../../targets/engines/index.ts";

/** What the engines say that a change does. */
export interface Said {
  readonly effect: Effect;
  readonly basis: Basis;
  /** Each step and each change inside a broker, with what it does. */
  readonly steps: readonly string[];
}

type Records = ReadonlyMap<string, InstanceRecord>;

/** What the engines say of a change between two states of a mesh: of each instance that stays, and of what is inside. */
export function said(before: Records, after: Records): Said {
  const found: { effect: Effect; basis: Basis; text: string }[] = [];
  for (const [name, now] of after) {
    const was = before.get(name);
    const engine = engines.find((each) => each.name === now.engine);
    if (!was?.applied || !now.applied || !engine) continue;
    const several = countOf(before, was) > 1 && countOf(after, now) > 1;
    const steps: readonly Step[] = [
      ...engine.effectOf(was.applied, now.applied, minorOf(now)),
      ...(was.program?.version === now.program?.version
        ? []
        : [{ kind: "restart", instance: name, why: "its version changed" } as const]),
    ];
    for (const step of steps)
      found.push({
        effect: effectOfStep(step, several),
        basis: step.basis ?? "observed",
        text: textOf(step),
      });
  }
  found.push(...provisionEffects(before, after));
  const effect = worstOf(found.map((each) => each.effect));
  return { effect, basis: weakestOf(found.map(({ basis }) => basis)), steps: found.map(({ text }) => text) };
}

function countOf(records: Records, { broker, beside }: InstanceRecord): number {
  return [...records.values()].filter((one) => one.broker === broker && one.beside === beside).length;
}

function textOf({ kind, instance, identity, interrupts, why }: Step): string {
  return [
    kind,
    instance,
    ...(identity ? [identity] : []),
    ...(interrupts ? ["interrupts"] : []),
    `(${why})`,
  ].join(" ");
}

function provisionEffects(before: Records, after: Records): { effect: Effect; basis: Basis; text: string }[] {
  const [old, now] = [provisionsOf(before), provisionsOf(after)];
  const beside = [...now.values()].map(({ provision }) => provision);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const { engine: name, version } = now.get(key) ?? old.get(key) ?? { engine: "", version: "" };
    const engine = engines.find((each) => each.name === name);
    // What the manifest has no more stays where it is until somebody removes it.
    if (!now.has(key)) return [];
    const found = engine?.effectOfProvision?.(
      old.get(key)?.provision,
      now.get(key)?.provision,
      version,
      beside,
    );
    if (!found) return [];
    if ("refused" in found)
      return { effect: "DATA LOSS", basis: "observed", text: `${key} refused (${found.refused})` };
    return { effect: found.effect, basis: found.basis, text: `${key} ${found.effect} (${found.why})` };
  });
}

interface Placed {
  readonly provision: Provision;
  readonly engine: string;
  readonly version: string;
}

function provisionsOf(records: Records): ReadonlyMap<string, Placed> {
  return new Map(
    [...records.values()].flatMap((record) =>
      (record.provisions ?? []).map((provision) => {
        const key = `${record.broker} ${provision.within ?? ""} ${provision.kind} ${provision.name}`;
        return [key, { provision, engine: record.engine, version: minorOf(record) }] as const;
      }),
    ),
  );
}

function minorOf({ program }: InstanceRecord): string {
  return (program?.version ?? "").split(".").slice(0, 2).join(".");
}
