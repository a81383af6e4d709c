import { expect, test } from "vitest";
import { loneHub } from "../deploy/lone-hub.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { planned, recordedAs } from "./recorded-as.ts";

/** A hub of some servers that stores nothing, where a version or a place is said otherwise. */
const plain = (servers: number, more = "", environment = "centre") =>
  loneHub(servers)
    .replace("centre: { platform: local }", "centre: { platform: local }, annex: { platform: local }")
    .replace(
      `environment: centre, engine: nats, storage: 1Gi, replicas: ${servers}`,
      `environment: ${environment}, engine: nats, replicas: ${servers}${more}`,
    )
    .replace(", delivery: at-least-once", "")
    .replace(", durable: true", "");

/** Another hub that stores, so that servers of the first agree with it. */
const agreeing = (servers: number) =>
  loneHub(servers).replace(
    /^brokers: \{ (.*) \}$/m,
    "brokers:\n  $1\n  hb: { environment: centre, engine: nats, storage: 1Gi, listeners: { nats: 4322, management: 8322, gateway: 7322, cluster: 6322 } }",
  );

/** Titles of the waves in which something is done. */
function wavesOf(before: string, wanted: string): readonly string[] {
  const was = expectValid(before);
  const { plan } = planned(expectValid(wanted), recordedAs(was, was.data), { mayLose: ["ha"] });
  return plan.waves.flatMap(({ title, brokers }) => (brokers.includes("ha") ? [title] : []));
}

test.each<readonly [string, string, string, readonly string[]]>([
  ["with the start of one that is to know no others", plain(3), plain(1), ["hubs"]],
  ["last where they agreed on what is stored", loneHub(3), loneHub(1), ["hubs", "removal"]],
  ["last where several are left", plain(5), plain(3), ["hubs", "removal"]],
  [
    "last where one is left that goes on to agree with other hubs",
    agreeing(3),
    agreeing(1),
    ["hubs", "removal"],
  ],
  [
    "last where a hub that they agreed with leaves too",
    agreeing(3),
    loneHub(1),
    ["hubs", "what was held on to", "removal"],
  ],
  [
    "last where the one that is left is in another place",
    plain(3),
    plain(1, "", "annex"),
    ["hubs", "removal"],
  ],
])("servers that leave end %s", (_, before, wanted, waves) => {
  expect(wavesOf(before, wanted)).toEqual(waves);
});
