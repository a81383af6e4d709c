interface Jsz {
  readonly account_details?: readonly {
    readonly stream_detail?: readonly {
      readonly name: string;
      readonly cluster?: { readonly leader?: string };
    }[];
  }[];
}

/** The instance that leads a stream, as another one tells it; `ask` resolves to the JSON of a monitoring page. */
export async function streamLeader(ask: (path: string) => Promise<unknown>, stream: string): Promise<string> {
  const { account_details: accounts = [] } = (await ask("/jsz?streams=true")) as Jsz;
  const found = accounts.flatMap(({ stream_detail: streams = [] }) => streams);
  const leader = found.find(({ name }) => name === stream)?.cluster?.leader;
  if (!leader) throw new Error(`${stream} has no leader`);
  return leader;
}
