import { expect, test } from "vitest";
import { judgeFlows } from "../../deploy/verify/judge-flows.ts";
import { type SentProbe, unstored } from "../../deploy/verify/ledger.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { storedMesh } from "./stored-mesh.ts";

const text = JSON.stringify({ apiVersion: "meshc/v1", ...storedMesh });
const { topology } = expectValid(text, { mode: "up" });

/** Why the flow of an event from the shop fails, of which one message was stored by some streams. */
function why(
  event: string,
  stream: string,
  storedBy: readonly string[],
  storedAgainBy: readonly string[] = [],
): string {
  const probe: SentProbe = {
    publisher: "shop",
    instance: "core-0",
    event,
    topic: [],
    address: "x",
    sentAtMs: 0,
    stream,
    storedBy,
    storedAgainBy,
    arrivals: [],
  };
  const verdicts = judgeFlows(topology.flows, { delivered: [], failures: [] }, [probe], {
    topology,
    untried: new Map(),
  });
  return verdicts.find((each) => each.event === event && each.publisher === "shop")?.why ?? "";
}

test("a message that another stream stores than its own is told, with or without its own", () => {
  const told =
    'a message to x published at core-0 is stored by stream "other", where stream "orders" should, alone';
  expect(why("orders.placed", "orders", ["orders"])).not.toContain("is stored by");
  expect(why("orders.placed", "orders", ["orders", "other"])).toContain(told);
  expect(why("orders.placed", "orders", ["other"])).toContain(told);
});

test("a message that none is to store and some stream does is told", () => {
  expect(why("alerts.raised", unstored, ["orders"])).toContain(
    'is stored by stream "orders", though none is to store it',
  );
});

test("a message that a stream stores again under the same id is told", () => {
  expect(why("orders.placed", "orders", ["orders"])).not.toContain("is stored twice");
  expect(why("orders.placed", "orders", ["orders"], ["orders"])).toContain(
    'a message to x published at core-0 twice under one message id is stored twice by stream "orders"',
  );
});
