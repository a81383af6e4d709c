import { ProbeRefused } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { connectMqtt } from "./connect-mqtt.ts";

const nobody = { user: "" } as const;

/**
 * Whether somebody answers MQTT there, be it with a refusal. A connection alone shows less: the kernel takes it in
 * while a stopped broker (SIGSTOP) says nothing (measured with Mosquitto 2.0.11).
 */
export async function answersMqtt(to: Endpoint): Promise<boolean> {
  try {
    const connection = await connectMqtt(to, nobody, 4);
    await connection.close();
    return true;
  } catch (error) {
    return error instanceof ProbeRefused;
  }
}
