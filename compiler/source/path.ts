/** Where a value stands in the merged manifest, from the root: `["brokers", "core", "replicas"]`. */
export type Path = readonly (string | number)[];
