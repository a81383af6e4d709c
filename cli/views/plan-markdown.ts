import { effects, worstOf } from "../../compiler/model/effect.ts";
import { planSummary } from "../../compiler/plan/plan-summary.ts";
import type { Action, Change, Meanwhile, Plan, Refusal, Wave } from "../../compiler/plan/plan.ts";
import { markdownWords as words } from "./plan/markdown-words.ts";
import { lossFlags, refusalText } from "./plan/loss-flags.ts";
import { namesInShort } from "./plan/names-in-short.ts";
import { signs } from "./plan/signs.ts";
import { type Fold, type Site, sitesOf } from "./plan/sites-of.ts";
import { someOf } from "./plan/some-of.ts";
import { thousands } from "./thousands.ts";

/** A comment of GitHub's may have 65,536 characters; what is put around ours needs some. */
const most = 60_000;

const mostNames = 3;

/** How much of the whole the lists before and after the changes may take, each. */
const share = 8_000;

/**
 * A plan as a comment to a pull request: a line that counts, what is refused, a table of the environments, and for each of
 * them what changes, folded. Never longer than 60,000 characters: what was cut is said. No name in it can begin anything.
 */
export function planMarkdown(plan: Plan): string {
  const sites = sitesOf(plan.changes, false);
  const head = [
    `### ${words(`meshc plan of ${plan.mesh}`)}`,
    "",
    `**${words(planSummary(plan))}**`,
    "",
    ...section("Refused, so that nothing can be carried out", plan.refused, refusalRow, "> "),
    ...toAllowLines(plan),
    ...section("Meanwhile, and in neither mesh", plan.meanwhile, meanwhileRow, "- "),
    ...section("Recorded by `meshc apply`, which touches no broker for it", plan.noted, words, "- "),
    ...overview(sites, plan),
  ];
  const foot = wavesBlock(plan);
  const room = most - lengthOf(head) - lengthOf(foot);
  return [...head, ...details(sites, room), ...foot].map((line) => `${line}\n`).join("");
}

function section<T>(
  title: string,
  all: readonly T[],
  rowOf: (one: T) => string,
  mark: string,
): readonly string[] {
  if (all.length === 0) return [];
  const { lines, left } = fitting(
    all.map((one) => [`${mark}${rowOf(one)}`, ...(mark === "> " ? [">"] : [])]),
    share,
  );
  return [
    `**${title}:**`,
    "",
    ...lines,
    ...(left > 0 ? ["", `${thousands(left)} more are not shown.`] : []),
    "",
  ];
}

function refusalRow(refusal: Refusal): string {
  const { name } = refusal;
  return `**${words(name)}**${words(refusalText(refusal).slice(name.length))}`;
}

/** What `apply` has to be told before it does this. */
function toAllowLines({ toAllow }: Plan): readonly string[] {
  if (toAllow.length === 0) return [];
  const { lines, left } = fitting(
    toAllow.map((name) => [`- ${words(lossFlags([name]))}`]),
    share,
  );
  return [
    "**Stored events would be lost. Where nobody needs them, say to `meshc plan` and to `meshc apply`:**",
    "",
    ...lines,
    ...(left > 0 ? ["", `${thousands(left)} more are not shown.`] : []),
    "",
  ];
}

function meanwhileRow({ after, until, what, flows }: Meanwhile): string {
  const touched = flows.length > 0 ? ` (flows: ${someOf(flows, mostNames)})` : "";
  return words(`after wave ${after}, until wave ${until}: ${what}${touched}`);
}

/** A row an environment, or some in which the same is done. */
function overview(sites: readonly Site[], { noted }: Plan): readonly string[] {
  if (sites.length === 0) return noted.length > 0 ? [] : ["What was applied is what the manifest says.", ""];
  const rows = sites.map((site) => {
    const count = (...actions: readonly Action[]): number =>
      site.folds
        .filter(({ change }) => actions.includes(change.action))
        .reduce((sum, { names }) => sum + names.length, 0);
    const counts = [
      count("add"),
      count("change", "rename"),
      count("replace"),
      count("drain"),
      count("remove"),
    ];
    return [`| ${[titleOf(site), ...counts.map(thousands), worstIn(site)].join(" | ")} |`];
  });
  const { lines, left } = fitting(rows, share);
  return [
    "| Environment | Add | Change | Replace | Drain | Remove | Worst effect |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...lines,
    "",
    ...(left > 0 ? [`${thousands(left)} more rows are not shown.`, ""] : []),
  ];
}

