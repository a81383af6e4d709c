import { type CarriedMesh, edge, hub, link } from "./carried-hands.ts";
import type { Fault } from "./fault.ts";
import { withStores } from "./stored-hands.ts";
import { allowing, editUser, without } from "./user-lines.ts";
import { taken } from "./user-sabotages.ts";

type Undo = () => Promise<void>;

/** Something done to what carries the link of `carriedMesh`, or to what it depends on at either end. */
export interface CarriedSabotage {
  readonly name: string;
  /** Resolves to what has to be undone beside files and the process, if anything. */
  readonly commit: (mesh: CarriedMesh) => Promise<Undo | undefined>;
  readonly fault: Fault;
}

const [atHub, atEdge] = ["link.oslo.uplink", "connect.oslo.uplink"] as const;
const durable = "link_oslo_uplink";

const missing = {
  up: (event: "raised" | "cleared"): Fault => ({
    flow: [`alarms.${event}`, "sensor", "office"],
    why: new RegExp(`works/alarms/[^/]+/${event} published at oslo-0 did not arrive at core-0`),
  }),
  down: (event: "orders.placed" | "recipes.changed"): Fault => ({
    flow: [event, "office", "panel"],
    why: /published at core-0 did not arrive at oslo-0/,
  }),
  liveUp: {
    flow: ["readings.measured", "sensor", "desk"],
    why: /published at oslo-0 did not arrive at core-0/,
  },
} as const;

/** All of them. */
export const carriedSabotages: readonly CarriedSabotage[] = [
  {
    name: "the process is killed",
    fault: missing.up("raised"),
    commit: async (mesh) => {
      await mesh.kill(link);
      return undefined;
    },
  },
  {
    name: "the process is held",
    fault: missing.down("orders.placed"),
    commit: async (mesh) => {
      mesh.signalLink("SIGSTOP");
      return async () => mesh.signalLink("SIGCONT");
    },
  },
  started("the process was started without what goes up at most once", missing.liveUp, (argument) =>
    argument.endsWith("live-up.yaml"),
  ),
  edited("a topic is missing from what goes up", "up.yaml", missing.up("cleared"), (text) =>
    text.replace(/"works\/alarms\/\+\/cleared",?\s*/, ""),
  ),
  edited(
    "a stream is read by the durable of an application",
    "down.yaml",
    missing.down("recipes.changed"),
    (text) => text.replace(/("stream": "recipes",\s*"durable": )"[^"]*"/, '$1"office"'),
  ),
  edited(
    "an event goes up under another name",
    "up.yaml",
    {
      flow: ["alarms.raised", "sensor", "office"],
      why: /works\/alarms\/[^/]+\/raised .* arrived as works\.alarms\.[^.]+\.cleared at office/,
    },
    (text) =>
      text.replace(
        '@mqtt_topic.replace_all(\\"/\\", \\".\\")',
        '$&.replace_all(\\"raised\\", \\"cleared\\")',
      ),
  ),
  edited("the hub is looked for where nobody listens", "up.yaml", missing.up("raised"), (text) =>
    text.replace(/nats:\/\/127\.0\.0\.1:\d+/, "nats://127.0.0.1:1"),
  ),
  hubUser(
    "the link is let in at the hub no more",
    {
      right: [atHub, "core", "works/alarms/{line}/raised", "publish"],
      why: /core-0 refuses the login of link\.oslo/,
    },
    () => "",
  ),
  hubUser(
    "the link may publish less at the hub",
    {
      right: [atHub, "core", "works/alarms/{line}/raised", "publish"],
      why: /core-0 does not let link\.oslo\.uplink publish to works\.alarms\..*\.raised/,
    },
    without("works.alarms.*.raised"),
  ),
  hubUser(
    "the link may not acknowledge what it reads",
    {
      right: [atHub, "core", "$JS.ACK.orders.link_oslo_uplink.meshc-probe", "publish"],
      why: /core-0 does not let link\.oslo\.uplink publish to \$JS\.ACK\.orders/,
    },
    without("$JS.ACK.orders.link_oslo_uplink.>"),
  ),
  hubUser(
    "the link may read more at the hub",
    {
      right: [atHub, "core", "works/readings/{line}/measured", "subscribe"],
      why: /core-0 lets link\.oslo\.uplink subscribe to works\.readings\..*\.measured/,
    },
    allowing("subscribe", "works.readings.>"),
  ),
  edgeFile(
    "the process may read less at the edge",
    "acl",
    {
      right: [atEdge, "oslo", "works/alarms/{line}/raised", "subscribe"],
      why: /oslo-0 .*connect\.oslo\.uplink subscribe to works\/alarms\/.*\/raised/,
    },
    (text) =>
      text.replace(/(user connect\.oslo\.uplink\n(?:.*\n)*?)topic read works\/alarms\/\+\/raised\n/, "$1"),
  ),
  edgeFile("the process may publish less at the edge", "acl", missing.down("orders.placed"), (text) =>
    text.replace("topic write works/orders/+/placed\n", ""),
  ),
  edgeFile(
    "the process may publish more at the edge",
    "acl",
    {
      right: [atEdge, "oslo", "works/alarms/{line}/raised", "publish"],
      why: /oslo-0 lets connect\.oslo\.uplink publish to works\/alarms\/.*\/raised/,
    },
    (text) => text.replace("user connect.oslo.uplink\n", "$&topic write works/alarms/#\n"),
  ),
  edgeFile(
    "the process has another's password at the edge",
    "passwords",
    {
      right: [atEdge, "oslo", "works/alarms/{line}/raised", "subscribe"],
      why: /oslo-0 refuses the login of connect\.oslo\.uplink/,
    },
    (text) => {
      const other = /^application\.panel:(.*)$/m.exec(text)?.[1] ?? "";
      return text.replace(/^(connect\.oslo\.uplink:).*$/m, (_, user: string) => user + other);
    },
  ),
  atStream(
    "the durable of the link is deleted",
    missing.down("recipes.changed"),
    async (consumers) => void (await consumers.delete("recipes", durable)),
  ),
  atStream(
    "the durable of the link reads another event",
    missing.down("orders.placed"),
    async (consumers) =>
      void (await consumers.update("orders", durable, {
        filter_subject: "works.orders.*.cancelled",
        filter_subjects: [],
      })),
  ),
  atStream(
    "the durable of the link is paused",
    missing.down("orders.placed"),
    async (consumers) => void (await consumers.pause("orders", durable, new Date(Date.now() + 3_600_000))),
  ),
  {
    name: "a second process carries the same under another session",
    fault: {
      flow: ["alarms.raised", "sensor", "office"],
      why: /works\/alarms\/[^/]+\/raised .* too often at core-0/,
    },
    commit: (mesh) =>
      mesh.startLinkTwice((text) => text.replaceAll(/link\.oslo\.uplink( up| live| down)/g, "old$1")),
  },
  {
    name: "the process is run twice",
    fault: {
      flow: ["readings.asked", "office", "panel"],
      why: /works\.readings\.[^.]+\.asked .* too often at oslo-0/,
    },
    commit: (mesh) => mesh.startLinkTwice((text) => text),
  },
];

