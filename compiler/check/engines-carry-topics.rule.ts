import { levelNotCarried } from "../diagnostics/codes/check.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Mesh } from "../model/mesh.ts";
import type { Pattern } from "../model/topic.ts";
import type { Path } from "../source/path.ts";
import type { Engine } from "../target.ts";
import { referencesOf } from "./references.ts";
import type { Rule } from "./rule.ts";

/** Every engine of the mesh can carry every level of every topic, and of what references narrow it to. */
export const enginesCarryTopics: Rule = (mesh, engines, report) => {
  const used = enginesInUse(mesh, engines);
  for (const domain of mesh.domains.values()) {
    const path = ["domains", domain.name, "topic"];
    for (const engine of used) {
      refuse(engine, domain.topic, 0, `the topic of domain "${domain.name}"`, path, report);
      for (const event of domain.events.values()) {
        const below = event.topic.slice(domain.topic.length);
        const place = ["domains", domain.name, "events", event.name, "topic"];
        const what = `the topic of event "${domain.name}.${event.name}"`;
        refuse(engine, below, domain.topic.length, what, place, report);
      }
    }
  }
  refuseNarrowed(mesh, engines, report);
};

function enginesInUse(mesh: Mesh, engines: ReadonlyMap<string, Engine>): readonly Engine[] {
  const names = new Set([...mesh.brokers.values()].map((broker) => broker.engine));
  return [...engines.values()].filter((engine) => names.has(engine.name));
}

function refuse(
  engine: Engine,
  levels: Pattern,
  depth: number,
  what: string,
  path: Path,
  report: Reporter,
): void {
  for (const [index, level] of levels.entries()) {
    const why = level === "*" ? undefined : engine.refusesLevel(level, depth + index === 0);
    if (why !== undefined)
      report.report(levelNotCarried, { what, level, engine: engine.name, why }, { path });
  }
}

function refuseNarrowed(mesh: Mesh, engines: ReadonlyMap<string, Engine>, report: Reporter): void {
  for (const { application, action, reference, path } of referencesOf(mesh)) {
    const brokers = application.brokers === "any" ? mesh.brokers.values() : application.brokers;
    const narrowed = new Set<string>();
    for (const { event, pattern } of reference.accesses) {
      event.topic.forEach((level, index) => {
        const value = pattern[index];
        if (level === "*" && value !== undefined) narrowed.add(value);
      });
    }
    const what = `what "${application.name}" ${action === "publish" ? "publishes" : "subscribes to"}`;
    for (const name of new Set([...brokers].map(({ engine }) => engine))) {
      const engine = engines.get(name);
      if (engine) refuse(engine, [...narrowed], 1, what, path, report);
    }
  }
}
