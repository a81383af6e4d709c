import { expect, test } from "vitest";
import type { Host } from "../../deploy/host/host.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { exampleMesh, writeExample } from "./example-state.ts";
import { bucketHost, bucketVariables, type Interference, s3Error } from "./fake-bucket.ts";
import { good } from "./good.ts";

const state = {
  store: "s3:acme-mesh/production",
  secrets: { age: ["age1xxscu9f3ht059e4h92hkk7sxmh0yx4arxlwnlnjwr83plgm7lu8ssv0nxe"] },
};

const open = (host: Host) => good(openStore(host, state, "/mesh"));
const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

test("a whole state is written to a bucket and read back, its secrets encrypted", async () => {
  const { host, objects } = bucketHost();
  const store = open(host);
  await writeExample(store, ["a", "b", "c", "d", "e"], state.secrets.age);
  expect(good(await store.read("mesh"))?.content).toEqual(exampleMesh);
  expect(good(await store.environments())).toEqual(["a", "b", "c", "d", "e"]);
  const secrets = [...objects].filter(([key]) => key.includes("/secrets/"));
  expect(secrets.map(([key]) => key)).toEqual([
    "production/secrets/keys/application.till.json",
    "production/secrets/passwords/cluster.core.json",
  ]);
  for (const [, bytes] of secrets) expect(new TextDecoder().decode(bytes)).toContain("age-encryption.org");
});

test("a secret that is not encrypted is not put into a bucket", async () => {
  const { host, objects } = bucketHost();
  const written = await open(host).secrets.encryptedTo([]).writePassword("cluster.core", "p");
  expect(written.diagnostics[0]?.code).toBe("MESH5503");
  expect(objects.size).toBe(0);
});

test.each([
  [["if-match"], "if-none-match"],
  [["if-none-match"], "if-match"],
  [[], "if-none-match"],
])(
  "a server that honours %j alone is refused at the first lock, which it does not keep",
  async (honours, header) => {
    const { host, objects } = bucketHost(undefined, honours);
    const lock = await open(host).lock(["mesh"], "meshc apply");
    expect(lock.diagnostics[0]).toMatchObject({ code: "MESH5508" });
    expect(lock.diagnostics[0]?.message).toContain(`(${header})`);
    expect([...objects.keys()]).toEqual([]);
  },
);

test("a server that knows no conditions is refused", async () => {
  const unknown: Interference = ({ method, headers }) =>
    method === "PUT" && headers["if-match"] !== undefined ? s3Error(501, "NotImplemented") : undefined;
  const lock = await open(bucketHost(unknown).host).lock(["mesh"], "meshc apply");
  expect(lock.diagnostics[0]).toMatchObject({ code: "MESH5508" });
});

test("whether conditions are honoured is tried once", async () => {
  const { host, requests } = bucketHost();
  const store = open(host);
  good(await store.lock(["mesh"], "meshc apply"));
  const first = requests.length;
  good(await store.lock(["environments/site"], "meshc apply"));
  expect(requests.length - first).toBe(first - 2);
});

test.each([
  ["a server that resets the connection", reset, "MESH5506", "read ECONNRESET"],
  [
    "one that fails",
    s3Error(503, "SlowDown", "Please reduce your request rate."),
    "MESH5507",
    "503, SlowDown",
  ],
  [
    "one that refuses",
    s3Error(403, "AccessDenied", "Access Denied"),
    "MESH5507",
    "403, AccessDenied: Access Denied",
  ],
  ["a bucket that is not there", s3Error(404, "NoSuchBucket"), "MESH5507", "404, NoSuchBucket"],
  ["something else that answers", { status: 404 }, "MESH5507", "answers with 404"],
  ["a page without a version", { status: 200 }, "MESH5507", "answers with 200"],
])("%s is an error that names the bucket, never an empty state", async (_what, answer, code, words) => {
  const { host } = bucketHost(() => answer);
  for (const result of [await open(host).read("mesh"), await open(host).environments()]) {
    expect(result.diagnostics[0]?.code).toBe(code);
    expect(result.diagnostics[0]?.message).toContain("s3:acme-mesh/production");
    expect(result.diagnostics[0]?.message).toContain(words);
  }
});

test("a list that is cut off is an error, never fewer locks or environments", async () => {
  const { host } = bucketHost(({ url }) =>
    url.includes("list-type")
      ? { body: new TextEncoder().encode("<ListBucketResult><Contents>") }
      : undefined,
  );
  expect((await open(host).environments()).diagnostics[0]?.code).toBe("MESH5507");
});

test.each([1, 2])("a server that fails %d times in a row is asked again", async (times) => {
  let left = times;
  const { host } = bucketHost(() => (left-- > 0 ? reset : undefined));
  expect(good(await open(host).read("mesh"))).toBeUndefined();
});

test("a request of which no answer comes in time is not made again", async () => {
  const late = Object.assign(new Error("The operation was aborted due to timeout"), { name: "TimeoutError" });
  const { host, requests } = bucketHost(() => late);
  expect((await open(host).read("mesh")).diagnostics[0]?.message).toContain("it did not answer in time");
  expect(requests).toHaveLength(1);
});

test("the errors name no credential", async () => {
  const { host } = bucketHost(() => s3Error(403, "InvalidAccessKeyId", "not known"));
  const text = JSON.stringify(await open(host).read("mesh"));
  expect(text).not.toContain(bucketVariables.AWS_SECRET_ACCESS_KEY);
});

test("the holder of a lock in a bucket is not taken for gone because a machine of that name was started anew", async () => {
  const { host } = bucketHost();
  const self = async () => ({ pid: 1, born: "another-boot/1/1" });
  good(await open({ ...host, processes: { ...host.processes, self } }).lock(["mesh"], "meshc apply"));
  expect((await open(host).lock(["mesh"], "meshc apply")).diagnostics[0]?.code).toBe("MESH5105");
});
