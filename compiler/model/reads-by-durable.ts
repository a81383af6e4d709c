import type { Application, Event } from "./mesh.ts";

/** Whether an application reads a stored event by a durable: it asks for one, or is in a group. */
export function readsByDurable(application: Application, event: Event): boolean {
  const keepsPlace = application.durable || application.group !== undefined;
  return keepsPlace && event.terms.delivery === "at-least-once";
}
