import type { Event } from "./mesh.ts";

/** Whether a team may do something with an event: owners always, others as `share` says. */
export function teamMay(team: string, action: "publish" | "subscribe", event: Event): boolean {
  if (team === event.owner) return true;
  if (action === "publish") return event.share.publish.includes(team);
  return event.share.subscribe === "all" || event.share.subscribe.includes(team);
}
