import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { liveList } from "../../cli/live-list.ts";

const colors = [2, 22, 31, 32, 39].map((code) => `\u001b[${code}m`);

/** What a terminal of that size is sent, without colours. */
function drawn(columns: number, rows: number, instances: readonly string[]): string {
  let text = "";
  const write = (more: string): void => void (text += more);
  const list = liveList({ write, isTerminal: true, columns, rows });
  for (const instance of instances) list.take({ kind: "instance", instance, to: "starting" });
  for (const instance of instances) list.take({ kind: "connected", instance, what: 'link "shop.uplink"' });
  return colors.reduce((plain, color) => plain.replaceAll(color, ""), text);
}

test("a list is drawn over itself, a row an instance", () => {
  expect(drawn(80, 24, ["shop-0"])).toBe(
    '  … shop-0 starting\n\u001b[1A\u001b[J  ✓ shop-0 healthy, link "shop.uplink" is up\n',
  );
});

test("no row is wider than the terminal, which would break it in two", () => {
  const rows = drawn(30, 24, ["shop-0", "a-shop-with-a-name-of-thirty-four-0"]).split("\n");
  for (const row of rows) expect(stripVTControlCharacters(row).length).toBeLessThan(30);
  expect(rows.at(-2)).toBe('  ✓ shop-0 healthy, link "sh…');
});

test("more instances than the screen has rows are counted", () => {
  const names = Array.from({ length: 12 }, (_, index) => `shop-${index}`);
  const last = drawn(80, 10, names).split("\u001b[J").at(-1);
  expect(last).toBe("  12 healthy\n");
});
