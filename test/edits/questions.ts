import type { LiveMesh } from "../verify/live-mesh.ts";
import type { MatrixQuestions } from "./independent-client.ts";

/** What the independent client asks of `smallMesh`, written out by hand from its manifest. */
export function questionsOf(mesh: LiveMesh): MatrixQuestions {
  const applications = ["billing", "billing-east", "dashboard", "eu-report", "ledger", "press", "shop"];
  const identities = [...applications.map((name) => `application.${name}`), "link.floor.uplink"];
  return {
    users: [...identities.map((name) => ({ name, seed: mesh.key(name).seed })), { name: "nobody" }],
    servers: new Map(mesh.instances.map((instance) => [instance, mesh.port(instance, "nats")])),
    subjects: [
      ...["eu", "xq7"].flatMap((region) => [
        `retail.orders.${region}.created`,
        `retail.orders.${region}.cancelled`,
      ]),
      "retail.alerts.raised",
      "finance.payments.booked",
      "finance.payments.audited",
      "plant.telemetry.xq7.temperature",
      "retail.other",
      "$SYS.REQ.SERVER.PING",
      "_INBOX.xq7",
      ...applications.map((name) => `_INBOX_${name}.xq7`),
    ],
    wide: [
      ">",
      "retail.>",
      "retail.orders.>",
      "retail.alerts.>",
      "finance.>",
      "finance.payments.>",
      "plant.>",
      "plant.telemetry.>",
      "$SYS.>",
      ...applications.map((name) => `_INBOX_${name}.>`),
    ],
    groups: ["billing"],
  };
}
