/**
 * Begins as a request in JSON and is none: JetStream refuses it. What does not begin so is taken by some requests for one
 * without terms, and to purge a stream without terms is to empty it (2.11 to 2.15).
 */
export const noRequest = "{meshc-probe";

/** What of JetStream's API would look into a stream past its durables, or change it (NATS manual, JetStream wire API). */
export function storeControls(api: string, stream: string): readonly string[] {
  return [
    ...["INFO", "UPDATE", "DELETE", "PURGE", "MSG.GET", "MSG.DELETE"].map(
      (what) => `${api}.STREAM.${what}.${stream}`,
    ),
    `${api}.DIRECT.GET.${stream}`,
    `${api}.CONSUMER.CREATE.${stream}.meshc-probe`,
    `${api}.CONSUMER.DURABLE.CREATE.${stream}.meshc-probe`,
    `${api}.CONSUMER.NAMES.${stream}`,
  ];
}

/** The same of a durable. */
export function durableControls(api: string, stream: string, durable: string): readonly string[] {
  return [
    `${api}.CONSUMER.CREATE.${stream}.${durable}`,
    `${api}.CONSUMER.DURABLE.CREATE.${stream}.${durable}`,
    `${api}.CONSUMER.DELETE.${stream}.${durable}`,
  ];
}
