import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { mosquittoLive } from "../../../targets/engines/mosquitto/live/live.ts";
import { type Fault, failuresOf, names } from "../../verify/fault.ts";
import { hashOf } from "../../mosquitto/started-mosquitto.ts";
import { type LiveSite, startLiveSite } from "../../verify/live-site.ts";

const manifest = {
  mesh: { name: "plant" },
  environments: { here: { platform: "local" } },
  brokers: { site: { environment: "here", engine: "mosquitto" } },
  teams: { ops: {}, office: {} },
  domains: {
    wind: {
      owner: "ops",
      topic: "wind/turbine",
      share: "all",
      events: { power: { topic: "{unit}/power" }, alarm: { topic: "{unit}/alarm", share: "private" } },
    },
    office: { owner: "office", topic: "office", events: { memo: { topic: "memo" } } },
  },
  applications: {
    turbine: { team: "ops", broker: "site", publish: ["wind.power", "wind.alarm"] },
    ward: { team: "ops", broker: "site", subscribe: ["wind.*"] },
    display: { team: "office", broker: "site", subscribe: ["wind.power"] },
    north: {
      team: "office",
      broker: "site",
      subscribe: [{ event: "wind.power", where: { unit: "north" } }],
    },
    first: { team: "office", broker: "site", subscribe: ["wind.power"], group: "workers" },
    second: { team: "office", broker: "site", subscribe: ["wind.power"], group: "workers" },
    clerk: { team: "office", broker: "site", publish: ["office.memo"], subscribe: ["office.memo"] },
  },
};

let site: LiveSite;

beforeAll(async () => {
  site = await startLiveSite(manifest);
});
afterEach(() => site.restore());
afterAll(() => site.stop());

test("a mesh of one Mosquitto is green, and what it could not show is in no count", async () => {
  const report = await verify(site.ground, { rights: true });
  expect(failuresOf(report)).toEqual([]);
  expect(report.flows).toHaveLength(7);
  expect(report.denied.length).toBeGreaterThan(15);
  expect(report.identities?.every(({ denied }) => denied.ok === denied.expected)).toBe(true);
  const display = report.rights?.filter(({ identity }) => identity === "application.display") ?? [];
  const tried = display.map(({ topic, action, expected }) => `${action} ${topic} ${expected}`);
  expect(tried).toEqual(
    expect.arrayContaining([
      "subscribe # denied",
      "subscribe $SYS/# denied",
      "subscribe wind/turbine/{unit}/power allowed",
      "subscribe wind/turbine/{unit}/alarm denied",
      "subscribe office/memo denied",
      "publish office/memo denied",
    ]),
  );
  // Nobody publishes what is no event, so that nobody could hear it.
  expect(tried.filter((one) => one.startsWith("subscribe") && one.includes("{no event}"))).toEqual([]);
});

const linesOf =
  (user: string, ...lines: readonly string[]) =>
  (text: string) =>
    text.replace(`user ${user}\n`, `user ${user}\n${lines.map((line) => `${line}\n`).join("")}`);
const without = (user: string, line: RegExp) => (text: string) => {
  const begin = text.indexOf(`user ${user}\n`);
  return text.slice(0, begin) + text.slice(begin).replace(line, "");
};

interface Sabotage {
  readonly name: string;
  readonly file?: string;
  readonly change: (text: string) => string;
  readonly fault: Fault;
}

