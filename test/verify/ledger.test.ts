import { expect, test } from "vitest";
import type { ProbeConnection, PublishOptions, PublishOutcome } from "../../compiler/live.ts";
import { createLedger, type Draft, unstored } from "../../deploy/verify/ledger.ts";

/** A connection that takes everything, and what was published by it. */
function connection(answer: Partial<PublishOutcome> = {}) {
  const published: { readonly payload: Uint8Array; readonly options: PublishOptions }[] = [];
  const publish: ProbeConnection["publish"] = async (_, payload, options = {}) => {
    published.push({ payload, options });
    return { storedBy: [], knownTo: [], ...answer };
  };
  return { published, to: { publish } as ProbeConnection };
}

const draft: Draft = {
  publisher: "shop",
  instance: "core-0",
  event: "orders.placed",
  topic: [],
  address: "x",
};
const text = (value: string) => new TextEncoder().encode(value);

test("a probe that is to be given back is given back once by each durable, and taken when it comes again", async () => {
  const ledger = createLedger("a");
  const { published, to } = connection();
  await ledger.send(to, { ...draft, givenBack: true });
  await ledger.send(to, draft);
  const [first, second] = published.map(({ payload }) => payload);
  const decisions = [
    ledger.decide("one", first ?? text("")),
    ledger.decide("one", first ?? text("")),
    ledger.decide("two", first ?? text("")),
    ledger.decide("one", second ?? text("")),
  ];
  expect(decisions).toEqual(["give back", "take", "give back", "take"]);
});

test("what a run that did not end has left is taken, and what is no probe is left to the application", () => {
  const ledger = createLedger("a");
  expect(ledger.decide("one", text('{"meshc-probe":"b","sequence":0}'))).toBe("take");
  expect(ledger.decide("one", text('{"order":1}'))).toBe("leave");
});

test("only what is stored bears a message id, the same one each time", async () => {
  const ledger = createLedger("a");
  const { published, to } = connection();
  const probe = await ledger.send(to, { ...draft, stream: "orders" });
  await ledger.repeat(to, probe);
  await ledger.send(to, { ...draft, stream: unstored });
  await ledger.send(to, draft);
  expect(published.map(({ options }) => [options.stored, options.id])).toEqual([
    [true, "meshc-probe-a-0"],
    [true, "meshc-probe-a-0"],
    [false, undefined],
    [undefined, undefined],
  ]);
});

test("a stream that takes a repetition for a new message is noted, one that knew its id is not", async () => {
  const ledger = createLedger("a");
  const { to } = connection({ storedBy: ["orders", "copies"], knownTo: ["orders"] });
  const probe = await ledger.send(to, { ...draft, stream: "orders" });
  expect(probe.storedAgainBy).toBeUndefined();
  await ledger.repeat(to, probe);
  expect(probe.storedAgainBy).toEqual(["copies"]);
});

test("what is stored and has not come counts as waiting at a durable, and nothing else does", async () => {
  const ledger = createLedger("a");
  const { published, to } = connection();
  const placed = { ...draft, topic: ["orders", "placed"] };
  await ledger.send(to, { ...placed, stream: "orders" });
  await ledger.send(to, { ...placed, stream: "orders" });
  await ledger.send(to, { ...placed, stream: unstored });
  await ledger.send(to, { ...placed, topic: ["orders", "paid"], stream: "orders" });
  await ledger.send(connection({ refused: "no" }).to, { ...placed, stream: "orders" });
  const patterns = [["orders", "placed"]];
  expect(ledger.waiting("durable one", patterns)).toBe(2);
  const payload = published[0]?.payload ?? text("");
  ledger.listen({
    application: "billing",
    instance: "core-0",
    group: "durable one",
    patterns,
    writes: String,
    subscription: { received: [{ address: "x", payload, atMs: 1 }] },
  });
  ledger.collect();
  expect(ledger.waiting("durable one", patterns)).toBe(1);
  expect(ledger.waiting("durable two", patterns)).toBe(2);
});
