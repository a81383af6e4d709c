import { expect, test } from "vitest";
import { forbiddenImports } from "./arrows.ts";
import { circlesOf, importsOf } from "./imports.ts";
import { sourceFiles } from "./source-files.ts";

const imports = importsOf(sourceFiles(["compiler", "targets", "deploy", "cli"]));

test("every import follows an arrow of the house and stays behind the library's wall", () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(forbiddenImports(imports)).toEqual([]);
});

test("nothing imports in a circle", () => {
  expect(circlesOf(imports).map((circle) => circle.join(" -> "))).toEqual([]);
});

test.each([
  ["compiler/prove/prove.ts", 'import { nats } from "../../targets/engines/nats/engine.ts";'],
  ["compiler/load/load.ts", 'import { readFileSync } from "node:fs";'],
  ["compiler/load/load.ts", 'import { prove } from "../prove/prove.ts";'],
  ["compiler/prove/prove.ts", 'import { synthesize } from "../synthesize/synthesize.ts";'],
  ["compiler/model/mesh.ts", 'import type { Engine } from "../target.ts";'],
  ["targets/engines/nats/engine.ts", 'import { process } from "../../platforms/process/process.ts";'],
  ["targets/engines/nats/engine.ts", 'import { natsLive } from "./live/live.ts";'],
  ["targets/engines/nats/lower.ts", 'import Handlebars from "handlebars";'],
  ["targets/engines/nats/lower.ts", 'import { connect } from "@nats-io/transport-node";'],
  ["targets/engines/mosquitto/live/observe.ts", 'import { connect } from "mqtt";'],
  [
    "targets/engines/nats/engine.ts",
    'import { connectMqtt } from "../../protocols/mqtt/live/connect-mqtt.ts";',
  ],
  ["targets/protocols/mqtt/dialect.ts", 'import { nats } from "../../engines/nats/engine.ts";'],
  ["targets/protocols/mqtt/dialect.ts", 'import { logIn } from "./live/log-in.ts";'],
  ["targets/platforms/process/print.ts", 'import { mqttDialect } from "../../protocols/mqtt/dialect.ts";'],
  ["deploy/up/up.ts", 'import { run } from "../../cli/run.ts";'],
  ["deploy/up/up.ts", 'import { nats } from "../../targets/engines/nats/engine.ts";'],
  ["cli/run.ts", 'import { parse } from "yaml";'],
  ["cli/run.ts", 'const load = () => import("ajv");'],
  ["cli/run.ts", 'import { analyzeText } from "../test/harness/analyze-text.ts";'],
])("%s may not %s", (path, text) => {
  expect(forbiddenImports(importsOf([{ path, text }]))).toHaveLength(1);
});

test.each([
  ["compiler/prove/prove.ts", 'import type { Synthesis } from "../synthesize/synthesize.ts";'],
  ["compiler/prove/prove.ts", 'import { overlaps } from "../model/topic.ts";'],
  ["targets/engines/nats/live/live.ts", 'import { connect } from "@nats-io/transport-node";'],
  ["targets/engines/nats/engine.ts", 'import { mqttDialect } from "../../protocols/mqtt/dialect.ts";'],
  [
    "targets/engines/nats/live/live.ts",
    'import { connectMqtt } from "../../../protocols/mqtt/live/connect-mqtt.ts";',
  ],
  ["targets/protocols/mqtt/live/log-in.ts", 'import { connect } from "mqtt";'],
  ["deploy/verify/verify.ts", 'import { randomBytes } from "node:crypto";'],
  ["cli/commands/graph.ts", 'import { views } from "../../targets/views/index.ts";'],
])("%s may %s", (path, text) => {
  expect(forbiddenImports(importsOf([{ path, text }]))).toEqual([]);
});

test("a circle of imports that run is seen, one of types is none", () => {
  const files = [
    { path: "cli/a.ts", text: 'import { b } from "./b.ts";' },
    { path: "cli/b.ts", text: 'import { a } from "./a.ts";' },
    { path: "cli/c.ts", text: 'import type { d } from "./d.ts";' },
    { path: "cli/d.ts", text: 'import { c } from "./c.ts";' },
  ];
  expect(circlesOf(importsOf(files))).toEqual([["cli/a.ts", "cli/b.ts", "cli/a.ts"]]);
});
