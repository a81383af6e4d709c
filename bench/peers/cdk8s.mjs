/** What cdk8s takes to write a file a broker: `node cdk8s.mjs COUNT DIRECTORY`, a chart with three objects each. */
import { ApiObject, App, Chart, YamlOutputType } from "cdk8s";

const [, , count, outdir] = process.argv;
const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
for (let index = 0; index < Number(count); index++) {
  const chart = new Chart(app, `broker-${index}`);
  const metadata = { name: `broker-${index}`, labels: { app: `broker-${index}` } };
  const data = { "nats.conf": `server_name: broker-${index}\nlisten: 0.0.0.0:4222\n` };
  const ports = [{ name: "nats", port: 4222 }];
  const objects = [
    ["config", { apiVersion: "v1", kind: "ConfigMap", metadata, data }],
    ["users", { apiVersion: "v1", kind: "Secret", metadata, stringData: data }],
    ["service", { apiVersion: "v1", kind: "Service", metadata, spec: { ports } }],
  ];
  for (const [name, object] of objects) Reflect.construct(ApiObject, [chart, name, object]);
}
app.synth();
