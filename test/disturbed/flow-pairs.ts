import { type PublishedDomain, publisherName, type Reader } from "./flow-kinds.ts";

/** A publisher and a reader whose events meet. */
export interface FlowPair {
  readonly reader: Reader;
  readonly publisher: string;
  /** The publisher's part of the rate of all. */
  readonly share: number;
}

/** Every publisher and reader whose events meet. */
export function pairsOf(
  domains: readonly PublishedDomain[],
  readers: readonly Reader[],
): readonly FlowPair[] {
  return readers.flatMap((reader) =>
    domains
      .filter(({ name }) => name === reader.domain)
      .flatMap((domain) =>
        domain.at.map((broker) => ({
          reader,
          publisher: publisherName(domain, broker),
          share: domain.share / domain.at.length,
        })),
      ),
  );
}
