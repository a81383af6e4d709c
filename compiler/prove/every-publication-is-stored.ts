import { publicationNotStored } from "../diagnostics/codes/streams.ts";
import { whyNotCarried } from "./carries.ts";
import { eventName } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/** Proves that what is published of stored events comes to their home, whether or not anybody reads them. */
export function everyPublicationIsStored({ topology, publications, report }: Proof): void {
  for (const { event, publisher, index, home, path } of publications) {
    const why = path.length === 0 ? "their brokers are not linked" : whyNotCarried(topology, event, path);
    if (why === undefined) continue;
    const at = { path: ["applications", publisher.name, "publish", index] };
    const names = { event: eventName(event), publisher: publisher.name, home };
    report.report(publicationNotStored, { ...names, path, why }, at);
  }
}
