import type { StreamInfo } from "@nats-io/jetstream";

/** Why the servers that stay would not have a stream, or could not agree on it; `undefined` where they have it. */
export function withoutCopies(
  { cluster }: Pick<StreamInfo, "cluster">,
  gone: readonly string[],
): string | undefined {
  const { leader, replicas = [] } = cluster ?? {};
  const others = replicas.map(({ name }) => name);
  const holders = leader === undefined || leader === "" ? others : [leader, ...others];
  const leave = holders.filter((name) => gone.includes(name));
  if (leave.length * 2 < holders.length || leave.length === 0) return undefined;
  return `${leave.toSorted().join(", ")} of the ${holders.length} that hold it would leave`;
}
