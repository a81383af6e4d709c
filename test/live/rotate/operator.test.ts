import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { expect, onTestFinished, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { until } from "../../nats/until.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

/** A hub that stores, with an edge whose events may not leave its residency. */
const manifest = `
apiVersion: meshc/v1
mesh: { name: looked-into }
teams: { one: {} }
environments:
  centre: { platform: local, residency: eu }
  plant: { platform: local, residency: no, dialable: false }
brokers:
  hub: { environment: centre, engine: nats, storage: 1Gi }
  line: { environment: plant, engine: nats }
domains:
  orders:
    owner: one
    topic: orders
    share: all
    delivery: at-least-once
    events: { placed: {}, seen: { delivery: at-most-once } }
  plant: { owner: one, topic: plant, share: all, residency: [no], events: { heat: {} } }
applications:
  till: { team: one, broker: hub, publish: [orders.*] }
  books: { team: one, broker: hub, durable: true, subscribe: [orders.placed] }
  oven: { team: one, broker: line, publish: [plant.heat] }
`;

/** Words of the server where it refuses something that is asked for, or what else becomes of it. */
async function outcome(connection: NatsConnection, ask: () => Promise<unknown>): Promise<string> {
  const errors: string[] = [];
  void (async () => {
    for await (const status of connection.status())
      if (status.type === "error") errors.push(status.error.message);
  })();
  const answer = await ask().then(
    () => "done",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await connection.flush();
  await until(() => errors.length > 0 || answer === "done", 500);
  return [...errors, answer].find((text) => /[Pp]ermissions? [Vv]iolation/.test(text)) ? "refused" : answer;
}

async function setUp(version: string) {
  const mesh = await meshFolder(manifest, version);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  for (const broker of ["hub", "line"])
    expect(errorsOf((await mesh.up({ operator: { name: "ann", broker } })).result)).toEqual([]);
  const login = async (environment: string, instance: string, identity: string) => {
    const connection = await mesh.client(environment, instance, identity);
    onTestFinished(() => connection.close());
    return connection;
  };
  const ann = await login("centre", "hub-0", "operator.ann");
  return { mesh, login, ann };
}

test.each(triedVersions)(
  "NATS %s: who looks inside hears and is told, at the broker it was let into",
  async (version) => {
    const { mesh, login, ann } = await setUp(version);
    const till = await login("centre", "hub-0", "application.till");
    const heard: string[] = [];
    ann.subscribe("orders.>", { callback: (_, message) => void heard.push(message.subject) });
    await ann.flush();
    await jetstream(till).publish("orders.placed", "1");
    till.publish("orders.seen", "2");
    await till.flush();
    expect(await until(() => heard.length === 2, 3_000)).toBe(true);
    expect(heard.toSorted()).toEqual(["orders.placed", "orders.seen"]);

    const manager = await jetstreamManager(ann);
    const streams = await manager.streams.list().next();
    expect(streams.map(({ config }) => config.name)).toEqual(["orders"]);
    expect((await manager.streams.info("orders")).state.messages).toBe(1);
    const consumers = await manager.consumers.list("orders").next();
    expect(consumers.map(({ name }) => name)).toEqual(["books"]);
    expect((await manager.consumers.info("orders", "books")).num_pending).toBe(1);
    for (const what of ["ACCOUNT.PING.CONNZ", "ACCOUNT.PING.STATZ", "USER.INFO"]) {
      const answer = (await ann.request(`$SYS.REQ.${what}`, "", { timeout: 2_000 })).json<object>();
      expect(answer, what).not.toHaveProperty("error");
    }
    const connz = await ann.request("$SYS.REQ.ACCOUNT.PING.CONNZ", JSON.stringify({ auth: true }));
    expect(connz.string()).toContain(mesh.state().publicKeys["application.till"]);
    await expect(
      mesh.client(
        "centre",
        "hub-0",
        "operator.bob",
        "SUAIBDPBAUTWCWBKIO6XHQNINK5FWJW4OHLXC3HQ2KFE4PEJUA44CNHTC4",
      ),
    ).rejects.toThrow(/[Aa]uthorization/);
  },
);

test.each(triedVersions)(
  "NATS %s: who looks inside changes nothing and reads no answers of others",
  async (version) => {
    const { login, ann } = await setUp(version);
    const till = await login("centre", "hub-0", "application.till");
    await jetstream(till).publish("orders.placed", "1");
    const allowed = () => ann.request("$SYS.REQ.USER.INFO", "", { timeout: 2_000 });
    const refused = async (what: string, ask: () => Promise<unknown>) => {
      expect([what, await outcome(ann, ask)]).toEqual([what, "refused"]);
      expect([`what is allowed after ${what}`, await outcome(ann, allowed)]).toEqual([
        `what is allowed after ${what}`,
        "done",
      ]);
    };
    const hear = (subject: string, queue?: string) => async () => {
      const subscription = ann.subscribe(subject, { callback: () => undefined, ...(queue && { queue }) });
      await ann.flush();
      await until(() => subscription.isClosed(), 300);
    };
    const send =
      (subject: string, text = "") =>
      () =>
        ann.request(subject, text, { timeout: 500 });
    for (const subject of ["orders.placed", "orders.seen", "plant.heat", "anything", "_INBOX_books.1"])
      await refused(`publish ${subject}`, send(subject, "x"));
    for (const subject of [
      "STREAM.PURGE.orders",
      "STREAM.DELETE.orders",
      "STREAM.UPDATE.orders",
      "STREAM.CREATE.mine",
      "STREAM.MSG.GET.orders",
      "STREAM.MSG.DELETE.orders",
      "DIRECT.GET.orders",
      "CONSUMER.CREATE.orders.mine",
      "CONSUMER.DURABLE.CREATE.orders.mine",
      "CONSUMER.DELETE.orders.books",
      "CONSUMER.MSG.NEXT.orders.books",
      "CONSUMER.PAUSE.orders.books",
    ])
      await refused(subject, send(`$JS.API.${subject}`, "{}"));
    await refused("an acknowledgement", send("$JS.ACK.orders.books.1.1.1.1.0"));
    for (const subject of [
      "$SYS.REQ.SERVER.PING",
      "$SYS.REQ.SERVER.PING.CONNZ",
      "$SYS.REQ.ACCOUNT.SYS.CONNZ",
    ])
      await refused(subject, send(subject));
    for (const subject of [
      ">",
      "*",
      "_INBOX.>",
      "_INBOX_books.>",
      "_INBOX_till.>",
      "_INBOX__provisioner.>",
      "$JS.>",
      "$SYS.>",
      "plant.heat",
    ])
      await refused(`hear ${subject}`, hear(subject));
    await refused("hear all of orders from a level above", hear("*.placed"));
    expect(await outcome(ann, hear("orders.placed"))).toBe("done");
    const stream = await jetstreamManager(ann).then((manager) => manager.streams.info("orders"));
    expect(stream.state.messages).toBe(1);
  },
);

test.each(triedVersions)(
  "NATS %s: at a broker of another residency what may be there is heard",
  async (version) => {
    const { login } = await setUp(version);
    const ann = await login("plant", "line-0", "operator.ann");
    const oven = await login("plant", "line-0", "application.oven");
    const heard: string[] = [];
    ann.subscribe("plant.>", { callback: (_, message) => void heard.push(message.subject) });
    await ann.flush();
    oven.publish("plant.heat", "1");
    expect(await until(() => heard.length === 1, 3_000)).toBe(true);
    const answer = await ann.request("$SYS.REQ.USER.INFO", "", { timeout: 2_000 });
    const { data } = answer.json<{ data: { permissions: { subscribe: { allow: readonly string[] } } } }>();
    expect(data.permissions.subscribe.allow).toContain("plant.>");
  },
);
