/** What cdk8s takes to write a file a broker: `node cdk8s.mjs COUNT DIRECTORY`, a chart with three objects each. */
import { ApiObject, App, Chart, YamlOutputType } from "cdk8s";

const [, , count, outdir] = process.argv;
const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
for (let index = 0; index < Number(count); index++) {
  const chart = new Chart(app, `broker-${index}`);
  const metadata = { name: `broker-${index}`, labels: { app: `broker-${index}` } };
  const data = { "nats.conf": `server_name: broker-${index}\nlisten: 0.0.0.0:4222\n` };
  new ApiObject(chart, "config", { apiVersion: "v1", kind: "ConfigMap", metadata, data });
  new ApiObject(chart, "users", { apiVersion: "v1", kind: "Secret", metadata, stringData: data });
  const ports = [{ name: "nats", port: 4222 }];
  new ApiObject(chart, "service", { apiVersion: "v1", kind: "Service", metadata, spec: { ports } });
}
app.synth();
