import { expect, test } from "vitest";
import { startCluster } from "../../references/cluster.ts";
import { ownFolder, resolveAll } from "../../references/resolve.ts";

const secret = "purple-monkey-88d2";

test("kubectl tells Secrets of the environment's cluster, decoded, each asked for once", async () => {
  const folder = ownFolder();
  const cluster = await startCluster(folder, { "mesh/core": { "tls.key": secret, umlaut: "ü\n" } });
  const environment = { PATH: process.env["PATH"], HOME: folder, ...cluster.environment };
  const references = ["k8s:mesh/core#tls.key", "k8s:mesh/core#umlaut"];
  for (const changes of [{}, { environment: { kubernetesContext: "mesh" } }]) {
    cluster.asked.length = 0;
    const { values, said } = await resolveAll(references, { folder, host: { environment }, ...changes });
    expect([values, said]).toEqual([[secret, "ü\n"], []]);
    expect(cluster.asked.filter((path) => path.endsWith("/secrets/core"))).toHaveLength(1);
  }
});

test("says why a cluster tells nothing, in words of its own", async () => {
  const folder = ownFolder();
  const cluster = await startCluster(folder, { "mesh/core": { key: secret, empty: "" } });
  const environment = { PATH: process.env["PATH"], HOME: folder, ...cluster.environment };
  const said = async (reference: string, kubernetesContext?: string) => {
    const of = kubernetesContext === undefined ? {} : { kubernetesContext };
    const result = await resolveAll([reference], { folder, host: { environment }, environment: of });
    expect([result.values, result.said.join().includes(secret)]).toEqual([undefined, false]);
    return result.said[0]?.replace(/^.*cannot be resolved: /, "");
  };
  expect(await said("k8s:mesh/core#absent")).toMatch(/^Secret mesh\/core has no key "absent"/);
  expect(await said("k8s:mesh/core#empty")).toMatch(/^what it leads to is empty/);
  expect(await said("k8s:mesh/absent#key")).toMatch(/^the cluster has no such Secret/);
  expect(await said("k8s:closed/core#key")).toMatch(/^this user may not read that Secret/);
  expect(await said("k8s:mesh/core#key", "stranger")).toMatch(/^the cluster does not know this user/);
  expect(await said("k8s:mesh/core#key", "absent")).toMatch(/^the kubeconfig has no such context/);
  expect(await said("k8s:mesh/core#key", "gone")).toMatch(/^the cluster cannot be reached/);
});
