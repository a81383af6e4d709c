import { refusesMqttLevel } from "../../kit/mosquitto-value.ts";

/** Why a topic level cannot be one at Mosquitto, or `undefined` where it can. `first` = it is the first. */
export function refusesLevel(level: string, first: boolean): string | undefined {
  return refusesMqttLevel(level, first);
}