function started(name: string, fault: Fault, isLeftOut: (argument: string) => boolean): CarriedSabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      await mesh.startLinkAnew(isLeftOut);
      return undefined;
    },
  };
}

/** A change of a file that the process has read as it was started. */
function edited(name: string, file: string, fault: Fault, change: (text: string) => string): CarriedSabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      mesh.edit(link, file, change);
      await mesh.startLinkAnew();
      return undefined;
    },
  };
}

function hubUser(name: string, fault: Fault, change: (line: string) => string): CarriedSabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      editUser(mesh, hub, atHub, change);
      await taken(mesh, hub);
      return undefined;
    },
  };
}

function edgeFile(
  name: string,
  file: string,
  fault: Fault,
  change: (text: string) => string,
): CarriedSabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      mesh.edit(edge, file, change);
      await mesh.reloadEdge();
      return undefined;
    },
  };
}

type Consumers = Parameters<Parameters<typeof withStores>[1]>[0]["consumers"];

/** A change of the durables by which the link reads; they are made as they were again. */
function atStream(
  name: string,
  fault: Fault,
  work: (consumers: Consumers) => Promise<void>,
): CarriedSabotage {
  return {
    name,
    fault,
    commit: async (mesh) => {
      const streams = ["orders", "recipes"];
      const configs = new Map<string, Awaited<ReturnType<Consumers["info"]>>["config"]>();
      await withStores(mesh, async ({ consumers }) => {
        for (const stream of streams) configs.set(stream, (await consumers.info(stream, durable)).config);
        await work(consumers);
      });
      return () =>
        withStores(mesh, async ({ consumers }) => {
          for (const [stream, config] of configs) {
            await consumers.delete(stream, durable).catch(() => undefined);
            await consumers.add(stream, config);
          }
        });
    },
  };
}
