import type { AbstractMesh, AbstractReference, Sharing, Storing } from "./abstract-mesh.ts";

/** One topic without any open place, and the event that it belongs to with the values of its parameters. */
export interface ConcreteTopic {
  readonly text: string;
  readonly event: string;
  readonly domain: string;
  readonly values: Readonly<Record<string, string>>;
}

/** An event with what it takes from its domain. */
export interface PlainEvent extends Sharing, Storing {
  /** `domain.event` */
  readonly id: string;
  readonly domain: string;
  readonly owner: string;
  /** Whole topic, `{parameter}` levels as written. */
  readonly levels: readonly string[];
  readonly key?: string;
}

/** Values that no manifest of the oracle mentions: they stand for everything else. */
const fresh = ["zz-other", "zz-more"];

/** Every event of a mesh, with inherited keys filled in. */
export function plainEvents(mesh: AbstractMesh): readonly PlainEvent[] {
  const events: PlainEvent[] = [];
  for (const [domain, { owner, topic, events: own, ...inherited }] of Object.entries(mesh.domains)) {
    for (const [name, { topic: relative, ...changed }] of Object.entries(own)) {
      const levels = `${topic}/${relative ?? name}`.split("/");
      const retention = { ...inherited.retention, ...changed.retention };
      events.push({ ...inherited, ...changed, retention, id: `${domain}.${name}`, domain, owner, levels });
    }
  }
  return events;
}

/**
 * Writes out every topic of every event. A parameter takes each value that is spoken of at its level anywhere in
 * the mesh, or as a value of `where`, and two that are spoken of nowhere.
 */
export function concreteTopics(mesh: AbstractMesh, events: readonly PlainEvent[]): readonly ConcreteTopic[] {
  const words = wordsByLevel(mesh, events);
  const topics: ConcreteTopic[] = [];
  for (const event of events) {
    let partial: { text: string[]; values: Record<string, string> }[] = [{ text: [], values: {} }];
    for (const [index, level] of event.levels.entries()) {
      const parameter = parameterOf(level);
      const choices = parameter === undefined ? [level] : [...(words[index] ?? fresh)];
      partial = partial.flatMap(({ text, values }) =>
        choices.map((word) => ({
          text: [...text, word],
          values: parameter === undefined ? values : { ...values, [parameter]: word },
        })),
      );
    }
    for (const { text, values } of partial) {
      topics.push({ text: text.join("/"), event: event.id, domain: event.domain, values });
    }
  }
  return topics;
}

/** Topics that belong to no event: beside, above and below those that do. */
export function strayTopics(
  mesh: AbstractMesh,
  events: readonly PlainEvent[],
  topics: readonly ConcreteTopic[],
): readonly string[] {
  const owned = events.map(({ levels }) =>
    patternExpression(levels.map((level) => (parameterOf(level) === undefined ? level : "*")).join("/")),
  );
  const stray = new Set<string>(["zz-other", "zz-other/zz-more"]);
  for (const { topic } of Object.values(mesh.domains)) {
    for (const tail of ["", "/zz-none", "/zz-none/zz-more", "x", "x/zz-none"]) stray.add(topic + tail);
    stray.add(topic.split("/").slice(0, -1).join("/") + "/zz-none");
  }
  const sample = new Map(topics.map((topic) => [topic.event, topic.text]));
  for (const text of sample.values()) {
    stray.add(`${text}/zz-none`);
    stray.add(text.split("/").slice(0, -1).join("/"));
  }
  return [...stray].filter(
    (text) => text !== "" && !text.startsWith("/") && !owned.some((event) => event.test(text)),
  );
}

/** The name in `{name}`. */
export function parameterOf(level: string): string | undefined {
  return /^\{(.+)\}$/.exec(level)?.[1];
}

/** A topic pattern as an expression over whole concrete topics. */
export function patternExpression(pattern: string): RegExp {
  const levels = pattern.split("/").map((level) => {
    if (level === "*") return "[^/]+";
    if (level === ">") return ".+";
    return level.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${levels.join("/")}$`, "u");
}

/** The name part of a reference. */
export function nameOf(reference: AbstractReference): string {
  return typeof reference === "string" ? reference : reference.event;
}

/** The `where` of a reference, each value as a list. */
export function whereOf(reference: AbstractReference): readonly (readonly [string, readonly string[]])[] {
  if (typeof reference === "string") return [];
  return Object.entries(reference.where ?? {}).map(
    ([parameter, values]) => [parameter, typeof values === "string" ? [values] : values] as const,
  );
}

function wordsByLevel(mesh: AbstractMesh, events: readonly PlainEvent[]): readonly Set<string>[] {
  const words: Set<string>[] = [];
  const say = (index: number, word: string) => {
    while (words.length <= index) words.push(new Set(fresh));
    words[index]?.add(word);
  };
  const sayAll = (levels: readonly string[]) => {
    for (const [index, level] of levels.entries()) {
      if (level === "*" || level === ">" || parameterOf(level) !== undefined) say(index, "zz-other");
      else say(index, level);
    }
  };
  for (const event of events) sayAll(event.levels);
  for (const application of Object.values(mesh.applications)) {
    for (const reference of [...(application.publish ?? []), ...(application.subscribe ?? [])]) {
      if (nameOf(reference).includes("/")) sayAll(nameOf(reference).split("/"));
      for (const [parameter, values] of whereOf(reference)) {
        for (const event of events) {
          const index = event.levels.indexOf(`{${parameter}}`);
          for (const value of values) if (index >= 0) say(index, value);
        }
      }
    }
  }
  return words;
}
