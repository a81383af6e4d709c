/**
 * The stored flows that are measured. Subjects and applications are called the same in both meshes; what streams,
 * durables and domains are called each mesh says by itself.
 */
export const flows = [
  { name: "gateway, read from a copy", publisher: "shop", subject: "orders.created", reader: "books" },
  { name: "gateway, read at home", publisher: "shop", subject: "stock.moved", reader: "packer" },
  { name: "leaf, published at the edge", publisher: "till", subject: "sales.recorded", reader: "ledger" },
  { name: "leaf, read at the edge", publisher: "shop", subject: "prices.set", reader: "display" },
];

/** Everybody who logs in. */
export const applications = [...new Set(flows.flatMap(({ publisher, reader }) => [publisher, reader]))];
