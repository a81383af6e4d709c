/** What a server's monitoring port answers, or `undefined` where nothing answers. */
export async function ask(port, path) {
  const options = { signal: AbortSignal.timeout(2_000) };
  return fetch(`http://127.0.0.1:${port}/${path}`, options).then(
    (response) => response.json(),
    () => undefined,
  );
}
