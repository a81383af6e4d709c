import { expect, test } from "vitest";
import { allHandMade } from "./all-hand-made.ts";
import { decide } from "./decide.ts";
import type { Verdict } from "./verdict.ts";

test.each(allHandMade)(
  "$name",
  ({ mesh, errors, warnings, flows, homes, sources, mirrors, crossing, ...lists }) => {
    const { allowed = [], denied = [], needed = [], forbidden = [] } = lists;
    const verdict = decide(mesh);
    expect(categoriesOf(verdict.errors)).toEqual(errors.toSorted());
    if (warnings) expect(categoriesOf(verdict.warnings)).toEqual(warnings);
    if (flows) expect(verdict.flows.map(printFlow).toSorted()).toEqual(flows.toSorted());
    if (homes)
      expect(verdict.streams.map(({ name, home }) => `${name} at ${home}`).toSorted()).toEqual(homes);
    if (sources)
      expect(verdict.sources.map(({ name, events }) => `${name} of ${events.join(" ")}`)).toEqual(sources);
    if (mirrors)
      expect(verdict.mirrors.map(({ name, readers }) => `${name} for ${readers.join(" ")}`)).toEqual(mirrors);
    if (crossing) expect(verdict.storedUses.map(printUse).toSorted()).toEqual(crossing);
    for (const right of allowed) expect([right, isAllowed(verdict, right)]).toEqual([right, true]);
    for (const right of denied) expect([right, isAllowed(verdict, right)]).toEqual([right, false]);
    for (const topic of needed) expect([topic, crosses(verdict, topic, "needed")]).toEqual([topic, true]);
    for (const topic of forbidden)
      expect([topic, crosses(verdict, topic, "allowed")]).toEqual([topic, false]);
  },
);

test("every topic in a hand-made right is one that rights are tried on", () => {
  for (const { mesh, allowed = [], denied = [], needed = [], forbidden = [] } of allHandMade) {
    const { topics } = decide(mesh);
    for (const right of [...allowed, ...denied, ...needed, ...forbidden])
      expect(topics).toContain(right.split(" ")[2]);
  }
});

function categoriesOf(findings: Verdict["errors"]): readonly string[] {
  return [...new Set(findings.map((finding) => finding.category))].toSorted();
}

function printFlow({ event, publisher, subscriber, path }: Verdict["flows"][number]): string {
  return `${event} ${publisher}>${subscriber}: ${path.join(" ")}`;
}

function printUse({ identity, broker, answered, reads, ...copied }: Verdict["storedUses"][number]): string {
  const up = copied.sources.length > 0 ? ` draws ${copied.sources.join(" ")}` : "";
  const down = copied.mirrors.length > 0 ? ` fills ${copied.mirrors.join(" ")}` : "";
  return `${identity}@${broker} answers ${answered.join(" ")} reads ${reads.join(", ")}${up}${down}`;
}

function crosses({ bridges }: Verdict, wanted: string, bound: "needed" | "allowed"): boolean {
  const [place = "", direction = "", topic = ""] = wanted.split(" ");
  const bridge = bridges.find(({ link, target }) => `${link}@${target}` === place);
  const { [bound]: topics } = (direction === "up" ? bridge?.up : bridge?.down) ?? {
    [bound]: new Set<string>(),
  };
  expect([place, bridge !== undefined]).toEqual([place, true]);
  return topics?.has(topic) ?? false;
}

function isAllowed({ rights }: Verdict, wanted: string): boolean {
  return rights.some(({ identity, broker, action, topics }) =>
    [...topics].some((topic) => `${identity}@${broker} ${action} ${topic}` === wanted),
  );
}
