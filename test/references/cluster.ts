import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import { terms } from "../tls/terms.ts";

const token = "cluster-login";

/**
 * The part of a Kubernetes API that reading Secrets takes, over HTTPS, and a kubeconfig for it: context `mesh` logs in,
 * and `stranger` with a token that the API does not know. Nobody may read Secrets of the namespace `closed`.
 */
export async function startCluster(
  folder: string,
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
) {
  const authority = await newAuthority(terms("cluster", 10));
  const { certificate, privateKey } = await newCertificate(authority, terms("api", 10, ["127.0.0.1"]));
  const asked: string[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const path = new URL(request.url ?? "", "https://api").pathname;
    asked.push(path);
    const { status, body } =
      request.headers.authorization === `Bearer ${token}`
        ? answer(path, secrets)
        : refusal(401, "Unauthorized");
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const config = join(folder, "kubeconfig");
  writeFileSync(config, kubeconfig(port, authority.certificate));
  return { environment: { KUBECONFIG: config }, asked };
}

function kubeconfig(port: number, authority: string): string {
  const data = Buffer.from(authority).toString("base64");
  const context = (name: string) => ({ name, context: { cluster: "c", user: name } });
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "c", cluster: { server: `https://127.0.0.1:${port}`, "certificate-authority-data": data } },
      { name: "gone", cluster: { server: "https://127.0.0.1:1" } },
    ],
    users: [
      { name: "mesh", user: { token } },
      { name: "stranger", user: { token: "unknown" } },
    ],
    contexts: [
      context("mesh"),
      context("stranger"),
      { name: "gone", context: { cluster: "gone", user: "mesh" } },
    ],
    "current-context": "mesh",
  });
}

type Answer = { readonly status: number; readonly body: object };

function answer(path: string, secrets: Readonly<Record<string, Readonly<Record<string, string>>>>): Answer {
  if (path === "/api") return found({ kind: "APIVersions", versions: ["v1"] });
  if (path === "/apis") return found({ kind: "APIGroupList", apiVersion: "v1", groups: [] });
  if (path === "/api/v1") {
    const secret = {
      name: "secrets",
      singularName: "secret",
      namespaced: true,
      kind: "Secret",
      verbs: ["get"],
    };
    return found({ kind: "APIResourceList", groupVersion: "v1", resources: [secret] });
  }
  const [, namespace = "", name = ""] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(path) ?? [];
  if (namespace === "closed") return refusal(403, "Forbidden");
  const values = secrets[`${namespace}/${name}`];
  if (!values) return refusal(404, "NotFound");
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return found({ kind: "Secret", apiVersion: "v1", metadata: { name, namespace }, type: "Opaque", data });
}

function found(body: object): Answer {
  return { status: 200, body };
}

function refusal(code: number, reason: string): Answer {
  const message = `the API says ${reason}`;
  return {
    status: code,
    body: { kind: "Status", apiVersion: "v1", status: "Failure", reason, code, message },
  };
}
