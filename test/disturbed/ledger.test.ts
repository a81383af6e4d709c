import { expect, test } from "vitest";
import { createLedger } from "./ledger.ts";

/** Ten events sent at 0, 10, … 90 ms; what `arrive` says arrives at its times. */
function ledgerOf(arrive: readonly (readonly [at: number, sequence: number])[]) {
  let now = 0;
  const ledger = createLedger(() => now);
  for (let sequence = 0; sequence < 10; sequence++) ledger.promised("shop", sequence, sequence * 10);
  for (const [at, sequence] of arrive) {
    now = at;
    ledger.arrived("books", "shop", sequence);
  }
  return ledger;
}

const undisturbed = Array.from({ length: 10 }, (_, sequence) => [sequence * 10 + 1, sequence] as const);

test("what arrives once each is neither lost nor repeated", () => {
  expect(ledgerOf(undisturbed).account("shop", "books")).toEqual({
    publisher: "shop",
    reader: "books",
    published: 10,
    received: 10,
    lost: 0,
    duplicates: 0,
    longestPause: 10,
    longestDelay: 1,
  });
});

test("what never arrives is lost, and what comes again is a duplicate each time", () => {
  const some = undisturbed.filter(([, sequence]) => sequence < 4 || sequence > 6);
  const ledger = ledgerOf([...some, [200, 0], [300, 0], [300, 9]]);
  expect(ledger.account("shop", "books")).toMatchObject({
    published: 10,
    received: 7,
    lost: 3,
    duplicates: 3,
    longestPause: 40,
  });
  expect(ledger.arrivals()).toBe(10);
});

test("an event that comes late tells how late, without being a pause of the others", () => {
  const late = [...undisturbed.filter(([, sequence]) => sequence !== 2), [95, 2] as const];
  expect(ledgerOf(late).account("shop", "books")).toMatchObject({
    lost: 0,
    longestDelay: 75,
    longestPause: 20,
  });
});

test("an event that arrives though nothing was promised counts as no event published", () => {
  const ledger = ledgerOf([...undisturbed, [101, 10], [102, 10]]);
  expect(ledger.account("shop", "books")).toMatchObject({
    published: 10,
    received: 10,
    lost: 0,
    duplicates: 1,
  });
});

test("readers and publishers are kept apart", () => {
  const ledger = ledgerOf(undisturbed);
  expect(ledger.account("shop", "audit")).toMatchObject({ published: 10, lost: 10 });
  expect([ledger.hasArrived("shop", "books"), ledger.hasArrived("shop", "audit")]).toEqual([true, false]);
});
