import { type Observed, type ProbeConnection, ProbeRefused } from "../../../../compiler/live.ts";
import { connectMqtt } from "../../../protocols/mqtt/live/connect-mqtt.ts";
import { observerIdentity as user } from "../files.ts";

/** Why nobody could log in: it was refused, or nothing answers. */
export type NotIn = "refused" | "silent";

/** Logs in as who observes an instance. */
export async function asObserver(at: Observed): Promise<ProbeConnection | NotIn> {
  const endpoint = at.endpoint("mqtt");
  const secret = at.secret(user);
  if (!endpoint || secret === undefined) return "silent";
  try {
    return await connectMqtt(endpoint, { user, secret }, 5);
  } catch (error) {
    return error instanceof ProbeRefused ? "refused" : "silent";
  }
}
