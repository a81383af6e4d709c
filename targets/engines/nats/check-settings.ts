import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { suggest } from "../../../compiler/diagnostics/suggest.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import { generatedSetting, settingTooNew, settingValue, unknownSetting } from "./diagnostics.ts";
import { generatedSettings } from "./generated-settings.ts";
import { problemsOf, wantedOf } from "./setting-values.ts";
import { settingsOf } from "./settings-of.ts";
import { type Setting, settings } from "./settings.ts";
import { isSince, type VersionFacts } from "./versions.ts";

const byName: ReadonlyMap<string, Setting> = new Map(settings.map((setting) => [setting.name, setting]));

/** Checks every setting of a broker: known, not generated, known to its version, of a value that it can have. */
export function checkSettings(broker: Broker, facts: VersionFacts, report: Reporter): void {
  let sound = true;
  for (const [name, value] of Object.entries(broker.settings)) {
    sound = checkSetting(broker, name, value, facts, report) && sound;
  }
  if (sound) checkPending(broker, report);
}

function checkSetting(
  broker: Broker,
  name: string,
  value: Json,
  facts: VersionFacts,
  report: Reporter,
): boolean {
  const path = ["brokers", broker.name, "settings", name];
  // nats-server takes names in any case, so that `Listen` would be `listen`.
  const generated = generatedSettings.get(name.toLowerCase());
  const setting = byName.get(name);
  if (generated) {
    report.report(generatedSetting, { setting: name, ...generated }, { path, on: "key" });
    return false;
  }
  if (!setting) {
    const known = [...byName.keys()];
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
