import { storesNothing } from "../diagnostics/codes/check.ts";
import type { Rule } from "./rule.ts";

/** An application that asks for a durable subscribes to something that is stored. */
export const durablesReadStoredEvents: Rule = (mesh, _engines, report) => {
  for (const { name, durable, subscribe } of mesh.applications.values()) {
    if (!durable) continue;
    const accesses = subscribe.flatMap((reference) => reference.accesses);
    if (accesses.some(({ event }) => event.terms.delivery === "at-least-once")) continue;
    const what = `"${name}" subscribes to none`;
    report.report(
      storesNothing,
      { key: "durable", what },
      { path: ["applications", name, "durable"], on: "key" },
    );
  }
};
