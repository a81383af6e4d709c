/**
 * What a broker's ACL file lets the observer publish to, so that a broker can be told from others: it says nothing of its
 * own name. Topics that begin with `$` are in nobody's right to sets (MQTT 5.0, 4.7.2), and nobody may read these.
 */
export function instanceMarker(instance: string): string {
  return `$meshc/instance/${instance}`;
}

/** What no ACL file lets anybody publish to. */
export const closedMarker = "$meshc/nobody";