function titleOf({ environments }: Site): string {
  return words(
    environments.length === 1 ? (environments[0] ?? "") || "the mesh" : namesInShort(environments, mostNames),
  );
}

function worstIn({ folds }: Site): string {
  return words(worstOf(folds.map(({ change }) => change.effect)));
}

/** What changes in each environment, as far as it fits, and what of it does not. */
function details(sites: readonly Site[], room: number): readonly string[] {
  const lines: string[] = [];
  const cut: Site[] = [];
  for (const site of sites) {
    // What is said of all that was cut needs room, too.
    const left = room - lengthOf(lines) - 400;
    const block = left > 1_000 && cut.length === 0 ? siteBlock(site, left) : undefined;
    if (block) lines.push(...block);
    else cut.push(site);
  }
  if (cut.length === 0) return lines;
  const count = cut.reduce((sum, site) => sum + site.count, 0);
  const environments = cut.reduce((sum, site) => sum + site.environments.length, 0);
  const said = `Cut for length: ${thousands(count)} changes in ${thousands(environments)} environments. \`meshc plan\` shows them.`;
  return [...lines, said, ""];
}

function siteBlock(site: Site, room: number): readonly string[] {
  const head = [
    "<details>",
    `<summary>${titleOf(site)}: ${thousands(site.count)} ${site.count === 1 ? "change" : "changes"}, at worst ${worstIn(site)}</summary>`,
    "",
    "| | What | Effect | Wave | Why |",
    "| --- | --- | --- | ---: | --- |",
  ];
  const foot = ["", "</details>", ""];
  const gravestFirst = site.folds.toSorted((a, b) => gravity(b.change) - gravity(a.change));
  const rows = gravestFirst.map((fold) => [foldRow(fold)]);
  const { lines, left } = fitting(rows, room - lengthOf(head) - lengthOf(foot) - 200);
  const more = `Cut for length: ${thousands(left)} more lines. \`meshc plan\` shows them.`;
  return [...head, ...lines, ...(left > 0 ? ["", more] : []), ...foot];
}

function gravity({ effect }: Change): number {
  return effects.indexOf(effect);
}

function foldRow({ change, names, isSameReason, flows, applications }: Fold): string {
  const { kind, action, effect, basis, wave, reason } = change;
  const name = names.length === 1 ? change.name : namesInShort(names, mostNames);
  const touched = [
    ...(flows.length > 0 && kind !== "flow" ? [`flows: ${someOf(flows, mostNames)}`] : []),
    ...(applications.length > 0 ? [`applications: ${someOf(applications, mostNames)}`] : []),
  ];
  const why = [isSameReason ? reason : `${reason}; likewise the others`, ...touched];
  const cells = [
    `\`${signs[action]}\``,
    words(`${kind} ${name}`),
    words(`${effect} (${basis})`),
    String(wave),
  ];
  return `| ${[...cells, why.map(words).join("<br>")].join(" | ")} |`;
}

function wavesBlock({ waves, changes }: Plan): readonly string[] {
  if (waves.length === 0 || changes.length === 0) return [];
  const rows = waves.map(({ number, title, brokers }: Wave) => {
    const who = brokers.length > 0 ? `: ${namesInShort(brokers, mostNames)}` : "";
    return [`${number}. ${words(`${title}${who}`)}`];
  });
  const { lines, left } = fitting(rows, share);
  const more = left > 0 ? ["", `${thousands(left)} more are not shown.`] : [];
  return [
    "<details>",
    "<summary>Waves, each in force before the next one begins</summary>",
    "",
    ...lines,
    ...more,
    "",
    "</details>",
    "",
  ];
}

/** As many of some rows, from the first, as fit into so many characters, and how many do not. */
function fitting(
  rows: readonly (readonly string[])[],
  room: number,
): { readonly lines: readonly string[]; readonly left: number } {
  const lines: string[] = [];
  let used = 0;
  for (const [at, row] of rows.entries()) {
    used += lengthOf(row);
    if (used > room) return { lines, left: rows.length - at };
    lines.push(...row);
  }
  return { lines, left: 0 };
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
