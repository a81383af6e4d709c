import { effects } from "../../compiler/model/effect.ts";
import { planSummary } from "../../compiler/plan/plan-summary.ts";
import type { Action, Meanwhile, Plan, Wave } from "../../compiler/plan/plan.ts";
import type { Paint } from "./paint.ts";
import { lossFlags, refusalText } from "./plan/loss-flags.ts";
import { namesInShort } from "./plan/names-in-short.ts";
import { signs } from "./plan/signs.ts";
import { type Fold, kinds, type Site, sitesOf } from "./plan/sites-of.ts";
import { someOf } from "./plan/some-of.ts";
import { unbroken, wrapped } from "./plan/wrapped.ts";
import { thousands } from "./thousands.ts";
import { visible } from "./visible.ts";

const width = 100;

/** Where what belongs to an entry begins, and how wide titles are that others are aligned with. */
const [margin, mostColumns] = [10, 50];

/** How many of some names, and how many entries of one kind, are shown unless all are asked for. */
const [mostNames, mostEntries] = [3, 20];

const headings = {
  broker: "brokers",
  link: "links",
  domain: "domains",
  flow: "flows",
  access: "access",
  application: "applications",
  file: "files",
} as const;

interface View {
  readonly paint: Paint;
  readonly all: boolean;
}

/**
 * A plan for people: what is refused, then what changes, by environment and by what a reader cares about, the gravest
 * effect first, then in which order and what holds meanwhile, and a line that counts. Unless `all` is asked for, what is
 * alike is told as one, and of long lists a few.
 */
