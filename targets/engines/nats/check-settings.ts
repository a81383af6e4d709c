import type { At, Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { suggest } from "../../../compiler/diagnostics/suggest.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import {
  generatedSetting,
  mqttNotSpoken,
  settingTooNew,
  settingValue,
  unknownSetting,
} from "./diagnostics.ts";
import { type GeneratedSetting, generatedSettings } from "./generated-settings.ts";
import { generatedMqttSettings, mqttSettings } from "./mqtt-settings.ts";
import { problemsOf, wantedOf } from "./setting-values.ts";
import { settingsOf } from "./settings-of.ts";
import { type Setting, settings } from "./settings.ts";
import { isSince, type VersionFacts } from "./versions.ts";

/** A place of settings: those of a broker, or of a block within. */
interface Block {
  readonly path: At["path"];
  readonly known: ReadonlyMap<string, Setting>;
  readonly generated: ReadonlyMap<string, GeneratedSetting>;
}

/** Settings by name. */
const byName = (all: readonly Setting[]): ReadonlyMap<string, Setting> =>
  new Map(all.map((setting) => [setting.name, setting]));
const topLevel = byName(settings);
const ofMqtt = byName(mqttSettings);

/**
 * Checks every setting of a broker: known, not generated, known to its version, of a value that it can have. The block
 * `mqtt` is for brokers to which MQTT comes.
 */
export function checkSettings(broker: Broker, facts: VersionFacts, hasMqtt: boolean, report: Reporter): void {
  const path = ["brokers", broker.name, "settings"];
  const { mqtt, ...others } = broker.settings;
  const main = { path, known: topLevel, generated: generatedSettings };
  const sound = checkBlock(main, others, facts, report);
  if (sound) checkPending(broker, report);
  if (mqtt === undefined) return;
  const at = { path: [...path, "mqtt"], on: "key" } as const;
  if (!hasMqtt) report.report(mqttNotSpoken, { broker: broker.name }, at);
  else if (typeof mqtt !== "object" || mqtt === null || isList(mqtt))
    report.report(
      settingValue,
      { setting: "mqtt", problem: "is not a map", wanted: "a map of settings" },
      at,
    );
  else checkBlock({ path: at.path, known: ofMqtt, generated: generatedMqttSettings }, mqtt, facts, report);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function checkBlock(
  block: Block,
  written: { readonly [key: string]: Json },
  facts: VersionFacts,
  report: Reporter,
): boolean {
  let sound = true;
  for (const [name, value] of Object.entries(written))
    sound = checkSetting(block, name, value, facts, report) && sound;
  return sound;
}

function checkSetting(
  block: Block,
  name: string,
  value: Json,
  facts: VersionFacts,
  report: Reporter,
): boolean {
  const path = [...block.path, name];
  // nats-server takes names in any case, so that `Listen` would be `listen`.
  const generated = block.generated.get(name.toLowerCase());
  const setting = block.known.get(name);
  if (generated) {
    report.report(generatedSetting, { setting: name, ...generated }, { path, on: "key" });
    return false;
  }
  if (!setting) {
    const known = [...block.known.keys(), ...(block.known === topLevel ? ["mqtt"] : [])];
    const parameters = { setting: name, known, suggestion: suggest(name, known) };
    report.report(unknownSetting, parameters, { path, on: "key" });
    return false;
  }
  if (setting.since !== undefined && !isSince(facts.minor, setting.since)) {
    const parameters = { setting: name, since: setting.since, version: facts.minor };
    report.report(settingTooNew, parameters, { path, on: "key" });
    return false;
  }
  const problems = problemsOf(setting, value);
  for (const { says, path: within, on } of problems) {
    const parameters = { setting: name, problem: says, wanted: wantedOf(setting) };
    report.report(settingValue, parameters, { path: [...path, ...within], on });
  }
  return problems.length === 0;
}

/** The server does not start where one message may be larger than all that may wait for a client. */
function checkPending(broker: Broker, report: Reporter): void {
  const values = new Map(settingsOf(broker.settings));
  const payload = Number(values.get("max_payload"));
  const pending = Number(values.get("max_pending") ?? 67_108_864);
  if (payload <= pending) return;
  const setting = Object.hasOwn(broker.settings, "max_pending") ? "max_pending" : "max_payload";
  const problem =
    "leaves less room for what waits for a client (max_pending) than one message may take (max_payload)";
  const wanted = "a `max_payload` that is at most `max_pending`, by default 64MB";
  const path = ["brokers", broker.name, "settings", setting];
  report.report(settingValue, { setting, problem, wanted }, { path });
}
