import { expect, test } from "vitest";
import { inShort, planOf } from "../harness/plan-of.ts";

/** A hub in each of three environments, and who reads what is stored. */
function mesh(books: string): string {
  const hub = (environment: string, ports: number) =>
    `  h-${environment}: { environment: ${environment}, engine: nats, storage: 1Gi, listeners: { nats: ${ports}, management: ${ports + 1}, gateway: ${ports + 2}, leafnode: ${ports + 3}, cluster: ${ports + 4} } }`;
  return `
apiVersion: meshc/v1
mesh: { name: press }
teams: { sales: {} }
environments: { east: { platform: local }, south: { platform: local }, west: { platform: local } }
brokers:
${hub("east", 4500)}
${hub("south", 4600)}
${hub("west", 4700)}
domains:
  orders: { owner: sales, topic: orders, delivery: at-least-once, home: h-south, events: { placed: {}, paid: {} } }
applications:
  till: { team: sales, broker: h-south, publish: [orders.placed] }
  books: { team: sales, ${books} }
`;
}

const placed = "subscribe: [orders.placed], durable: true";
const change = (before: string, after: string) =>
  planOf(mesh(before), mesh(after)).changes.filter(({ kind }) => kind === "application");

test("an application that moves to another environment is replaced, and what is lost with it is told once", () => {
  const changes = change(`broker: h-west, ${placed}`, "broker: h-east, subscribe: [orders.placed]");
  expect(changes.map(inShort)).toEqual(["replace application books: DATA LOSS (observed), wave 3"]);
  expect(changes).toMatchObject([
    { environment: "east", reason: expect.stringContaining("environment west -> east") },
  ]);
});

test("what an application may do is told in each environment that it leaves and comes to", () => {
  const { changes } = planOf(mesh(`broker: h-west, ${placed}`), mesh(`broker: h-east, ${placed}`));
  const access = changes.filter(({ kind }) => kind === "access");
  expect(access.map(({ environment, action }) => `${environment} ${action}`)).toEqual([
    "east add",
    "west remove",
  ]);
});

test("an application that also comes to another environment tells where it was before what it loses", () => {
  const changes = change(`broker: h-west, ${placed}`, "broker: [h-east, h-west], subscribe: [orders.placed]");
  expect(changes.map((one) => `${one.environment} ${one.action} ${one.effect}`)).toEqual([
    "east add RELOAD",
    "west change DATA LOSS",
  ]);
});

test("an application that leaves two environments for another is told of in each", () => {
  const changes = change(`broker: [h-south, h-west], ${placed}`, `broker: h-east, ${placed}`);
  expect(changes.map(({ environment, action }) => `${environment} ${action}`)).toEqual([
    "east add",
    "south remove",
    "west remove",
  ]);
});
