import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE } from "js-yaml";
import * as codes from "../diagnostics/codes/load.ts";
import type { Code } from "../diagnostics/code.ts";
import type { Diagnostic, Related } from "../diagnostics/diagnostic.ts";
import { diagnosticAt } from "../diagnostics/diagnostic-at.ts";
import { invariant } from "../diagnostics/invariant.ts";
import type { MapEntry, Node, ScalarNode } from "../model/documents.ts";
import { blockScalarStart, collectionEnd, secondDocument } from "./event-places.ts";
import { limits } from "./limits.ts";
import { isExact, resolvePlain } from "./scalar.ts";
import { forbiddenCharacters } from "./scan-text.ts";
import type { SourceFile, Span } from "./source-file.ts";

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type CollectionEvent = Extract<Event, { type: typeof EVENT_ID.SEQUENCE | typeof EVENT_ID.MAPPING }>;

/** A collection that is being read. `key` is set between a key and its value. */
interface Frame {
  readonly items?: Node[];
  readonly entries?: Map<string, MapEntry>;
  readonly start: number;
  readonly anchor: string | undefined;
  readonly valuesBefore: number;
  /** For a key that is a collection: read, reported and left out. */
  readonly isKey: boolean;
  key: { readonly text: string; readonly span: Span; readonly refused: boolean } | undefined;
  full: boolean;
  /** Levels of maps and lists below and with this one, aliases followed. */
  height: number;
}

/** What an anchor marks, how many values that is and how many levels of maps and lists. */
interface Anchored {
  readonly node: Node;
  readonly values: number;
  readonly height: number;
}

const reserved = new Set(["__proto__", "constructor", "prototype"]);

/** Turns the parser's events into nodes with places. Never throws; what is refused is left out and reported. */
export function buildNodes(
  file: SourceFile,
  events: readonly Event[],
): { readonly node?: Node; readonly values: number; readonly diagnostics: readonly Diagnostic[] } {
  const builder = new NodeBuilder(file);
  for (const event of events) {
    if (!builder.take(event)) break;
  }
  return builder.result();
}

/** The state of one walk over the events. */
class NodeBuilder {
  private readonly file: SourceFile;
  private readonly diagnostics: Diagnostic[] = [];
  private readonly anchors = new Map<string, Anchored>();
  private readonly frames: Frame[] = [];
  private root: Node | undefined;
  private documents = 0;
  private values = 0;
  private aliasValues = 0;
  /** Where the last thing read ended, for collections and for values that are not written at all. */
  private lastEnd = 0;

  constructor(file: SourceFile) {
    this.file = file;
  }

  private report<P>(
    code: Code<P>,
    parameters: P,
    start: number,
    end: number,
    related: readonly Related[] = [],
  ): void {
    this.diagnostics.push(diagnosticAt(code, parameters, { file: this.file, start, end }, related));
  }

