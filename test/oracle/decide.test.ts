import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { aboutLinks } from "./hand-made-links.ts";
import { aboutPlaces } from "./hand-made-places.ts";
import { aboutPolicies } from "./hand-made-policies.ts";
import { aboutReferences } from "./hand-made-references.ts";
import { aboutStored } from "./hand-made-stored.ts";
import type { Verdict } from "./verdict.ts";

const handMade = [...aboutReferences, ...aboutLinks, ...aboutPolicies, ...aboutPlaces, ...aboutStored];

test.each(handMade)(
  "$name",
  ({ mesh, errors, warnings, flows, homes, crossing, allowed = [], denied = [] }) => {
    const verdict = decide(mesh);
    expect(categoriesOf(verdict.errors)).toEqual(errors.toSorted());
    if (warnings) expect(categoriesOf(verdict.warnings)).toEqual(warnings);
    if (flows) expect(verdict.flows.map(printFlow).toSorted()).toEqual(flows.toSorted());
    if (homes)
      expect(verdict.streams.map(({ name, home }) => `${name} at ${home}`).toSorted()).toEqual(homes);
    if (crossing) expect(verdict.storedUses.map(printUse).toSorted()).toEqual(crossing);
    for (const right of allowed) expect([right, isAllowed(verdict, right)]).toEqual([right, true]);
    for (const right of denied) expect([right, isAllowed(verdict, right)]).toEqual([right, false]);
  },
);

test("every topic in a hand-made right is one that rights are tried on", () => {
  for (const { mesh, allowed = [], denied = [] } of handMade) {
    const { topics } = decide(mesh);
    for (const right of [...allowed, ...denied]) expect(topics).toContain(right.split(" ")[2]);
  }
});

function categoriesOf(findings: Verdict["errors"]): readonly string[] {
  return [...new Set(findings.map((finding) => finding.category))].toSorted();
}

function printFlow({ event, publisher, subscriber, path }: Verdict["flows"][number]): string {
  return `${event} ${publisher}>${subscriber}: ${path.join(" ")}`;
}

function printUse({ identity, broker, answered, reads }: Verdict["storedUses"][number]): string {
  return `${identity}@${broker} answers ${answered.join(" ")} reads ${reads.join(", ")}`;
}

function isAllowed({ rights }: Verdict, wanted: string): boolean {
  return rights.some(({ identity, broker, action, topics }) =>
    [...topics].some((topic) => `${identity}@${broker} ${action} ${topic}` === wanted),
  );
}
