/** A secret reference in its parts. */
export type Reference =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "sops"; readonly path: string; readonly key: string }
  | { readonly kind: "vault"; readonly path: string; readonly key: string }
  | { readonly kind: "k8s"; readonly namespace: string; readonly name: string; readonly key: string }
  | { readonly kind: "pulumi"; readonly key: string }
  | { readonly kind: "generated" };

/** Takes a reference apart, as the schema's `secret` lets it be written. */
export function parseReference(text: string): Reference {
  if (text === "generated") return { kind: "generated" };
  const [kind, rest] = cut(text, ":");
  switch (kind) {
    case "env":
      return { kind, name: rest };
    case "file":
      return { kind, path: rest };
    case "pulumi":
      return { kind, key: rest };
    case "sops":
    case "vault": {
      const [path, key] = cut(rest, "#");
      return { kind, path, key };
    }
    case "k8s": {
      const [place, key] = cut(rest, "#");
      const [namespace, name] = cut(place, "/");
      return { kind, namespace, name, key };
    }
    default:
      throw new Error(`meshc broke its own rule: ${text} is no secret reference.`);
  }
}

function cut(text: string, separator: string): readonly [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