const sabotages: readonly Sabotage[] = [
  {
    name: "an event that is private to another team may be read",
    change: linesOf("application.display", "topic read wind/turbine/+/alarm"),
    fault: {
      denied: ["display", "wind.alarm", "subscribe"],
      why: /^site-0 lets application\.display subscribe to wind\/turbine\/.*\/alarm, and what was published to .* arrived there/,
    },
  },
  {
    name: "everything may be read",
    change: linesOf("application.clerk", "topic read #"),
    fault: { right: ["application.clerk", "site", "#", "subscribe"], why: /arrived there/ },
  },
  {
    name: "a narrowed reader may read all units",
    change: linesOf("application.north", "topic read wind/turbine/+/power"),
    fault: {
      denied: ["north", "wind.power", "subscribe"],
      why: /application\.north subscribe to wind\/turbine\/meshc-probe/,
    },
  },
  {
    name: "who reads may read what the broker tells of itself",
    change: linesOf("application.ward", "topic read $SYS/#"),
    fault: {
      right: ["application.ward", "site", "$SYS/#", "subscribe"],
      why: /what was published to \$SYS\/.* arrived there/,
    },
  },
  {
    name: "a pattern lets everybody read",
    change: (text) => `${text}\npattern read office/memo\n`,
    fault: { denied: ["turbine", "office.memo", "subscribe"], why: /office\/memo arrived there/ },
  },
  {
    name: "who only reads may publish",
    change: linesOf("application.display", "topic write wind/turbine/+/power"),
    fault: {
      denied: ["display", "wind.power", "publish"],
      why: /^site-0 lets application\.display publish to/,
    },
  },
  {
    name: "a right to publish is wider than the event",
    change: linesOf("application.turbine", "topic write wind/#"),
    fault: {
      right: ["application.turbine", "site", "wind/turbine/{no event}", "publish"],
      why: /lets application\.turbine publish/,
    },
  },
  {
    name: "somebody may both read and publish an event, since the word of access is missing",
    change: linesOf("application.ward", "topic wind/turbine/+/power"),
    fault: { denied: ["ward", "wind.power", "publish"], why: /lets application\.ward publish/ },
  },
  {
    name: "a right to read is gone",
    change: without("application.display", /topic read .*\n/),
    fault: { flow: ["wind.power", "turbine", "display"], why: /did not arrive at site-0/ },
  },
  {
    name: "a right to publish is gone",
    change: without("application.clerk", /topic write .*\n/),
    fault: { flow: ["office.memo", "clerk", "clerk"], why: /site-0 refuses to take office\/memo from clerk/ },
  },
  {
    name: "an event is denied to one of its readers",
    change: linesOf("application.ward", "topic deny wind/turbine/+/alarm"),
    fault: { flow: ["wind.alarm", "turbine", "ward"], why: /did not arrive/ },
  },
  {
    name: "a member of a group reads no more",
    change: without("application.second", /topic read .*\n/),
    fault: { flow: ["wind.power", "turbine", "second"], why: /did not arrive at site-0 \(group workers\)/ },
  },
  {
    name: "the ACL file cannot be read",
    change: (text) => `${text}nonsense\n`,
    fault: { denied: ["clerk", "wind.power", "publish"], why: /lets application\.clerk publish/ },
  },
  {
    name: "an application has another password",
    file: "passwords",
    change: (text) =>
      text.replace(
        /^(application\.display:).*$/m,
        (_, user: string) => user + (/^application\.ward:(.*)$/m.exec(text)?.[1] ?? ""),
      ),
    fault: {
      flow: ["wind.power", "turbine", "display"],
      why: /site-0 refuses the login of application\.display/,
    },
  },
  {
    name: "an application's name is let in with a password that anybody may try",
    file: "passwords",
    change: (text) =>
      text.replace(/^(application\.display:).*$/m, (_, user: string) => user + hashOf("meshc-probe")),
    fault: {
      right: ["a wrong password of application.display", "site", "", "connect"],
      why: /site-0 lets a wrong password of application\.display in/,
    },
  },
  {
    name: "an application is gone",
    file: "passwords",
    change: (text) => text.replace(/^application\.ward:.*\n/m, ""),
    fault: { flow: ["wind.alarm", "turbine", "ward"], why: /site-0 refuses the login of application\.ward/ },
  },
  {
    name: "whoever shows nothing is let in",
    file: "mosquitto.conf",
    change: (text) => text.replace("allow_anonymous false", "allow_anonymous true"),
    fault: { right: ["nobody", "site", "", "connect"], why: /site-0 lets nobody in/ },
  },
];

test.each(sabotages)("is red, and says where, where $name", async ({ file = "acl", change, fault }) => {
  const outcome = await site.edit(file, change);
  expect(outcome).toEqual(
    file === "acl" && /nonsense/.test(change("")) ? { refused: expect.any(String) } : {},
  );
  const report = await verify(site.ground, { rights: true });
  expect(report.ok).toBe(false);
  expect(names(report, fault), failuresOf(report).join("\n")).toBe(true);
});

test("an instance is not taken for the one that it should be where everybody may do everything", async () => {
  await site.edit("acl", (text) => `${text}nonsense\n`);
  expect((await mosquittoLive.observe(site.observed))?.instance).toBe(
    "a broker where everybody may do everything",
  );
});