  take(event: Event): boolean {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (++this.documents === 1) break;
        this.report(codes.yamlDocuments, {}, ...secondDocument(this.file.text, this.lastEnd));
        return false;
      case EVENT_ID.SCALAR:
        this.takeScalar(event);
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        if (!this.open(event)) return false;
        break;
      case EVENT_ID.ALIAS:
        return this.takeAlias(event.anchorStart, event.anchorEnd) && this.goesOn();
      case EVENT_ID.POP:
        if (this.frames.length > 0) this.close();
        break;
    }
    return this.goesOn();
  }

  private goesOn(): boolean {
    return this.diagnostics.length < limits.diagnosticsPerFile;
  }

  private takeScalar(event: ScalarEvent): void {
    this.refuseTag(event.tagStart, event.tagEnd);
    const span = this.scalarSpan(event);
    const text = getScalarValue(this.file.text, event);
    if (!event.fast) this.refuseEscapes(text, span);
    this.lastEnd = span.end;
    const top = this.frames.at(-1);
    if (top?.entries && !top.key) {
      this.takeKey(top, event, text, span);
      return;
    }
    const value = event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
    if (typeof value === "number" && !isExact(value))
      this.report(codes.inexactNumber, { written: text }, span.start, span.end);
    const node: ScalarNode = { kind: "scalar", value, span };
    this.values++;
    if (event.anchorStart >= 0) {
      this.anchors.set(this.file.text.slice(event.anchorStart, event.anchorEnd), {
        node,
        values: 1,
        height: 0,
      });
    }
    this.add(node);
  }

  private scalarSpan(event: ScalarEvent): Span {
    if (event.valueStart < 0) return this.unwritten();
    const { valueStart: start, valueEnd: end } = event;
    switch (event.style) {
      case SCALAR_STYLE.SINGLE_QUOTED:
      case SCALAR_STYLE.DOUBLE_QUOTED:
        return { file: this.file, start: start - 1, end: end + 1 };
      case SCALAR_STYLE.LITERAL_BLOCK:
      case SCALAR_STYLE.FOLDED_BLOCK:
        return { file: this.file, start: blockScalarStart(this.file.text, start), end };
      default:
        return { file: this.file, start, end };
    }
  }

  /** The place of a value of which nothing is written: behind its key, colon included, or behind what came before. */
  private unwritten(): Span {
    const key = this.frames.at(-1)?.key;
    return key
      ? { file: this.file, start: key.span.start, end: key.span.end }
      : { file: this.file, start: this.lastEnd, end: this.lastEnd };
  }

  private refuseTag(start: number, end: number): void {
    if (start >= 0) this.report(codes.yamlTag, { tag: this.file.text.slice(start, end) }, start, end);
  }

  private refuseEscapes(text: string, span: Span): void {
    const first = forbiddenCharacters(text)[0];
    if (first) this.report(codes.forbiddenCharacter, { codePoint: first.codePoint }, span.start, span.end);
  }

  private takeKey(map: Frame, event: ScalarEvent, text: string, span: Span): void {
    let refused = true;
    if (event.anchorStart >= 0 || event.valueStart < 0) this.report(codes.yamlKey, {}, span.start, span.end);
    else if (text === "<<") this.report(codes.yamlMergeKey, {}, span.start, span.end);
    else if (reserved.has(text)) this.report(codes.reservedKey, { key: text }, span.start, span.end);
    else refused = this.isRepeated(map, text, span);
    map.key = { text, span, refused };
  }

  private isRepeated(map: Frame, text: string, span: Span): boolean {
    const first = map.entries?.get(text);
    if (!first) return false;
    const related = [{ message: "first given here", at: first.key }];
    this.report(codes.duplicateKey, { key: text }, span.start, span.end, related);
    return true;
  }

  private open(event: CollectionEvent): boolean {
    this.refuseTag(event.tagStart, event.tagEnd);
    if (this.frames.length === limits.depth) {
      this.report(codes.tooDeep, { limit: limits.depth }, event.start, event.start + 1);
      return false;
    }
    const top = this.frames.at(-1);
    const isKey = top?.entries !== undefined && !top.key;
    const anchor =
      event.anchorStart < 0 ? undefined : this.file.text.slice(event.anchorStart, event.anchorEnd);
    const shared = {
      start: event.start,
      anchor,
      valuesBefore: this.values,
      isKey,
      key: undefined,
      full: false,
      height: 1,
    };
    this.values++;
    this.lastEnd = event.start + 1;
    this.frames.push(
      event.type === EVENT_ID.MAPPING ? { ...shared, entries: new Map() } : { ...shared, items: [] },
    );
    if (anchor !== undefined) this.anchors.delete(anchor);
    return true;
  }

  private close(): void {
    const frame = this.frames.pop();
    invariant(frame, "the YAML parser closed more than it opened");
    const end = collectionEnd(this.file.text, frame.start, this.lastEnd);
    this.lastEnd = end;
    const span: Span = { file: this.file, start: frame.start, end };
    const node: Node = frame.entries
      ? { kind: "map", entries: frame.entries, span }
      : { kind: "list", items: frame.items ?? [], span };
    if (frame.anchor !== undefined)
      this.anchors.set(frame.anchor, {
        node,
        values: this.values - frame.valuesBefore,
        height: frame.height,
      });
    const top = this.frames.at(-1);
    if (top) top.height = Math.max(top.height, frame.height + 1);
    if (frame.isKey && top) {
      this.report(codes.yamlKey, {}, span.start, span.end);
      top.key = { text: "", span, refused: true };
    } else this.add(node);
  }

  private takeAlias(start: number, end: number): boolean {
    const alias = this.file.text.slice(start, end);
    const span: Span = { file: this.file, start: start - 1, end };
    this.lastEnd = end;
    const top = this.frames.at(-1);
    if (top?.entries && !top.key) {
      this.report(codes.yamlKey, {}, span.start, span.end);
      top.key = { text: "", span, refused: true };
      return true;
    }
    const anchored = this.anchors.get(alias);
    if (!anchored) this.report(codes.unknownAlias, { alias }, span.start, span.end);
    else if (!this.affords(anchored, span)) return false;
    this.add(anchored?.node ?? { kind: "scalar", value: null, span });
    return true;
  }

  /** Counts what an alias stands for. False where that is beyond a limit. */
  private affords(anchored: Anchored, span: Span): boolean {
    this.aliasValues += anchored.values;
    this.values += anchored.values;
    const height = this.frames.length + anchored.height;
    if (this.aliasValues > limits.aliasValues) {
      this.report(codes.aliasesTooLarge, { limit: limits.aliasValues }, span.start, span.end);
    } else if (height > limits.depth) {
      this.report(codes.tooDeep, { limit: limits.depth }, span.start, span.end);
    } else {
      const top = this.frames.at(-1);
      if (top) top.height = Math.max(top.height, anchored.height + 1);
      return true;
    }
    return false;
  }

  /** Puts a complete value where it belongs. */
  private add(node: Node): void {
    const top = this.frames.at(-1);
    if (!top) {
      this.root ??= node;
      return;
    }
    const size = top.items?.length ?? top.entries?.size ?? 0;
    if (size >= limits.entries) this.refuseEntry(top, node);
    else if (top.items) top.items.push(node);
    else if (top.key && !top.key.refused) top.entries?.set(top.key.text, { key: top.key.span, value: node });
    top.key = undefined;
  }

  private refuseEntry(frame: Frame, node: Node): void {
    if (!frame.full) {
      const { start, end } = frame.key?.span ?? node.span;
      this.report(codes.tooManyEntries, { limit: limits.entries }, start, end);
    }
    frame.full = true;
  }

  result() {
    return { ...(this.root ? { node: this.root } : {}), values: this.values, diagnostics: this.diagnostics };
  }
}
