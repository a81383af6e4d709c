/** A table of measured rows, beside figures of the same that is written by hand; `what` heads their first column. */
export function tableOf(what, rows) {
  const cells = rows.map((row) => [
    row.ok === undefined ? "" : row.ok ? "ok" : "PASSED",
    row.flow,
    row.name,
    number(row.meshc),
    number(row.byHand),
    row.ratio.toFixed(2),
    `${row.pairs.median.toFixed(2)} (${row.pairs.min.toFixed(2)} to ${row.pairs.max.toFixed(2)})`,
    row.atLeast !== undefined
      ? `at least ${row.atLeast}`
      : row.atMost !== undefined
        ? `at most ${row.atMost}`
        : "",
  ]);
  const all = [["", what, "figure", "meshc", "by hand", "ratio", "of the pairs", "budget"], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)));
  return all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}

/** About three digits that count. */
function number(value) {
  return value.toFixed(value < 10 ? 3 : value < 1_000 ? 1 : 0);
}
