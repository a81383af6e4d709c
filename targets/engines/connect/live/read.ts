import type { Endpoint } from "../../../../compiler/model/address.ts";
import { hostPort } from "../../../kit/host-port.ts";

const patience = 3_000;

/** A document of the management listener; `undefined` where nothing sound answers in time. */
export async function read(listener: Endpoint, path: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://${hostPort(listener)}${path}`, {
      signal: AbortSignal.timeout(patience),
    });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