export function planText(plan: Plan, paint: Paint, all: boolean): string {
  const view = { paint, all };
  const sites = sitesOf(plan.changes, all);
  const nothing = [plan.changes, plan.refused, plan.noted].every(({ length }) => length === 0);
  const lines = [
    ...(nothing ? ["No changes: what was applied is what the manifest says."] : []),
    ...refusalLines(plan, view),
    ...legend(plan, paint),
    ...sites.flatMap((site) => [...siteLines(site, view), ""]),
    ...waveLines(plan, view),
    ...meanwhileLines(plan, view),
    ...notedLines(plan, view),
    ...toAllowLines(plan, view),
    summaryLine(plan, paint),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What is recorded, no more. */
function notedLines({ noted }: Plan, { paint, all }: View): readonly string[] {
  if (noted.length === 0) return [];
  const shown = all ? noted : noted.slice(0, mostEntries);
  const rest = noted.length - shown.length;
  return [
    paint.strong("Recorded by `apply`, which touches no broker for it:"),
    ...shown.flatMap((one) => wrapped(visible(one), 2, width)),
    ...(rest > 0 ? [`  ${thousands(rest)} more; --all lists them`] : []),
    "",
  ];
}

/** What `apply` has to be told before it does this. */
function toAllowLines({ toAllow }: Plan, { paint }: View): readonly string[] {
  if (toAllow.length === 0) return [];
  const flags = wrapped(visible(lossFlags(toAllow)), 2, width);
  return [
    paint.error("Stored events would be lost. Where nobody needs them, say to `plan` and to `apply`:"),
    ...flags,
    "",
  ];
}

function refusalLines({ refused }: Plan, { paint, all }: View): readonly string[] {
  if (refused.length === 0) return [];
  const shown = all ? refused : refused.slice(0, mostEntries);
  const rest = refused.length - shown.length;
  return [
    paint.error("Refused; as long as one of these stands, nothing is carried out:"),
    ...shown.flatMap((refusal) =>
      wrapped(visible(`! ${refusalText(refusal)}`), 2, width).map((line, at) =>
        paint.error(at === 0 ? line : `  ${line}`),
      ),
    ),
    ...(rest > 0 ? [paint.error(`  ! ${thousands(rest)} more; --all lists them`)] : []),
    "",
  ];
}

/** What the signs mean that are used. */
function legend({ changes }: Plan, { faint }: Paint): readonly string[] {
  const used = new Set(changes.map(({ action }) => action));
  const all = Object.keys(signs) as readonly Action[];
  const told = all.filter((action) => used.has(action)).map((action) => `${signs[action]} ${action}`);
  return told.length > 0 ? [faint(told.join("   ")), ""] : [];
}

function siteLines({ environments, count, folds }: Site, view: View): readonly string[] {
  const { strong } = view.paint;
  const isOne = environments.length === 1;
  const name = isOne ? (environments[0] ?? "") : namesInShort(environments, mostNames);
  const title = name === "" ? "the mesh" : `${isOne ? "environment" : "environments"} ${visible(name)}`;
  return [
    strong(`${title}: ${thousands(count)} ${count === 1 ? "change" : "changes"}`),
    ...kinds.flatMap((kind) => {
      const own = folds.filter(({ change }) => change.kind === kind);
      return own.length > 0 ? [`  ${headings[kind]}`, ...entryLines(own, view)] : [];
    }),
  ];
}

function entryLines(folds: readonly Fold[], view: View): readonly string[] {
  const shown = view.all ? folds : folds.slice(0, mostEntries);
  const titles = shown.map(titleOf);
  const column = Math.max(...titles.map(({ length }) => length).filter((length) => length <= mostColumns), 0);
  const rest = folds.slice(shown.length);
  // The gravest come first, so that none of these is graver than the last that is shown.
  const gravest = effects[Math.max(...rest.map(({ change }) => effects.indexOf(change.effect)), 0)];
  const more = `${thousands(rest.length)} more, at worst ${gravest}; --all lists them`;
  return [
    ...shown.flatMap((fold, at) => foldLines(fold, titles[at] ?? "", column, view)),
    ...(rest.length > 0 ? [`    … ${more}`] : []),
  ];
}

/** Names in a title take no more than a line. */
function titleOf({ change, names }: Fold): string {
  if (names.length === 1) return visible(change.name);
  const shorter = [mostNames, 2, 1].map((most) => visible(namesInShort(names, most)));
  return shorter.find(({ length }) => length <= width - margin) ?? shorter.at(-1) ?? "";
}

function foldLines(fold: Fold, title: string, column: number, view: View): readonly string[] {
  const { effect, basis, wave, action, reason } = fold.change;
  const sign = signedIn(action, view.paint)(signs[action].padEnd(3));
  const cost = `${effect}, wave ${wave}, ${basis}`;
  const painted = cost.replace(effect, paintedEffect(effect, view.paint));
  const why = visible(fold.isSameReason ? reason : `${reason}; likewise the others`);
  const isWide = title.length > mostColumns;
  const head = isWide
    ? [`    ${sign} ${title}`, `${" ".repeat(margin)}${painted}`]
    : [`    ${sign} ${title.padEnd(column)}  ${painted}`];
  // A short reason stands behind what it is about.
  const taken = (isWide ? margin : 8 + column + 2) + cost.length + ": ".length;
  const isShort = why !== "" && !why.startsWith(":") && taken + why.length <= width;
  const lines = isShort ? [...head.slice(0, -1), `${head.at(-1) ?? ""}: ${why}`] : head;
  const rest = isShort || why === "" ? touchedBy(fold, view) : [why, ...touchedBy(fold, view)];
  return [...lines, ...rest.flatMap((text) => wrapped(text, margin, width))];
}

/** What a change touches; one without an effect touches nobody, so that it is told only where all is. */
function touchedBy({ change, flows, applications }: Fold, { all }: View): readonly string[] {
  if (change.effect === "NONE" && !all) return [];
  const isItself = flows.length === 1 && flows[0] === change.name;
  return [
    ...(flows.length > 0 && !isItself ? [visible(`flows: ${listed(flows, all)}`)] : []),
    ...(applications.length > 0 ? [visible(`applications: ${listed(applications, all)}`)] : []),
  ];
}

function listed(names: readonly string[], all: boolean): string {
  const whole = names.map(unbroken);
  return all ? whole.join(", ") : someOf(whole, mostNames);
}

function signedIn(action: Action, { good, warning, error }: Paint): (text: string) => string {
  if (action === "add") return good;
  return action === "remove" || action === "replace" ? error : warning;
}

function paintedEffect(effect: Fold["change"]["effect"], paint: Paint): string {
  if (effect === "DATA LOSS") return paint.error(effect);
  return effect === "INTERRUPTS" || effect === "ROLLING RESTART" ? paint.warning(effect) : effect;
}

function waveLines({ waves, changes }: Plan, { paint, all }: View): readonly string[] {
  if (waves.length === 0 || changes.length === 0) return [];
  const line = ({ number, title, brokers }: Wave): readonly string[] => {
    const who = all ? brokers.join(", ") : namesInShort(brokers, mostNames);
    const text = `${number}. ${title}${brokers.length > 0 ? `: ${who}` : ""}`;
    return wrapped(visible(text), 2, width);
  };
  return [paint.strong("Waves, each in force before the next one begins:"), ...waves.flatMap(line), ""];
}

function meanwhileLines({ meanwhile }: Plan, { paint, all }: View): readonly string[] {
  if (meanwhile.length === 0) return [];
  const shown = all ? meanwhile : meanwhile.slice(0, mostEntries);
  const rest = meanwhile.length - shown.length;
  return [
    paint.warning("Meanwhile, and in neither mesh:"),
    ...shown.flatMap((one) => wrapped(visible(meanwhileLine(one, all)), 2, width)),
    ...(rest > 0 ? [`  ${thousands(rest)} more; --all lists them`] : []),
    "",
  ];
}

function meanwhileLine({ after, until, what, flows }: Meanwhile, all: boolean): string {
  const from = after === 0 ? "from the beginning" : `after wave ${after}`;
  const touched = flows.length > 0 ? ` (flows: ${listed(flows, all)})` : "";
  return `${from}, until wave ${until}: ${what}${touched}`;
}

function summaryLine(plan: Plan, paint: Paint): string {
  const text = planSummary(plan);
  return plan.refused.length > 0 ? paint.error(text) : paint.strong(text);
}
