import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { suggest } from "../../../compiler/diagnostics/suggest.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import { generatedSetting, settingValue, unknownSetting } from "./diagnostics.ts";
import { generatedSettings } from "./generated-settings.ts";
import { problemsOf, wantedOf } from "./setting-values.ts";
import { type Setting, settings } from "./settings.ts";

const byName: ReadonlyMap<string, Setting> = new Map(settings.map((setting) => [setting.name, setting]));

/** Checks every setting of a broker: known, not generated, of a value that it can have. */
export function checkSettings(broker: Broker, report: Reporter): void {
  for (const [name, value] of Object.entries(broker.settings)) checkSetting(broker, name, value, report);
}

function checkSetting(broker: Broker, name: string, value: Json, report: Reporter): void {
  const path = ["brokers", broker.name, "settings", name];
  // Options of plugins may have any name that begins so (mosquitto.conf manual, auth_opt_).
  const generated = generatedSettings.get(/^(auth|plugin)_opt_/.test(name) ? "plugin" : name);
  const setting = byName.get(name);
  if (generated) {
    report.report(generatedSetting, { setting: name, ...generated }, { path, on: "key" });
    return;
  }
  if (!setting) {
    const known = [...byName.keys()];
    const parameters = { setting: name, known, suggestion: suggest(name, known) };
    report.report(unknownSetting, parameters, { path, on: "key" });
    return;
  }
  for (const { says, path: within } of problemsOf(setting, value)) {
    const parameters = { setting: name, problem: says, wanted: wantedOf(setting) };
    report.report(settingValue, parameters, { path: [...path, ...within] });
  }
}
