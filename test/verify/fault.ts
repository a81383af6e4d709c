import type { VerifyReport } from "../../deploy/verify/report.ts";

/** What a report has to name, and why. */
export type Fault =
  | { readonly flow: readonly [event: string, publisher: string, subscriber: string]; readonly why: RegExp }
  | { readonly denied: readonly [application: string, event: string, action: string]; readonly why: RegExp }
  | {
      readonly right: readonly [
        identity: string,
        broker: string,
        topic: string,
        action: string,
        listener?: string,
      ];
      readonly why: RegExp;
    };

/** Whether a report says what is at fault, and why. */
export function names(report: VerifyReport, fault: Fault): boolean {
  const failed = <T extends { readonly verdict: string; readonly why?: string }>(list: readonly T[]) =>
    list.filter((each) => each.verdict === "failed" && fault.why.test(each.why ?? ""));
  if ("flow" in fault) {
    const [event, publisher, subscriber] = fault.flow;
    return failed(report.flows).some(
      (flow) => flow.event === event && flow.publisher === publisher && flow.subscriber === subscriber,
    );
  }
  if ("denied" in fault) {
    const [application, event, action] = fault.denied;
    return failed(report.denied).some(
      (each) => each.application === application && each.event === event && each.action === action,
    );
  }
  const [identity, broker, topic, action, listener] = fault.right;
  return failed(report.rights ?? []).some(
    (each) =>
      each.identity === identity &&
      each.broker === broker &&
      each.topic === topic &&
      each.action === action &&
      each.listener === listener,
  );
}

/** Every verdict of a report that is not `ok`, as text. */
export function failuresOf(report: VerifyReport): readonly string[] {
  const verdicts = [
    ...report.flows,
    ...report.denied,
    ...(report.deadLetters ?? []),
    ...(report.rights ?? []),
  ];
  return verdicts.filter(({ verdict }) => verdict !== "ok").map((each) => JSON.stringify(each));
}
