import { expect, test } from "vitest";
import { paint } from "../../cli/views/paint.ts";
import { statusText } from "../../cli/views/status-text.ts";
import {
  type CertificateStatus,
  type StoredStatus,
  statusReport,
} from "../../deploy/status/status-report.ts";

const core = { name: "core", instance: "core-0", healthy: true, links: [], drift: [] };

function textOf(stored: readonly StoredStatus[], takenDown = false): readonly string[] {
  const environments = [{ name: "cloud", generation: 1, brokers: [core], stored }];
  return statusText(statusReport(environments, takenDown), paint(false), "meshc up").split("\n").slice(2, -1);
}

const stream = { broker: "core", kind: "stream", name: "orders", why: [] } as const;
const consumer = { broker: "core", kind: "consumer", name: "books", within: "orders", why: [] } as const;

test("a status says of each broker whether what it stores is as it was applied", () => {
  expect(textOf([])).toEqual(["ok: all as applied"]);
  const well = textOf([
    { ...stream, state: "ok" },
    { ...consumer, state: "ok" },
  ]);
  expect(well).toEqual([
    expect.stringMatching(/^BROKER +STORES/),
    expect.stringMatching(/^core +2\/2/),
    "ok: all as applied",
  ]);
  const bad = textOf([
    { ...stream, state: "different", why: ["max_msgs is 10, not -1"] },
    { ...consumer, state: "missing" },
  ]);
  expect(bad.slice(1)).toEqual([
    expect.stringMatching(/^core +0\/2/),
    '! core: stream "orders" is different: max_msgs is 10, not -1',
    '! core: consumer "books" of "orders" is missing',
    "not as applied",
  ]);
});

test("what cannot be asked is told once a broker, and not at all of a mesh that was taken down", () => {
  const why = ["no instance of it answers"];
  const unknown = [
    { ...stream, state: "unknown", why },
    { ...consumer, state: "unknown", why },
  ] as const;
  expect(textOf(unknown).slice(2)).toEqual([
    "! core: whether it stores as applied is not known: no instance of it answers",
    "not as applied",
  ]);
  expect(textOf(unknown, true).join()).not.toContain("not known");
});

test("a status says until when certificates hold, and which do not any more", () => {
  const certificate = (of: string, year: number, state: CertificateStatus["state"]) => {
    return { of, until: `${year}-03-01T00:00:00.000Z`, state };
  };
  const text = (...certificates: readonly CertificateStatus[]) => {
    const brokers = [{ ...core, certificates }];
    const environments = [{ name: "cloud", generation: 1, brokers, stored: [] }];
    return statusText(statusReport(environments), paint(false), "meshc up").split("\n").slice(0, -1);
  };
  const authority = certificate('authority "servers"', 2036, "valid");
  expect(text(authority, certificate("core-0", 2027, "valid"))).toEqual([
    expect.stringMatching(/DRIFT +CERTIFICATES UNTIL/),
    expect.stringMatching(/none +2027-03-01$/),
    "ok: all as applied",
  ]);
  expect(text(authority, certificate("core-0", 2027, "ending")).slice(2)).toEqual([
    "! the certificate of core-0 ends on 2027-03-01; `meshc up` makes another",
    "ok: all as applied",
  ]);
  expect(text(authority, certificate("core-0", 2025, "ended")).slice(2)).toEqual([
    "! the certificate of core-0 ended on 2025-03-01; `meshc up` makes another",
    "not as applied",
  ]);
});
